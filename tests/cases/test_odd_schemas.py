"""Schemas that something fits, and that are hard to find it for: each has cases, or a finding."""

import pytest
from fal_codegen.cases import boundary_cases, judged_cases
from fal_codegen.contract import Json
from fal_codegen.emulator.answers.model import Model
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document

from tests.documents import document, endpoint, fields

TEXT: Json = {"type": "string"}
WHOLE: Json = {"type": "integer"}
ODD: dict[str, Json] = {
    "groups that repeat up to a length": {
        "type": "string",
        "pattern": "^(ab)+$",
        "minLength": 7,
        "maxLength": 8,
    },
    "a pattern that looks ahead for letters": {
        "type": "string",
        "pattern": r"^(?=.*\d)(?=.*[A-Z]).{8,}$",
    },
    "a pattern that looks ahead for a length": {
        "type": "string",
        "pattern": "^(?=.{10,12}$)[a-z]+-[a-z]+$",
    },
    "a pattern that refers back": {"type": "string", "pattern": r"^(a|b)\1$"},
    "a pattern that refers back to a named group": {
        "type": "string",
        "pattern": r"^(?<quote>['x]).*\1$",
    },
    "a length without one text": {"type": "string", "minLength": 2, "not": {"const": "aa"}},
    "a length without several texts": {
        "type": "string",
        "minLength": 2,
        "maxLength": 2,
        "not": {"enum": ["aa", "bb", "00", "AA"]},
    },
    "texts of another beginning": {"type": "string", "minLength": 3, "not": {"pattern": "^a"}},
    "numbers but for the first": {"type": "integer", "minimum": 1, "not": {"enum": [1, 2, 3]}},
    "numbers beyond a range": {
        "type": "integer",
        "minimum": 0,
        "not": {"minimum": 0, "maximum": 99},
    },
    "numbers between two": {
        "type": "number",
        "not": {"anyOf": [{"maximum": 10}, {"minimum": 11}]},
    },
    "an object without one value": fields(
        "x", x={"type": "string", "minLength": 2, "not": {"const": "aa"}}
    ),
    "a list whose items are not all small": {
        "type": "array",
        "items": WHOLE,
        "minItems": 1,
        "not": {"items": {"maximum": 5}},
    },
    "a list with so many of a kind": {
        "type": "array",
        "items": WHOLE,
        "contains": {"minimum": 10},
        "minContains": 3,
        "maxContains": 3,
        "minItems": 5,
    },
    "distinct items, some of a kind": {
        "type": "array",
        "uniqueItems": True,
        "items": {"type": "integer", "minimum": 0, "maximum": 20},
        "contains": {"minimum": 15},
        "minContains": 2,
        "minItems": 4,
    },
    "names and values by patterns": {
        "type": "object",
        "propertyNames": {"pattern": "^[a-c]$"},
        "patternProperties": {"^a": {"const": 1}, "^[bc]": {"type": "string", "minLength": 2}},
        "minProperties": 3,
    },
    "several names of one letter": {
        "type": "object",
        "propertyNames": {"pattern": "^slot_[A-Z]$"},
        "additionalProperties": WHOLE,
        "minProperties": 3,
    },
    "many names of digits": {
        "type": "object",
        "propertyNames": {"pattern": "^[0-9]{4}$"},
        "minProperties": 40,
    },
    "many names of any kind": {
        "type": "object",
        "propertyNames": {"not": {"pattern": "^key"}},
        "minProperties": 40,
    },
    "names that are listed": {
        "type": "object",
        "propertyNames": {"enum": ["left", "right", "top"]},
        "minProperties": 2,
    },
    "no names but those of patterns": {
        "type": "object",
        "patternProperties": {"^x-": WHOLE},
        "additionalProperties": False,
        "minProperties": 2,
    },
}


@pytest.mark.parametrize("schema", ODD.values(), ids=ODD)
def test_what_something_fits_has_cases_on_both_sides(schema: Json) -> None:
    whole = document(fields("it", "text", it=schema, text=TEXT))
    reading = read_document(whole)
    assert reading.endpoint is not None
    found = judged_cases(reading.endpoint, Judge(whole))
    assert {case.valid for case in found.cases} == {True, False}


