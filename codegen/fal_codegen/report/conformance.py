"""What a client in another language came to, as a table, as JSON lines and as JUnit XML."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET  # nosec - writes, never reads

from fal_codegen.conform import VERDICTS, Outcome
from fal_codegen.contract import one_line
from fal_codegen.pipeline import ConformResult
from fal_codegen.report.counting import counted
from fal_codegen.report.junit_xml import count_cases, spelled_xml

if TYPE_CHECKING:
    from fal_codegen.contract import Json

_SHOWN = 5
_PRINTED = {"skipped": "is a gap", "untried": "could not be tried", "failed": "failed"}


def say_conform(result: ConformResult) -> Iterator[str]:
    """Give a table by endpoint and script, and the first failures with the exchange, in lines."""
    rows: dict[tuple[str, str], Counter[str]] = {}
    for each in result.outcomes:
        rows.setdefault((each.kind, each.group), Counter())[each.verdict] += 1
    names = [f"{kind} {group}" for kind, group in rows]
    width = max(map(len, names), default=0)
    yield " ".join((" " * width, *VERDICTS))
    for name, counts in zip(names, rows.values(), strict=True):
        cells = (f"{counts[each]:>{len(each)}}" for each in VERDICTS)
        yield " ".join((f"{name:<{width}}", *cells))
    counting = [each for each in result.outcomes if each.counts]
    for each in counting[:_SHOWN]:
        yield from ("", *_failure(each))
    if len(counting) > _SHOWN:
        yield f"\n{len(counting) - _SHOWN} more; --format json has all of them."
    yield from (f"note: no test is called {each.pattern}" for each in result.unused)
    passed = sum(each.verdict == "passed" for each in result.outcomes)
    known = sum(bool(each.known) and not each.counts for each in result.outcomes)
    more = f", {counted(known, 'known failure')}" if known else ""
    name = one_line(result.name) or "The client"
    yield f"\n{name}: {passed} of {len(result.outcomes)} passed{more}."


def _failure(outcome: Outcome) -> Iterator[str]:
    if outcome.verdict == "passed":
        yield f"{outcome.test} passes, and is listed as a known failure: take it from the list"
        return
    yield one_line(f"{outcome.test} {_PRINTED[outcome.verdict]}: {outcome.said}")
    yield from (f"  {one_line(line)}" for line in outcome.exchange)


def conform_json(result: ConformResult) -> Iterator[str]:
    """Give a line of JSON for each test."""
    for each in result.outcomes:
        values: dict[str, Json] = {"test": each.test, "verdict": each.verdict, "fails": each.counts}
        more: dict[str, Json] = {
            "said": each.said,
            "known": each.known,
            "exchange": [*each.exchange],
        }
        yield json.dumps(values | {name: value for name, value in more.items() if value})


def conform_junit(result: ConformResult) -> str:
    """Give a suite for each kind of test; known failures are skipped there."""
    root = ET.Element("testsuites", name="fal-codegen conform")
    suites: dict[str, ET.Element] = {}
    for each in result.outcomes:
        if each.kind not in suites:
            suites[each.kind] = ET.SubElement(root, "testsuite", name=each.kind)
        _case(suites[each.kind], each)
    for suite in suites.values():
        count_cases(suite)
    return spelled_xml(root)


def _case(suite: ET.Element, outcome: Outcome) -> None:
    name = outcome.name or outcome.group
    case = ET.SubElement(suite, "testcase", classname=f"{outcome.kind}.{outcome.group}", name=name)
    if outcome.known and not outcome.counts:
        ET.SubElement(case, "skipped", message=one_line(outcome.known))
    elif outcome.counts:
        said, *exchange = map(one_line, _failure(outcome))
        kind = "error" if outcome.verdict == "untried" else "failure"
        ET.SubElement(case, kind, message=said, type=outcome.verdict).text = "\n".join(exchange)
