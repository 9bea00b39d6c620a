"""Samples of shapes with several limits, of shapes without end, and at holes."""

import pytest
from fal_codegen.cases import Samples, judged_cases, valid_body
from fal_codegen.contract import Json, request_accepts
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document

from tests.documents import document, fields, part, read

TEXT: Json = {"type": "string"}


def nested(levels: int, size: int) -> Json:
    schema: Json = {"type": "integer"}
    for _ in range(levels):
        schema = {"type": "array", "items": schema, "minItems": size}
    return schema


def tree(levels: int) -> dict[str, Json]:
    """Give parts of which each holds the one before it twice."""
    parts: dict[str, Json] = {"T0": fields("leaf", leaf=TEXT)}
    for level in range(1, levels + 1):
        below = part(f"T{level - 1}")
        parts[f"T{level}"] = fields("left", "right", left=below, right=below)
    return parts


RICH: dict[str, Json] = {
    "a pattern": {"type": "string", "pattern": "^[A-Z]{2}-\\d{3}$"},
    "a pattern and a length": {"type": "string", "pattern": "^img_[a-z]+$", "minLength": 30},
    "a script": {"type": "string", "pattern": "^\\p{Lu}{3}$"},
    "a step": {"type": "number", "multipleOf": 0.05, "minimum": 0.12, "maximum": 0.19},
    "a narrow range": {"type": "number", "exclusiveMinimum": 0.1, "exclusiveMaximum": 0.100001},
    "an integer step": {"type": "integer", "multipleOf": 7, "minimum": 100, "maximum": 106},
    "half a step": {"type": "integer", "multipleOf": 1.5, "minimum": 4},
    "below": {"type": "integer", "multipleOf": 64, "maximum": -100},
    "distinct numbers": {
        "type": "array",
        "items": {"type": "integer", "minimum": 0, "maximum": 5},
        "minItems": 4,
        "uniqueItems": True,
    },
    "distinct letters": {
        "type": "array",
        "items": {"type": "string", "pattern": "^[A-Z]$"},
        "minItems": 20,
        "uniqueItems": True,
    },
    "distinct short texts": {
        "type": "array",
        "items": {"type": "string", "maxLength": 1, "minLength": 1},
        "minItems": 30,
        "uniqueItems": True,
    },
    "distinct objects": {
        "type": "array",
        "items": fields("on", on={"type": "boolean"}, to={"type": "boolean"}),
        "minItems": 4,
        "uniqueItems": True,
    },
    "distinct lists": {
        "type": "array",
        "items": {"type": "array", "items": {"type": "boolean"}, "maxItems": 2},
        "minItems": 5,
        "uniqueItems": True,
    },
    "properties": {
        "type": "object",
        "additionalProperties": {"type": "integer", "minimum": 9},
        "minProperties": 3,
    },
    "a far number": {"type": "integer", "minimum": 10**400},
}


@pytest.mark.parametrize("schema", RICH.values(), ids=RICH)
def test_a_sample_keeps_several_limits_at_once(schema: Json) -> None:
    whole = document(fields("it", it=schema))
    promised = read(whole)
    assert Judge(whole).input(Samples(promised).object(promised.input)) == ()


ENDLESS: dict[str, tuple[Json, dict[str, Json]]] = {
    "products of lists": (nested(4, 1000), {}),
    "a tree of 2^25": (part("T25"), tree(25)),
    "more than can be distinct": (
        {"type": "array", "items": {"type": "boolean"}, "minItems": 3, "uniqueItems": True},
        {},
    ),
    "a pattern that nothing here understands": (
        {"type": "string", "pattern": "^\\p{Script=Thai}{3}$"},
        {},
    ),
}


@pytest.mark.parametrize(("schema", "parts"), ENDLESS.values(), ids=ENDLESS)
def test_where_no_small_value_is_known_that_is_told_with_the_place(
    schema: Json, parts: dict[str, Json]
) -> None:
    whole = document(fields("it", it=schema), parts=parts)
    reading = read_document(whole)
    assert reading.endpoint is not None
    found = judged_cases(reading.endpoint, Judge(whole))
    assert found.cases == ()
    (none,) = found.given_up
    assert none.place.split("/")[0] == "it"
    assert none.why


