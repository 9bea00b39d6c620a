"""The forms of a report: each is read by somebody else's reader, and says all there is."""

import json
import re
from dataclasses import replace
from importlib.resources import files
from xml.etree import ElementTree as ET

import pytest
from fal_codegen.check import RULES as CHECK_RULES
from fal_codegen.check import Acceptance, Finding, rules
from fal_codegen.cli.options import FORMS
from fal_codegen.contract import EndpointId, FilePlace
from fal_codegen.drift import RULES as DRIFT_RULES
from fal_codegen.drift import Concern, Use
from fal_codegen.pipeline import (
    Report,
)
from fal_codegen.probe import RULES as PROBE_RULES
from fal_codegen.report import render, report_schema, show_report
from fal_codegen.report.forms.markdown import code, inert
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from markdown_it import MarkdownIt

from tests.report.changes import change
from tests.report.conftest import PAINT, Screen, found
from tests.report.samples import (
    EDGE,
    EVIL,
    FINE,
    ORDINARY,
    PROBED,
    WHOLE,
    checked,
    drifted,
    evil_census,
    evil_report,
    junit,
)


def test_every_form_has_a_name_on_the_command_line() -> None:
    modules = {path.name for path in (files("fal_codegen.report") / "forms").iterdir()}
    assert {f"{form}.py" for form in FORMS if form != "text"} == {
        name for name in modules if name.endswith(".py") and name != "__init__.py"
    }


@pytest.mark.parametrize("form", FORMS[1:])
@pytest.mark.parametrize("report", [evil_report(), evil_census()], ids=["documents", "service"])
def test_what_documents_and_services_say_holds_no_character_that_acts(
    form: str, report: Report
) -> None:
    text = render(form, report, WHOLE)
    odd = {char for char in text if not char.isprintable()} - {"\n"}
    assert not odd, f"{form}: {odd}"


@pytest.mark.parametrize("form", FORMS[1:])
def test_nothing_found_is_a_report_too(form: str) -> None:
    assert render(form, FINE, WHOLE) or form == "github"


