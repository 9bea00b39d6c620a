"""What a probe found, in the forms of a report."""

import json
from dataclasses import replace
from typing import Any

import pytest
from fal_codegen.cli.options import FORMS
from fal_codegen.report import census_schema, render, show_report
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.report.conftest import Screen
from tests.report.samples import (
    PROBED,
    WHOLE,
    asked,
    evil_census,
    junit,
    verdict,
)


def test_each_form_tells_all_that_a_service_does_otherwise_and_what_nothing_tells() -> None:
    for form in FORMS[2:]:
        text = render(form, PROBED, WHOLE).replace("&#8203;", "").replace("\\_", "_")
        for said in ("took", "refused", "made an allowed value of", "no answer came that tells"):
            assert said in text, (form, said)
        assert "not together" in text


def test_a_probes_sum_and_level_stand_first() -> None:
    text = render("markdown", PROBED, WHOLE)
    first, _, second, *_ = text.splitlines()
    assert first == "**fal-codegen:** 2 errors, 1 unknown, 2 warnings in 1 endpoint."
    assert second.startswith("1 enforced, 1 lax, 1 stricter, 1 coerced, 1 silent. 9 calls to http:")
    assert "### What the service does otherwise" in text


def test_json_of_a_probe_is_what_its_schema_says() -> None:
    validator = Draft202012Validator(census_schema())  # pyright: ignore[reportArgumentType] - untyped here
    for report in (PROBED, evil_census(), asked()):
        data = json.loads(render("json", report, WHOLE))
        assert not [*validator.iter_errors(data)]  # pyright: ignore[reportUnknownMemberType] - untyped here
    data = json.loads(render("json", PROBED, WHOLE))
    del data["limits"][0]["verdict"]
    assert [*validator.iter_errors(data)]  # pyright: ignore[reportUnknownMemberType] - untyped here


def test_junit_has_a_case_for_each_limit_that_was_asked_about() -> None:
    (suite,) = junit(PROBED)
    assert (suite.tests, suite.failures, suite.skipped, suite.errors) == (6, 4, 1, 0)
    (stopped,) = junit(asked(verdict("enforced"), stopped="gone"))
    assert (stopped.tests, stopped.failures, stopped.errors) == (2, 0, 1)


def test_what_a_budget_left_untried_is_told_in_every_form() -> None:
    cut = asked(verdict("enforced"), untried=3)
    (suite,) = junit(cut)
    assert (suite.tests, suite.failures, suite.errors) == (2, 0, 1)
    for form in FORMS[2:]:
        assert "give a larger" in render(form, cut, WHOLE), form
    screen = Screen()
    show_report(screen, cut)
    assert (
        "3 bodies were not tried, so nobody can tell of all: give a larger --budget"
        in (screen.lines[-1])
    )


def test_a_field_that_a_refusal_misnames_is_told_in_every_form() -> None:
    enforced = replace(verdict("enforced"), misnamed=("y",))
    for form in FORMS[1:]:
        assert "misnam" in render(form, asked(enforced), WHOLE), form
    quiet = Screen()
    show_report(quiet, asked(enforced), quiet=True)
    assert quiet.lines == [
        "enforced  x maximum 4: refused, and a refusal names y too, where nothing is wrong"
    ]


def test_two_places_of_a_list_are_two_cases_and_two_alerts() -> None:
    both = asked(verdict("lax", "x/0"), verdict("stricter", "x/1"))
    (suite,) = junit(both)
    assert (suite.tests, suite.failures) == (2, 2)
    (run,) = json.loads(render("sarif", both, WHOLE))["runs"]
    assert (
        len({each["partialFingerprints"]["primaryLocationLineHash"] for each in run["results"]})
        == 2
    )


def test_the_alerts_of_one_probed_endpoint_are_not_closed_by_the_probe_of_another() -> None:
    (run,) = json.loads(render("sarif", PROBED, WHOLE))["runs"]
    assert run["automationDetails"] == {"id": "fal-codegen/probe/acme/painter/"}


def test_the_text_of_a_probe_says_only_what_was_found_where_that_is_wanted() -> None:
    loud, quiet = Screen(), Screen()
    show_report(loud, PROBED)
    show_report(quiet, PROBED, quiet=True)
    assert loud.lines[0] == "enforced  a maximum 4"
    assert [line.split()[0] for line in quiet.lines] == (
        ["lax", "stricter", "coerced", "silent", "refused"]
    )
    narrow = Screen(width=40, terminal=True)
    show_report(narrow, PROBED)
    assert all(len(line) <= 40 for line in narrow.lines)


@pytest.mark.parametrize("gap", [{"stopped": "gone"}, {"unclear": 1}, {"untried": 1}])
def test_a_census_with_a_gap_of_any_kind_does_not_tell_all(gap: dict[str, Any]) -> None:
    census = asked(verdict("enforced")).probed
    assert census
    assert not census.silent
    assert replace(census, **gap).silent
