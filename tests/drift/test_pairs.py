"""Pairs of schemas that say one thing in two ways, or two things in nearly one way."""

import pytest
from fal_codegen.contract import Document, Json
from fal_codegen.drift import LEVELS, changes

from tests.documents import document, fields, part

from .test_rules import COUNT, ID, NULL, TEXT

TWO: dict[str, Json] = fields(a=TEXT, b=TEXT)
KINDS: dict[str, dict[str, Json]] = {
    name: {"A": fields("kind", kind={"const": "a"}), "B": fields("kind", kind={"const": last})}
    for name, last in (("before", "b"), ("after", "c"))
}
TREE: dict[str, Json] = {"kids": {"type": "array", "items": part("Tree")}}


def body(schema: Json, parts: dict[str, Json] | None = None) -> Document:
    return document(fields(it=schema), parts=parts)


def reply(schema: Json, parts: dict[str, Json] | None = None) -> Document:
    return document(fields(), fields(it=schema), parts)


def rules_of(before: Document, after: Document) -> list[tuple[str, str]]:
    return [(each.rule.id, each.place) for each in changes(before, after, ID)]


SAME: dict[str, tuple[Json, Json]] = {
    "an enum, and one of several constants": (
        {"enum": ["a", "b"]},
        {"oneOf": [{"const": "b", "title": "B"}, {"const": "a"}]},
    ),
    "a type beside a constant of another": (
        {"oneOf": [COUNT, {"const": "auto"}]},
        {"anyOf": [{"const": "auto"}, COUNT]},
    ),
    "unions inside each other": (
        {"anyOf": [TEXT, {"anyOf": [COUNT, NULL]}]},
        {"anyOf": [TEXT, COUNT, NULL]},
    ),
    "a union of one": ({"anyOf": [TEXT]}, TEXT),
    "what two lists of values share": (
        {"allOf": [{"enum": ["a", "b"]}, {"enum": ["b", "c"]}]},
        {"const": "b"},
    ),
    "null as a constant and as a type": ({"const": None}, NULL),
    "an object in two halves": (
        {"allOf": [fields(a=TEXT), {"required": ["a"]}]},
        fields("a", a=TEXT),
    ),
    "a bound as a float": ({**TEXT, "minLength": 2.0}, {**TEXT, "minLength": 2}),
    "a fraction that no integer reaches": (
        {**COUNT, "maximum": 4.5},
        {**COUNT, "maximum": 4},
    ),
    "a zero below zero": ({"type": "number", "minimum": 0}, {"type": "number", "minimum": -0.0}),
    "a pattern that every text matches": (TEXT, {**TEXT, "pattern": ".*"}),
}


@pytest.mark.parametrize("key", SAME)
def test_two_spellings_of_one_promise_are_no_change(key: str) -> None:
    one, other = SAME[key]
    assert rules_of(body(one), body(other)) == rules_of(body(other), body(one)) == []
    assert rules_of(reply(one), reply(other)) == rules_of(reply(other), reply(one)) == []


DIFFERENT: dict[str, tuple[Json, Json, str]] = {
    "one of several constants is gone": (
        {"enum": ["a", "b"]},
        {"oneOf": [{"const": "a"}]},
        "enum-tightened",
    ),
    "a constant becomes another of its look": ({"const": 1}, {"const": True}, "enum-tightened"),
    "a bound on numbers shuts itself out": (
        {"type": "number", "minimum": 0},
        {"type": "number", "exclusiveMinimum": 0},
        "limit-tightened",
    ),
    "two that overlap become one of two": (
        {"oneOf": [{**COUNT, "minimum": 5}, {**COUNT, "maximum": 3}]},
        {"oneOf": [{**COUNT, "minimum": 5}, {**COUNT, "maximum": 7}]},
        "alternative-tightened",
    ),
    "one more name needs another": (
        {**TWO, "dependentRequired": {"a": ["b"]}},
        {**TWO, "dependentRequired": {"a": ["b"], "b": ["a"]}},
        "dependency-tightened",
    ),
    "more items must be there": (
        {"type": "array", "contains": TEXT, "minContains": 0},
        {"type": "array", "contains": TEXT, "minContains": 2},
        "contains-tightened",
    ),
    "the other branch of a condition": (
        {**TWO, "if": {"required": ["a"]}, "then": {"required": ["b"]}},
        {**TWO, "if": {"required": ["a"]}, "else": {"required": ["b"]}},
        "condition-tightened",
    ),
    "a bound that only one of two halves has": (
        {"type": "array", "items": TEXT},
        {"allOf": [{"type": "array", "items": TEXT}, {"maxItems": 2}]},
        "limit-tightened",
    ),
    "a further thing that is ruled out": (
        {**TEXT, "not": {"enum": ["a"]}},
        {**TEXT, "not": {"enum": ["a", "b"]}},
        "exclusion-tightened",
    ),
    "the last digit of a large bound": (
        {**COUNT, "maximum": 2**53 + 1},
        {**COUNT, "maximum": 2**53},
        "limit-tightened",
    ),
    "names that do not fit": (
        {"type": "object", "additionalProperties": TEXT},
        {"type": "object", "additionalProperties": TEXT, "propertyNames": {"pattern": "^[a-z]"}},
        "names-tightened",
    ),
}


