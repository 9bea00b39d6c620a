"""Every rule by an example: one small change, and what it means in each direction."""

from dataclasses import dataclass

import pytest
from fal_codegen.contract import Endpoint, EndpointId, Json
from fal_codegen.drift import LEVELS, RULES, Change, Level, Rule, changes, gone

from tests.documents import PAINTER, endpoint, fields

TEXT: Json = {"type": "string"}
COUNT: Json = {"type": "integer"}


def enum(*values: Json) -> Json:
    return {"enum": [*values]}


def limited(**limits: Json) -> Json:
    return {"type": "integer", **limits}


def plus(**words: Json) -> Json:
    return {"type": "string", **words}


def only(schema: Json) -> Json:
    return fields(it=schema)


@dataclass(frozen=True, slots=True)
class Example:
    """Two schemas of one object, and the level of the step from one to the other.

    `place` leads to what changed, from the object on. A change of level None has no rule in this
    direction.
    """

    before: Json
    after: Json
    request: Level
    answer: Level
    place: str = "/it"


FIELD = only(TEXT)
NONE = fields()
SHUT: Json = {**fields(it=TEXT), "additionalProperties": False}

EXAMPLES: dict[str, Example] = {
    "field-added": Example(NONE, FIELD, "info", "info"),
    "field-added-required": Example(NONE, fields("it", it=TEXT), "breaking", "info"),
    "field-removed": Example(FIELD, NONE, "breaking", "breaking"),
    "required-tightened": Example(FIELD, fields("it", it=TEXT), "breaking", "info"),
    "required-loosened": Example(fields("it", it=TEXT), FIELD, "info", "breaking"),
    "nullable-tightened": Example(only({"type": ["string", "null"]}), FIELD, "breaking", "info"),
    "nullable-loosened": Example(FIELD, only({"type": ["string", "null"]}), "info", "breaking"),
    "type-tightened": Example(only({"type": "number"}), only(COUNT), "breaking", "info"),
    "type-loosened": Example(only(COUNT), only({"type": "number"}), "info", "breaking"),
    "enum-tightened": Example(only(enum("a", "b")), only(enum("a")), "breaking", "info"),
    "enum-loosened": Example(only(enum("a")), only(enum("a", "b")), "info", "warning"),
    "limit-tightened": Example(
        only(limited(maximum=4)), only(limited(maximum=3)), "breaking", "info"
    ),
    "limit-loosened": Example(
        only(limited(maximum=3)), only(limited(maximum=4)), "info", "warning"
    ),
    "limit-changed": Example(only(plus(pattern="a")), only(plus(pattern="b")), "warning", "info"),
    "extra-tightened": Example(FIELD, SHUT, "breaking", "info", place=""),
    "extra-loosened": Example(SHUT, FIELD, "info", "info", place=""),
    "default-changed": Example(
        only(plus(default="1K")), only(plus(default="2K")), "warning", "info"
    ),
    "order-changed": Example(
        fields(a=TEXT, b=TEXT), fields(b=TEXT, a=TEXT), "info", "info", place=""
    ),
    "description-changed": Example(FIELD, only(plus(description="Paint.")), "info", "info"),
    "examples-changed": Example(FIELD, only(plus(examples=["a"])), "info", "info"),
    "deprecated-changed": Example(FIELD, only(plus(deprecated=True)), "warning", "warning"),
}
BY_HAND = {"request-endpoint-removed"}
"""The rule that no two documents show: there is no second one."""


def sided(rule: Rule, schema: Json) -> Endpoint:
    return endpoint(schema) if rule.side == "request" else endpoint(NONE, schema)


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.id not in BY_HAND], ids=lambda rule: rule.id
)
def test_one_small_change_falls_under_one_rule_with_its_level(rule: Rule) -> None:
    example = EXAMPLES[f"{rule.kind}-{rule.action}"]
    (change,) = changes(sided(rule, example.before), sided(rule, example.after))
    side = "input" if rule.side == "request" else "output"
    assert change.rule == rule
    assert change.endpoint == PAINTER
    assert change.difference.place == f"{side}{example.place}"
    assert rule.level == (example.request if rule.side == "request" else example.answer)


def test_every_rule_has_an_example_and_every_example_a_rule() -> None:
    shown = {f"{side}-{name}" for name in EXAMPLES for side in ("request", "answer")}
    assert shown | BY_HAND == {rule.id for rule in RULES}


def test_no_rule_stands_twice() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    assert {rule.level for rule in RULES} == set(LEVELS)