def test_what_holds_itself_is_left_out_of_its_own_sample() -> None:
    item = fields("next", next={"anyOf": [part("Item"), {"type": "null"}]})
    two = fields("other", "name", other={"anyOf": [part("Two"), part("Item")]}, name=TEXT)
    parts: dict[str, Json] = {"Item": item, "Two": two}
    whole = document(fields("it", "of", it=part("Item"), of=part("Two")), parts=parts)
    promised = read(whole)
    body = Samples(promised).object(promised.input)
    assert body == {"it": {"next": None}, "of": {"other": {"next": None}, "name": "a"}}


def test_a_place_that_cannot_be_probed_is_told_and_the_others_are_probed() -> None:
    wide: Json = {"type": "array", "items": nested(3, 1000), "maxItems": 3}
    whole = document(fields("prompt", prompt=TEXT, wide=wide))
    found = judged_cases(read(whole), Judge(whole))
    assert {case.place.split("/")[0] for case in found.cases} >= {"prompt", "wide"}
    assert {each.place.split("/")[0] for each in found.given_up} == {"wide"}


def test_an_enum_of_many_values_is_probed_at_each_and_paired_at_the_first_ones() -> None:
    many: Json = {"enum": [*range(5000)]}
    whole = document(fields("many", many=many, on={"type": "boolean"}))
    cases = judged_cases(read(whole), Judge(whole)).cases
    assert len([case for case in cases if case.keyword == "enum" and case.valid]) >= 4999
    assert len([case for case in cases if case.keyword == "pair"]) <= 40


HOLES: dict[str, Json] = {
    "properties beside fields": {**fields("a", a=TEXT, b=TEXT), "minProperties": 2},
    "a condition": {
        **fields("a", a=TEXT, b=TEXT),
        "if": {"required": ["a"]},
        "then": {"required": ["b"]},
    },
    "dependent fields": {**fields("a", a=TEXT, b=TEXT), "dependentRequired": {"a": ["b"]}},
    "a negation": fields("a", a={"type": "string", "not": {"const": "a"}}),
    "something contained": fields("a", a={"type": "array", "contains": {"const": 7}}),
}


@pytest.mark.parametrize("schema", HOLES.values(), ids=HOLES)
def test_at_a_hole_the_document_itself_is_searched_for_a_body_it_allows(schema: Json) -> None:
    whole = document(schema)
    reading = read_document(whole)
    assert reading.endpoint is not None
    assert reading.problems
    body = valid_body(reading.endpoint, Judge(whole))
    assert Judge(whole).input(body) == ()
    assert any(case.valid for case in judged_cases(reading.endpoint, Judge(whole)).cases)


def test_every_case_has_an_id_of_its_own() -> None:
    whole = document(fields("it", it={"type": "number", "maximum": 3, "minimum": 0.5}, on=TEXT))
    cases = judged_cases(read(whole), Judge(whole)).cases
    assert len({case.id for case in cases}) == len(cases)
    values = (case.body.get("it") for case in cases)
    assert {value for value in values if isinstance(value, float)} >= {
        0.49999999999999994,
        0.5000000000000001,
        3.0000000000000004,
    }


def test_half_a_surrogate_pair_is_no_text_to_anybody() -> None:
    whole = document(fields("it", it=TEXT))
    (half,) = [
        case
        for case in judged_cases(read(whole), Judge(whole)).cases
        if case.body.get("it") == "\ud800"
    ]
    assert (half.valid, half.taken) == (False, False)


def test_half_a_surrogate_pair_is_no_text_where_anything_goes() -> None:
    whole = document(fields(it={"anyOf": [TEXT, True]}))
    assert [each.taken for each in judged_cases(read(whole), Judge(whole)).cases] != []
    values: list[Json] = ["\ud800", ["\ud800"], {"a": [{"\ud800": 1}]}]
    for value in values:
        assert not request_accepts(read(whole), {"it": value})
