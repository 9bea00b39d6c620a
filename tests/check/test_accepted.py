from dataclasses import replace

import pytest
from fal_codegen.check import (
    Acceptance,
    AcceptanceResult,
    Finding,
    accept,
    apply_acceptances,
    page_rules,
    read_accepted,
    rules,
    write_accepted,
)
from fal_codegen.contract import FieldPlace, FilePlace, Json

from tests.check.conftest import PAINT

TODAY = "2026-11-01"
FOUND = Finding(
    page_rules.DOCS_LIMIT_DIFFERS, PAINT, FieldPlace("input/num_images"), 8, 4, "maximum"
)
KNOWN = Acceptance(PAINT, "docs-limit-differs", "input/num_images", "the page is old", "maximum")
LISTED: dict[str, Json] = {
    "endpoint": PAINT,
    "rule": "docs-limit-differs",
    "place": "input/num_images",
    "reason": "the page is old",
    "name": "maximum",
}


def test_a_list_is_read_as_it_is_written() -> None:
    dated = accept(FOUND, "the page is old", "2027-01-31")
    assert read_accepted([LISTED]) == (KNOWN,)
    assert read_accepted([]) == ()
    assert read_accepted(write_accepted([KNOWN, dated])) == (KNOWN, dated)
    assert dated.id == FOUND.id


WRONG: dict[str, tuple[Json, str]] = {
    "no list": ({}, "not a list of entries"),
    "a text for a list": ("all of them", "not a list of entries"),
    "nothing": (None, "not a list of entries"),
    "a text for an entry": (["docs-limit-differs"], "entry 1: not an object"),
    "an unknown word": (
        [{**LISTED, "why": "because"}],
        "entry 1 (acme/painter docs-limit-differs): why: not among id, endpoint, rule, place,",
    ),
    "words missing": ([LISTED, {"endpoint": PAINT}], "entry 2 (acme/painter): no rule, no place"),
    "no id of an endpoint": ([{**LISTED, "endpoint": "painter"}], "'painter' is not an endpoint"),
    "a number for an endpoint": ([{**LISTED, "endpoint": 3}], "endpoint is not a text"),
    "a list for a reason": ([{**LISTED, "reason": ["old"]}], "reason is not a text"),
    "no reason": ([{**LISTED, "reason": " "}], "the reason is empty"),
    "no day": ([{**LISTED, "until": "next year"}], "until 'next year' is not a day such as"),
    "a day spelled otherwise": ([{**LISTED, "until": "20270131"}], "until '20270131' is not a day"),
    "no id": ([{**LISTED, "id": "docs"}], "id 'docs' is not of twelve hex digits"),
    "null for a name": ([{**LISTED, "name": None}], "name is not a text"),
}


@pytest.mark.parametrize(("value", "complaint"), WRONG.values(), ids=WRONG)
def test_a_wrong_entry_is_named_with_what_is_missing(value: Json, complaint: str) -> None:
    with pytest.raises(ValueError, match="entr") as raised:
        read_accepted(value)
    message = str(raised.value)
    assert complaint in message
    assert "\n" not in message
    assert not any(inside in message for inside in ("__init__", "NoneType", "argument"))


def test_an_accepted_finding_is_known_with_its_reason() -> None:
    assert apply_acceptances([FOUND], [KNOWN], TODAY) == AcceptanceResult(accepted=[(FOUND, KNOWN)])


@pytest.mark.parametrize(
    "other",
    [
        Finding(
            page_rules.DOCS_LIMIT_DIFFERS, PAINT, FieldPlace("input/num_images"), 0, 1, "minimum"
        ),
        Finding(page_rules.DOCS_LIMIT_DIFFERS, PAINT, FieldPlace("input/seed"), 8, 4, "maximum"),
        Finding(
            page_rules.DOCS_DEFAULT_DIFFERS, PAINT, FieldPlace("input/num_images"), 8, 4, "maximum"
        ),
    ],
    ids=["another limit", "another place", "another rule"],
)
def test_an_acceptance_covers_its_own_finding_alone(other: Finding) -> None:
    result = apply_acceptances([other], [KNOWN], TODAY)
    assert result == AcceptanceResult(open=[other], unused=[KNOWN])


def test_an_acceptance_covers_one_finding_only() -> None:
    result = apply_acceptances([FOUND, FOUND], [KNOWN], TODAY)
    assert result == AcceptanceResult(open=[FOUND], accepted=[(FOUND, KNOWN)])


def test_an_acceptance_by_id_ends_when_a_value_changes() -> None:
    entry = accept(FOUND, "the page is old")
    changed = replace(FOUND, left=9)
    assert apply_acceptances([FOUND], [entry], TODAY).open == []
    assert apply_acceptances([changed], [entry], TODAY) == AcceptanceResult(
        open=[changed], unused=[entry]
    )


@pytest.mark.parametrize(("day", "holds"), [("2026-10-31", False), (TODAY, True)])
def test_an_acceptance_holds_to_the_end_of_its_last_day(day: str, holds: bool) -> None:  # noqa: FBT001 - a row of the table above
    entry = accept(FOUND, "until they mend it", day)
    result = apply_acceptances([FOUND], [entry], TODAY)
    over: AcceptanceResult[Finding] = AcceptanceResult(open=[FOUND], expired=[(FOUND, entry)])
    assert result == (AcceptanceResult(accepted=[(FOUND, entry)]) if holds else over)


def test_what_comes_along_covers_what_the_project_says_nothing_about() -> None:
    theirs, ours = accept(FOUND, "it lags"), accept(FOUND, "as they say", "2020-01-01")
    known = apply_acceptances([FOUND], [], TODAY, [theirs])
    assert known == AcceptanceResult(known=[(FOUND, theirs)])
    assert apply_acceptances([], [], TODAY, [theirs]) == AcceptanceResult()
    assert apply_acceptances([FOUND], [ours], TODAY, [theirs]).open == [FOUND]


def test_what_concerns_the_whole_project_is_accepted_without_an_endpoint() -> None:
    (acceptance,) = read_accepted(
        [{"endpoint": None, "rule": "generated-stale", "place": "generated", "reason": "by hand"}]
    )
    finding = Finding(rules.GENERATED_STALE, None, FilePlace("generated"), 3)
    result = apply_acceptances([finding], [acceptance], TODAY)
    assert result == AcceptanceResult(accepted=[(finding, acceptance)])