@pytest.mark.parametrize("key", DIFFERENT)
def test_what_only_looks_alike_is_one_breaking_change_with_a_body(key: str) -> None:
    before, after, rule = DIFFERENT[key]
    (change,) = changes(body(before), body(after), ID)
    assert (change.rule.id, change.level) == (f"request-{rule}", "breaking")
    assert change.witness is not None


def test_names_that_a_pattern_lets_in_are_possible_where_others_are_shut_out() -> None:
    shut: dict[str, Json] = {**fields(a=TEXT), "additionalProperties": False}
    wider: Json = {**shut, "patternProperties": {"^b": COUNT}}
    assert rules_of(reply(shut), reply(wider)) == [("answer-names-loosened", "output/it")]
    assert rules_of(body(shut), body(wider)) == [("request-names-loosened", "input/it")]
    (change,) = changes(body(wider), body(shut), ID)
    assert (change.rule.id, change.level) == ("request-names-tightened", "breaking")
    assert change.witness is not None


def test_items_that_nothing_evaluates_are_shut_out_like_items_that_are_false() -> None:
    first: dict[str, Json] = {"type": "array", "prefixItems": [TEXT]}
    halves: Json = {"allOf": [first], "unevaluatedItems": False}
    found = rules_of(body({**first, "items": False}), body(halves))
    assert found == [("request-keyword-rewritten", "input/it")]
    (change,) = changes(body(first), body(halves), ID)
    assert (change.rule.id, change.level) == ("request-keyword-tightened", "breaking")


def test_fields_that_are_spoken_of_beside_have_not_gone() -> None:
    beside: dict[str, Json] = {"anyOf": [{"properties": {"b": TEXT}}, {"required": ["a"]}]}
    apart = {**fields(a=TEXT), **beside}
    assert rules_of(body(TWO), body(apart)) == [("request-alternative-rewritten", "input/it")]


def test_what_is_left_of_both_halves_is_shut_without_losing_their_fields() -> None:
    halves: Json = {"allOf": [TWO], "unevaluatedProperties": False}
    assert rules_of(body(TWO), body(halves)) == [("request-keyword-rewritten", "input/it")]


def test_a_constant_that_tells_one_alternative_apart_is_a_promise() -> None:
    union: Json = {"oneOf": [part("A"), part("B")]}
    (change,) = changes(body(union, KINDS["before"]), body(union, KINDS["after"]), ID)
    assert (change.level, change.witness and change.witness.body) == (
        "breaking",
        {"it": {"kind": "b"}},
    )


def test_which_alternative_a_word_stands_for_is_a_warning() -> None:
    mappings: list[Json] = [{}, {"z": "A"}]
    before, after = (
        body({"oneOf": [part("A"), part("B")], "discriminator": {"mapping": each}}, KINDS["before"])
        for each in mappings
    )
    (change,) = changes(before, after, ID)
    assert (change.rule.id, change.level) == ("request-hint-changed", "warning")


def test_a_part_that_holds_itself_is_one_change_where_it_changed() -> None:
    named: list[Json] = [TEXT, {**TEXT, "minLength": 2}]
    before, after = (body(part("Tree"), {"Tree": fields(name=each, **TREE)}) for each in named)
    (change,) = changes(before, after, ID)
    assert (change.rule.id, change.place) == ("request-limit-tightened", "input/it/name")


def test_a_union_that_is_its_own_alternative_is_read_to_its_end() -> None:
    before, after = (body(part("A"), {"A": {"anyOf": [part("A"), each]}}) for each in (TEXT, COUNT))
    (change,) = changes(before, after, ID)
    assert (change.rule.kind, change.place) == ("type", "input/it")
    assert change.level in ("breaking", "unknown")


def test_what_is_no_schema_in_this_dialect_is_not_passed_over() -> None:
    before, after = (body({"type": "array", "items": [each]}) for each in (TEXT, COUNT))
    (change,) = changes(before, after, ID)
    assert (change.level, change.before, change.after) == ("unknown", [TEXT], [COUNT])


def test_a_document_without_components_is_judged_like_any_other() -> None:
    before, after = (body({**COUNT, "maximum": most}) for most in (4, 2))
    for each in (before, after):
        del each["components"]
    (change,) = changes(before, after, ID)
    assert (change.level, change.witness and change.witness.body) == ("breaking", {"it": 3})


def test_definitions_outside_of_the_components_are_followed() -> None:
    before, after = (body({"$ref": "#/$defs/Size"}) for _ in range(2))
    before["$defs"] = {"Size": {**COUNT, "maximum": 4}}
    after["$defs"] = {"Size": {**COUNT, "maximum": 2}}
    worst = min(changes(before, after, ID), key=lambda each: LEVELS.index(each.level))
    assert (worst.rule.id, worst.place) == ("request-limit-tightened", "input/it")
    assert worst.witness is not None


def test_definitions_inside_a_schema_matter_where_they_are_referred_to() -> None:
    here = "#/paths/~1acme~1painter/post/requestBody/content/application~1json/schema"
    ref: Json = {"$ref": f"{here}/properties/it/$defs/S"}
    inside: Json = {"$defs": {"S": TEXT}, **fields(a=ref)}
    assert rules_of(body(inside), body(fields(a=TEXT))) == [("request-unused-changed", "input/it")]
    shorter: Json = {"$defs": {"S": {**TEXT, "maxLength": 3}}, **fields(a=ref)}
    assert ("request-limit-tightened", "input/it/a") in rules_of(body(inside), body(shorter))
