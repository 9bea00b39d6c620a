"""What is said beside a schema, whole endpoints, and the table of rules itself."""

import pytest
from fal_codegen.contract import Json
from fal_codegen.drift import (
    DERIVATION,
    EFFECTS,
    EXCEPTIONS,
    FAIL_ON,
    LEVELS,
    RULES,
    RULES_BY_ID,
    WITHOUT_WITNESS,
    Change,
    arrived,
    changes,
    fails,
    gone,
)

from tests.documents import fields

from .test_rules import COUNT, ID, TEXT, answer, request, step


def noted(**words: Json) -> dict[str, Json]:
    return {**TEXT, **words}


NOTES: dict[str, tuple[Json, Json, str, str]] = {
    "format-added": (TEXT, noted(format="uri"), "warning", "warning"),
    "format-removed": (noted(format="uri"), TEXT, "warning", "warning"),
    "format-changed": (noted(format="uri"), noted(format="date"), "warning", "breaking"),
    "default-changed": (noted(default="1K"), noted(default="2K"), "warning", "warning"),
    "file-limit-changed": (
        {**TEXT, "x-fal": {"max_file_size": 10, "fps": 1}},
        {**TEXT, "x-fal": {"max_file_size": 2, "fps": 1}},
        "warning",
        "warning",
    ),
    "hint-changed": (noted(le=3), noted(le=2), "warning", "warning"),
    "claim-changed": (
        noted(description="At most 90 characters."),
        noted(description="At most 50 characters."),
        "warning",
        "warning",
    ),
    "deprecated-changed": (TEXT, noted(deprecated=True), "warning", "warning"),
    "read-only-changed": (TEXT, noted(readOnly=True), "info", "info"),
    "description-changed": (TEXT, noted(description="Paint."), "info", "info"),
    "examples-changed": (TEXT, noted(examples=["a"]), "info", "info"),
    "playground-changed": (TEXT, noted(ui={"important": True}), "info", "info"),
    "unused-changed": (
        TEXT,
        {**TEXT, "$defs": {"A": TEXT}},
        "info",
        "info",
    ),
    "order-changed": (
        fields(a=TEXT, b=TEXT),
        fields(b=TEXT, a=TEXT),
        "info",
        "info",
    ),
    "other-changed": (TEXT, noted(contentSchema={}), "unknown", "unknown"),
}


@pytest.mark.parametrize(("key", "example"), NOTES.items(), ids=NOTES)
def test_what_is_said_beside_a_schema_has_a_level_of_its_own(
    key: str, example: tuple[Json, Json, str, str]
) -> None:
    before, after, *levels = example
    for side, word, level in zip((request, answer), ("request", "answer"), levels, strict=True):
        change = step(side, before, after)
        assert (change.rule.id, change.level) == (f"{word}-{key}", level)


def test_a_default_that_stays_and_is_no_longer_allowed_is_told_beside() -> None:
    before, after = ({**COUNT, "default": 10, "maximum": most} for most in (20, 5))
    found = changes(request(before), request(after), ID)
    by_rule = {each.rule.id: (each.before, each.after) for each in found}
    assert by_rule == {
        "request-limit-tightened": (20, 5),
        "request-default-refused": ([10], [10]),
    }


def test_an_endpoint_that_is_gone_breaks_its_callers_and_shows_the_call() -> None:
    change = gone(ID)
    assert (change.rule.id, change.level) == ("request-endpoint-removed", "breaking")
    assert (change.endpoint, change.place, change.shown) == (ID, "input", f"POST /{ID}")


def test_an_endpoint_that_is_new_breaks_nobody() -> None:
    assert (arrived(ID).rule.id, arrived(ID).level) == ("request-endpoint-added", "info")


def test_no_rule_stands_twice_and_every_level_is_some_rules() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    assert {rule.level for rule in RULES} == set(LEVELS)
    assert set(RULES_BY_ID) == set(ids)


def test_a_level_follows_from_effect_and_direction_but_for_the_ledger() -> None:
    for rule in RULES:
        follows = DERIVATION[rule.effect, rule.side]
        assert (rule.level != follows) == (rule.id in EXCEPTIONS)
    assert EXCEPTIONS.keys() <= RULES_BY_ID.keys()
    assert all(len(each.reason) > 20 for each in EXCEPTIONS.values())
    assert {effect for effect, _ in DERIVATION} == set(EFFECTS)


def test_every_effect_harms_the_one_direction_as_the_other_is_spared() -> None:
    assert DERIVATION["narrows", "request"] == "breaking"
    assert DERIVATION["widens", "request"] == DERIVATION["narrows", "answer"] == "info"


def test_a_breaking_rule_without_a_proof_says_why_it_has_no_witness() -> None:
    unproven = {
        rule.id
        for rule in RULES
        if rule.level == "breaking" and rule.effect not in ("narrows", "retypes")
    }
    assert unproven | {"answer-format-changed"} == set(WITHOUT_WITNESS)


@pytest.mark.parametrize("fail_on", FAIL_ON)
def test_drift_fails_from_a_level_on(fail_on: str) -> None:
    for rule in RULES:
        change = Change(ID, rule, rule.level, "input", "")
        order = [*LEVELS, "never"]
        worse = order.index(rule.level) <= order.index(fail_on)
        assert fails([change], FAIL_ON[order.index(fail_on)]) == (worse and fail_on != "never")
    assert not fails([], "info")
