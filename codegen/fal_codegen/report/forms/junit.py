"""JUnit XML: a test case for each endpoint and verb, as CI servers show them."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET  # nosec - writes, never reads

from fal_codegen.contract import one_line
from fal_codegen.pipeline import Report
from fal_codegen.probe import REFUSED, Census, deviations
from fal_codegen.report.entries import PROJECT, Entry, endpoints_of, entries, untold
from fal_codegen.report.junit_xml import count_cases, spelled_xml


def render(report: Report, whole: str) -> str:  # noqa: ARG001 - nothing is ever cut here
    """Give a suite for each verb; a case fails where the verb would."""
    root = ET.Element("testsuites", name="fal-codegen")
    found = entries(report)
    if report.drift is not None:
        suite = _suite(root, "drift", [*map(str, report.drift.compared)], found)
        for line in untold(report):
            name, _, why = line.partition(": ")
            ET.SubElement(_case(suite, "drift", name), "error", message=why, type="cannot tell")
        count_cases(suite)
    if report.checked is not None:
        names = [*map(str, endpoints_of(report)), PROJECT]
        count_cases(_suite(root, "check", names, found))
    if report.probed is not None:
        count_cases(_probed(root, report.probed, found, untold(report)))
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    return spelled_xml(root)


def _suite(root: ET.Element, verb: str, names: Sequence[str], found: list[Entry]) -> ET.Element:
    suite = ET.SubElement(root, "testsuite", name=f"fal-codegen {verb}")
    mine = [entry for entry in found if entry.verb == verb]
    more = sorted({entry.endpoint for entry in mine} - {*names})
    for name in (*names, *more):
        _fill(_case(suite, verb, name), [entry for entry in mine if entry.endpoint == name])
    return suite


def _probed(root: ET.Element, census: Census, found: list[Entry], missing: list[str]) -> ET.Element:
    """Give a case for each limit; one of which nothing tells is skipped."""
    suite = ET.SubElement(root, "testsuite", name="fal-codegen probe")
    of = {entry.id: entry for entry in found}
    apart = {id(each.found): of[each.id] for each in deviations(census)}
    for limit in census.limits:
        name = f"{census.endpoint} {' '.join(limit.limit.key)}"
        case = _case(suite, "probe", one_line(name))
        entry = apart.get(id(limit))
        if entry is not None and entry.fails:
            _fill(case, [entry])
        elif entry is not None:
            ET.SubElement(case, "skipped", message=entry.line)
    others = [entry for entry in found if entry.rule == REFUSED.id]
    for entry in others:
        _fill(_case(suite, "probe", f"{census.endpoint} {entry.id}"), [entry])
    for line in missing:
        case = _case(suite, "probe", str(census.endpoint))
        ET.SubElement(case, "error", message=line, type="cannot tell")
    return suite


def _case(suite: ET.Element, verb: str, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=f"fal-codegen.{verb}", name=name, time="0")


def _fill(case: ET.Element, found: list[Entry]) -> None:
    failing = [entry for entry in found if entry.fails]
    others = [entry for entry in found if not entry.fails]
    if failing:
        first = failing[0]
        failure = ET.SubElement(case, "failure", message=first.line, type=first.rule)
        failure.text = "\n".join(map(_line, failing))
    if others:
        ET.SubElement(case, "system-out").text = "\n".join(map(_line, others))


def _line(entry: Entry) -> str:
    level = "accepted" if entry.accepted else entry.level
    more = f" (accepted: {entry.accepted})" if entry.accepted else ""
    where = f"{entry.spot.path}:{entry.spot.line}:{entry.spot.column}"
    return f"{where}: {level}: {entry.line} [{entry.rule} {entry.id}]{more}"