@pytest.mark.parametrize("schema", ODD.values(), ids=ODD)
def test_what_may_be_left_out_is_there_in_some_body_that_is_valid(schema: Json) -> None:
    whole = document(fields("text", it=schema, text=TEXT))
    reading = read_document(whole)
    assert reading.endpoint is not None
    found = judged_cases(reading.endpoint, Judge(whole))
    assert any(case.valid and "it" in case.body for case in found.cases)
    assert found.given_up == ()


@pytest.mark.parametrize("schema", ODD.values(), ids=ODD)
def test_the_emulator_answers_with_it(schema: Json) -> None:
    whole = document(fields(text=TEXT), fields("it", it=schema))
    assert Model(whole).perform({}, "http://files").status == 200


def test_a_field_that_no_valid_body_is_known_with_is_given_up_and_told() -> None:
    too_many: Json = {"type": "object", "propertyNames": {"enum": ["one"]}, "minProperties": 2}
    whole = document(fields(it=too_many, text=TEXT))
    reading = read_document(whole)
    assert reading.endpoint is not None
    found = judged_cases(reading.endpoint, Judge(whole))
    assert [each.place for each in found.given_up] == ["it"]
    assert any(case.valid for case in found.cases)


def test_a_field_that_nothing_fits_is_not_given_up() -> None:
    whole = document(fields(it=False, text=TEXT))
    reading = read_document(whole)
    assert reading.endpoint is not None
    assert judged_cases(reading.endpoint, Judge(whole)).given_up == ()


def test_what_several_fields_make_hard_together_has_cases() -> None:
    whole = document(
        fields(
            *(names := [f"field_{number}" for number in range(8)]),
            **dict.fromkeys(names[::2], ODD["a list with so many of a kind"]),
            **dict.fromkeys(names[1::2], ODD["a length without several texts"]),
        )
    )
    reading = read_document(whole)
    assert reading.endpoint is not None
    assert judged_cases(reading.endpoint, Judge(whole)).cases


def broken_alone(schema: Json) -> set[str]:
    """Name the limits that some case breaks, and no other with it."""
    whole = document(fields("it", it=schema))
    reading, judge = read_document(whole), Judge(whole)
    assert reading.endpoint is not None
    cases = judged_cases(reading.endpoint, judge).cases
    broken = [[each.keyword for each in judge.input(case.body)] for case in cases]
    return {each[0] for each in broken if len(each) == 1}


def test_what_only_the_document_says_of_a_request_is_probed_too() -> None:
    one = fields("kind", "x", kind={"const": "one"}, x=WHOLE)
    two = fields("kind", "y", kind={"const": "two"}, y=TEXT)
    whole = document({"anyOf": [one, two]})
    reading = read_document(whole)
    assert reading.endpoint is not None
    cases = judged_cases(reading.endpoint, Judge(whole)).cases
    assert {(case.place, case.keyword) for case in cases if not case.valid} == {
        ("kind", "required"),
        ("kind", "type"),
        ("x", "required"),
        ("x", "type"),
    }


CODE: Json = {"type": "string", "pattern": r"^[A-Z]{2}\d+$", "minLength": 8, "maxLength": 10}
SEVENS: Json = {"type": "integer", "minimum": 1_000_000, "maximum": 1_000_010, "multipleOf": 7}


@pytest.mark.parametrize("schema", [CODE, SEVENS])
def test_a_bound_beside_a_pattern_or_a_step_is_broken_alone(schema: Json) -> None:
    assert isinstance(schema, dict)
    assert broken_alone(schema) >= schema.keys() - {"type"}


def test_values_of_a_dictionary_that_must_have_some_are_probed_on_both_sides() -> None:
    values: Json = {"type": "integer", "minimum": 3}
    some: Json = {"type": "object", "additionalProperties": values, "minProperties": 2}
    cases = boundary_cases(endpoint(fields("map", map=some)))
    sides = {case.valid for case in cases if case.keyword == "minimum"}
    assert sides == {True, False}