BACK = {
    "added": "removed",
    "added-required": "removed",
    "removed": "added",
    "tightened": "loosened",
    "loosened": "tightened",
    "changed": "changed",
}
OTHER_SIDE = {"request": "answer", "answer": "request"}
WAIVERS = {
    "answer-endpoint-removed": "an endpoint goes as a whole: requests break first",
    "request-endpoint-added": "what was not there before has no drift",
}
"""Rules that would mirror another and do not exist, each with its reason."""


def test_every_rule_has_its_mirrors_or_a_waiver() -> None:
    mirrors = {
        f"{side}-{rule.kind}-{act}"
        for rule in RULES
        for side, act in ((OTHER_SIDE[rule.side], rule.action), (rule.side, BACK[rule.action]))
    }
    assert mirrors - {rule.id for rule in RULES} == set(WAIVERS)


HARMS = {"info": 0, "warning": 1, "breaking": 2}


def test_narrowing_a_request_and_widening_an_answer_harm_the_most() -> None:
    levels = {rule.id: HARMS[rule.level] for rule in RULES}
    for rule in RULES:
        if rule.action in ("tightened", "loosened"):
            narrow, wide = (f"{rule.side}-{rule.kind}-{act}" for act in ("tightened", "loosened"))
            harm = levels[narrow] - levels[wide]
            assert harm >= 0 if rule.side == "request" else harm <= 0


def test_an_endpoint_that_is_gone_breaks_its_callers() -> None:
    change = gone(EndpointId(PAINTER))
    assert (change.rule.id, change.rule.level) == ("request-endpoint-removed", "breaking")
    assert (change.endpoint, change.difference.place) == (PAINTER, "input")


STEPS: list[tuple[str, Json, Json, str]] = [
    ("integer to number", COUNT, {"type": "number"}, "type-loosened"),
    ("number to integer", {"type": "number"}, COUNT, "type-tightened"),
    ("values to any text", enum("a", "b"), TEXT, "enum-loosened"),
    ("any text to values", TEXT, enum("a", "b"), "enum-tightened"),
    ("first maximum", COUNT, limited(maximum=4), "limit-tightened"),
    ("no maximum any more", limited(maximum=4), COUNT, "limit-loosened"),
    ("higher minimum", limited(minimum=1), limited(minimum=2), "limit-tightened"),
    ("lower minimum", limited(minimum=2), limited(minimum=1), "limit-loosened"),
    (
        "higher open end",
        limited(exclusiveMinimum=1),
        limited(exclusiveMinimum=2),
        "limit-tightened",
    ),
    ("coarser steps", limited(multipleOf=2), limited(multipleOf=4), "limit-tightened"),
    ("other steps", limited(multipleOf=2), limited(multipleOf=3), "limit-tightened"),
    ("steps between", limited(multipleOf=3), limited(multipleOf=2), "limit-tightened"),
    (
        "finer steps",
        {"type": "number", "multipleOf": 0.1},
        {"type": "number", "multipleOf": 0.05},
        "limit-loosened",
    ),
    ("longer text", plus(maxLength=3), plus(maxLength=5), "limit-loosened"),
    ("longer shortest text", plus(minLength=3), plus(minLength=5), "limit-tightened"),
    (
        "fewer items",
        {"type": "array", "maxItems": 10},
        {"type": "array", "maxItems": 9},
        "limit-tightened",
    ),
    (
        "distinct items",
        {"type": "array"},
        {"type": "array", "uniqueItems": True},
        "limit-tightened",
    ),
    ("items alike", {"type": "array", "uniqueItems": True}, {"type": "array"}, "limit-loosened"),
    ("first pattern", TEXT, plus(pattern="^a"), "limit-tightened"),
    ("default gone", plus(default="a"), TEXT, "default-changed"),
    (
        "default null",
        {"anyOf": [TEXT, {"type": "null"}]},
        {"anyOf": [TEXT, {"type": "null"}], "default": None},
        "default-changed",
    ),
    (
        "fewer alternatives",
        {"anyOf": [fields(a=TEXT), fields(b=TEXT)]},
        fields(a=TEXT),
        "type-tightened",
    ),
]


@pytest.mark.parametrize(
    ("before", "after", "expected"), [step[1:] for step in STEPS], ids=[step[0] for step in STEPS]
)
def test_a_step_narrows_or_widens_what_may_be_sent(
    before: Json, after: Json, expected: str
) -> None:
    found: tuple[Change, ...] = changes(endpoint(only(before)), endpoint(only(after)))
    assert [change.rule.id for change in found] == [f"request-{expected}"]