def test_json_is_what_its_schema_says_with_drift_and_check_in_one() -> None:
    validator = Draft202012Validator(report_schema())  # pyright: ignore[reportArgumentType] - untyped here
    for report in (ORDINARY, FINE, evil_report()):
        data = json.loads(render("json", report, WHOLE))
        assert not [*validator.iter_errors(data)]  # pyright: ignore[reportUnknownMemberType] - untyped here
    data = json.loads(render("json", ORDINARY, WHOLE))
    assert data["level"] == "breaking"
    assert data["counts"]["warning"] == 2
    del data["drift"]["changes"][0]["rule"]
    assert [*validator.iter_errors(data)]  # pyright: ignore[reportUnknownMemberType] - untyped here


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Read workflow commands as a runner does: one a line, from its start on."""
    commands_: list[tuple[str, dict[str, str], str]] = []
    for line in text.splitlines():
        match = re.fullmatch(r"::([a-z]+) ([^:]*)::(.*)", line)
        assert match, line
        pairs = [pair.partition("=") for pair in match[2].split(",")]
        commands_.append((match[1], {key: value for key, _, value in pairs}, match[3]))
    return commands_


def test_annotations_name_file_line_and_column() -> None:
    (first, *others) = commands(render("github", ORDINARY, WHOLE))
    assert first[0] == "error"
    assert first[1] == {
        "file": "contracts/a/openapi.json",
        "line": "7",
        "col": "9",
        "title": "breaking%3A acme/painter",
    }
    assert first[2].startswith("input/x: NAME tightened from 7 to 8")
    assert [each[0] for each in others] == ["warning", "warning", "notice"]


def test_ten_annotations_of_a_kind_are_written_and_the_last_counts_the_rest() -> None:
    many = [change("request-limit-tightened", n, n + 1) for n in range(25)]
    commands_ = commands(render("github", Report(drifted(*many)), WHOLE))
    assert [each[0] for each in commands_] == ["error"] * 10
    assert commands_[-1][2] == f"16 entries more had no room here; {WHOLE}"
    assert len(commands(render("github", Report(drifted(*many[:10])), WHOLE))) == 10


def test_hostile_annotations_stay_one_line_each() -> None:
    for report in (evil_report(), evil_census()):
        kinds = [each[0] for each in commands(render("github", report, WHOLE))]
        assert set(kinds) <= set(EDGE)
        assert all(kinds.count(kind) <= 10 for kind in EDGE)


def test_junit_has_a_case_for_each_endpoint_and_fails_where_the_verb_does() -> None:
    suites = junit(ORDINARY)
    assert [(suite.name, suite.tests, suite.failures) for suite in suites] == [
        ("fal-codegen drift", 1, 1),
        ("fal-codegen check", 2, 1),
    ]
    assert (suites.tests, suites.failures, suites.errors) == (3, 2, 0)
    fine = junit(FINE)
    assert (fine.tests, fine.failures) == (3, 0)


def test_hostile_junit_can_be_read_and_tells_what_could_not_be_told() -> None:
    suites = junit(evil_report())
    drift, _ = suites
    assert drift.errors == len(EVIL)
    text = " ".join(str(each.text) for case in drift for each in case.result)
    assert "</script>" in text


def test_junit_states_its_counts_and_what_was_accepted_for_those_who_do_not_count() -> None:
    accepted = [found("docs-missing")]
    unsure = Report(
        drifted(refused=["a/b: gone"]), checked(accepted=accepted), probed=PROBED.probed
    )
    root = ET.fromstring(render("junit", unsure, WHOLE))  # noqa: S314 - our own
    drift, check, probe = root
    counts = ("tests", "failures", "errors", "skipped")
    assert [drift.get(name) for name in counts] == ["2", "0", "1", "0"]
    assert probe.get("skipped") == "1"
    assert [root.get(name) for name in counts] == [
        str(sum(int(suite.get(name, "")) for suite in root)) for name in counts
    ]
    told = [each.text or "" for each in check.iter("system-out")]
    assert any(": accepted: " in text and "(accepted: looked at)" in text for text in told)


def test_junit_has_a_case_for_each_endpoint_that_was_found_besides_in_order() -> None:
    more = [replace(found("docs-missing"), endpoint=EndpointId(f"b/{n}")) for n in "gbfcead"]
    root = ET.fromstring(render("junit", Report(None, checked(*more)), WHOLE))  # noqa: S314 - as above
    names = [each.get("name", "") for each in root.iter("testcase")]
    assert [name for name in names if name.startswith("b/")] == [f"b/{n}" for n in "abcdefg"]


def test_sarif_declares_every_rule_once_even_where_nothing_was_found() -> None:
    (run,) = json.loads(render("sarif", FINE, WHOLE))["runs"]
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert ids == [rule.id for rules in (DRIFT_RULES, CHECK_RULES, PROBE_RULES) for rule in rules]
    assert len(set(ids)) == len(ids)
    assert run["results"] == []


def test_sarif_says_from_where_to_fetch_what_was_found() -> None:
    place = FilePlace("contracts/a/b/openapi.json")
    edited = Finding(rules.CONTRACT_EDITED, EndpointId("a/b"), place, source="emulator")
    assert ORDINARY.checked
    checked = replace(ORDINARY.checked, open=[edited])
    (run,) = json.loads(render("sarif", replace(ORDINARY, checked=checked), WHOLE))["runs"]
    helps = {rule["id"]: rule["help"]["text"] for rule in run["tool"]["driver"]["rules"]}
    assert "`fal-codegen fetch --source emulator` brings" in helps["contract-edited"]
    assert "`fal-codegen fetch` writes it again" in helps["document-unreadable"]


def test_sarif_points_at_line_and_column_and_says_what_was_accepted() -> None:
    (run,) = json.loads(render("sarif", ORDINARY, WHOLE))["runs"]
    first, *_, last = run["results"]
    (place,) = first["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "contracts/a/openapi.json"},
        "region": {"startLine": 7, "startColumn": 9},
    }
    assert last["suppressions"][0]["justification"] == "looked at"
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])


def test_sarif_says_that_it_could_not_tell_and_what_it_left_out() -> None:
    many = [change("request-limit-tightened", n, n + 1) for n in range(5_002)]
    report = Report(drifted(*many, refused=["a/b: gone"]))
    (run,) = json.loads(render("sarif", report, WHOLE))["runs"]
    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"]
    said = [each["message"]["text"] for each in invocation["toolExecutionNotifications"]]
    assert said == ["cannot tell: a/b: gone", f"2 entries more had no room here; {WHOLE}"]
    assert len(run["results"]) == 5_000


def test_markdown_sums_up_first_and_folds_a_long_list() -> None:
    many = [change("request-limit-tightened", n, n + 1) for n in range(25)]
    text = render("markdown", Report(drifted(*many)), WHOLE)
    assert text.splitlines()[0] == "**fal-codegen:** 25 breaking in 1 endpoint."
    shown, _, folded = text.partition("<details>")
    assert shown.count("**breaking**") == 20
    assert folded.count("**breaking**") == 5


def test_markdown_fits_a_comment_and_counts_what_does_not() -> None:
    many = [change("request-limit-tightened", str(n) * 70, str(n + 1) * 70) for n in range(1_000)]
    text = render("markdown", Report(drifted(*many), checked()), WHOLE)
    assert len(text) < 65_536
    kept = text.count("**breaking**")
    assert 100 < kept < 1_000
    left = re.search(r"(\d+) entries more had no room here; the log has all of it", text)
    assert left
    assert kept + int(left[1]) == 1_001  # and the sentence that says what to do


def test_markdown_fits_a_comment_whatever_its_parts_are() -> None:
    many = [found("docs-limit-differs", str(n) * 70) for n in range(1_000)]
    changes = [change("request-limit-tightened", str(n) * 70) for n in range(100)]
    text = render("markdown", Report(drifted(*changes), checked(*many, accepted=many)), WHOLE)
    assert len(text) < 65_536
    assert text.count("**breaking**") == 100


def test_the_same_of_several_endpoints_is_one_line_of_markdown() -> None:
    one = change("request-limit-tightened")
    more = [replace(one, endpoint=EndpointId(f"acme/{n}")) for n in range(3)]
    text = render("markdown", Report(drifted(one, *more)), WHOLE)
    assert text.count("**breaking**") == 1
    assert "`acme/painter` and 3 more" in text


@pytest.mark.parametrize("text", EVIL)
def test_hostile_markdown_is_text_and_nothing_else(text: str) -> None:
    plain = "".join(char for char in text if char.isprintable())
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(f"- {inert(plain)}\n")
    assert set(re.findall(r"<(/?\w+)", html)) == {"ul", "li", "/li", "/ul"}
    assert not re.search(r"[@#]\w|www\.|:[^\s\u200b]", html.replace("&#", ""))


def test_a_text_is_code_whatever_quotes_it_holds() -> None:
    for text in ("a", "`", "a``b", "``` `"):
        (html,) = [MarkdownIt().renderInline(code(text))]
        assert html == f"<code>{text}</code>"


def test_a_narrow_terminal_breaks_lines_between_words() -> None:
    screen = Screen(width=40, terminal=True)
    show_report(screen, ORDINARY)
    assert all(len(line) <= 40 for line in screen.lines[:6])
    assert any("tightened" in line.split() for line in screen.lines)


def test_what_nobody_can_tell_is_no_good_news() -> None:
    assert json.loads(render("json", FINE, WHOLE))["level"] == "none"
    unsure = Report(drifted(refused=["a/b: gone"]), checked())
    assert json.loads(render("json", unsure, WHOLE))["level"] == "unknown"


def test_an_accepted_change_fails_nothing_and_is_told_with_its_reason() -> None:
    one = change("request-limit-tightened")
    found = drifted(one)
    found.acceptances.accepted.append((one, Acceptance(PAINT, one.rule.id, "input/x", "we knew")))
    report = Report(found)
    assert junit(report).failures == 0
    assert render("github", report, WHOLE) == ""
    seen, _, folded = render("markdown", report, WHOLE).partition("<details>")
    assert "we knew" not in seen
    assert "### Accepted" not in seen
    assert "(accepted: we knew)" in folded
    (run,) = json.loads(render("sarif", report, WHOLE))["runs"]
    assert run["results"][0]["suppressions"][0]["justification"] == "we knew"


def test_a_change_says_which_calls_of_the_project_it_concerns() -> None:
    one = change("request-limit-tightened")
    use = Use("shop/paint.py", 12, PAINT)
    found = drifted(one)
    found.concerns.append(Concern(one, use, "breaks you"))
    for form in FORMS[2:]:
        text = render(form, Report(found), WHOLE).replace("&#8203;", "")
        assert "shop/paint.py:12" in text
