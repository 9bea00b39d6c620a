"""Every keyword of JSON Schema 2020-12: read exactly, told as a Problem, or idle."""

import pytest
from fal_codegen.contract import Json
from fal_codegen.openapi import read_document
from fal_codegen.openapi.keywords import READ, UNEXPRESSED, is_expressible
from fal_codegen.openapi.patterns import spelled

from tests.documents import document

WORDS = frozenset(
    "$schema $vocabulary $id $ref $anchor $dynamicRef $dynamicAnchor $defs $comment "
    "prefixItems items contains additionalProperties properties patternProperties "
    "dependentSchemas propertyNames if then else allOf anyOf oneOf not "
    "unevaluatedItems unevaluatedProperties "
    "type const enum multipleOf maximum exclusiveMaximum minimum exclusiveMinimum "
    "maxLength minLength pattern maxItems minItems uniqueItems maxContains minContains "
    "maxProperties minProperties required dependentRequired "
    "title description default deprecated readOnly writeOnly examples "
    "format contentEncoding contentMediaType contentSchema".split()
)
"""All keywords of the vocabularies (JSON Schema 2020-12, core and validation)."""
IDLE = frozenset(
    "$vocabulary readOnly writeOnly format contentEncoding contentMediaType contentSchema".split()
)
"""Those that refuse no body."""


def test_every_keyword_is_read_or_told_or_refuses_nothing() -> None:
    assert WORDS == (READ | UNEXPRESSED) & WORDS | IDLE
    assert not READ & UNEXPRESSED
    assert not (READ | UNEXPRESSED) & IDLE


TOLD: dict[str, tuple[str, dict[str, Json]]] = {
    "not": ("not", {"type": "string", "not": {"const": "a"}}),
    "if": ("if", {"if": {"minimum": 1}}),
    "then": ("then", {"then": {"minimum": 1}}),
    "else": ("else", {"else": {"minimum": 1}}),
    "contains": ("contains", {"type": "array", "contains": {"const": 1}}),
    "minContains": ("minContains", {"type": "array", "minContains": 2}),
    "maxContains": ("maxContains", {"type": "array", "maxContains": 2}),
    "patternProperties": ("patternProperties", {"type": "object", "patternProperties": {"a": {}}}),
    "propertyNames": ("propertyNames", {"type": "object", "propertyNames": {"maxLength": 3}}),
    "dependentRequired": ("dependentRequired", {"dependentRequired": {"a": ["b"]}}),
    "dependentSchemas": ("dependentSchemas", {"dependentSchemas": {"a": {}}}),
    "dependencies": ("dependencies", {"dependencies": {"a": ["b"]}}),
    "unevaluatedItems": ("unevaluatedItems", {"unevaluatedItems": False}),
    "unevaluatedProperties": ("unevaluatedProperties", {"unevaluatedProperties": False}),
    "anchors": ("$anchor", {"$anchor": "here"}),
    "a list of open length": ("prefixItems", {"prefixItems": [{"type": "integer"}, {}]}),
    "a list of schemas": ("items", {"type": "array", "items": [{"type": "string"}]}),
    "a list of a thousand fixed items": (
        "prefixItems",
        {"type": "array", "prefixItems": [{}], "minItems": 1000, "maxItems": 1000},
    ),
    "a count beside fields": ("minProperties", {"properties": {"a": {}}, "minProperties": 1}),
    "alternatives that overlap": ("oneOf", {"oneOf": [{"type": "integer"}, {"type": "number"}]}),
    "alternatives of objects": ("oneOf", {"oneOf": [{"type": "object"}, {"required": ["a"]}]}),
    "a bound that no float is": ("minimum", {"type": "number", "minimum": -(10**400)}),
    "a pattern that looks ahead": ("pattern", {"type": "string", "pattern": "(?=a)b"}),
    "a pattern that refers back": ("pattern", {"type": "string", "pattern": "(a)\\1"}),
    "a length beyond all": ("minLength", {"type": "string", "minLength": 10**30}),
    "two patterns": ("allOf/0", {"type": "string", "pattern": "a", "allOf": [{"pattern": "b"}]}),
    "no alternatives": ("anyOf", {"anyOf": []}),
}


@pytest.mark.parametrize("case", TOLD)
def test_a_keyword_we_cannot_express_is_a_problem_at_its_place(case: str) -> None:
    word, schema = TOLD[case]
    whole = document({"type": "object", "properties": {"x": schema}})
    (problem,) = read_document(whole).problems
    assert problem.pointer.endswith(f"/properties/x/{word}")
    assert not problem.fatal


def test_a_list_of_first_items_and_others_loses_both_and_says_so() -> None:
    schema: Json = {"type": "array", "prefixItems": [{"const": 1}], "items": {"type": "string"}}
    problems = read_document(document({"properties": {"x": schema}})).problems
    assert [each.pointer.rpartition("/")[2] for each in problems] == ["prefixItems", "items"]


def test_a_count_of_the_inputs_own_properties_is_a_problem() -> None:
    (problem,) = read_document(document({"type": "object", "minProperties": 1})).problems
    assert problem.pointer.endswith("/minProperties")


EXACT: dict[str, Json] = {
    "a list of exactly its first items": {
        "prefixItems": [{"type": "integer"}],
        "items": False,
        "minItems": 1,
    },
    "alternatives of different types": {"oneOf": [{"type": "integer"}, {"type": "string"}]},
    "alternatives of different values": {"oneOf": [{"const": "a"}, {"enum": ["b", "c"]}]},
    "an upper length beyond all": {"type": "string", "maxLength": 10**30},
    "an empty list": {"type": "array", "items": False},
    "an enum of lists": {"enum": [[1], [2]]},
    "an enum with an object": {"enum": ["a", {"b": 1}]},
    "a fixed object": {"const": {"b": 1}},
    "a limit without a type": {"maximum": 1},
    "a field that may not be there": {"properties": {"a": False}},
    "objects that required constants keep apart": {
        "oneOf": [
            {"type": "object", "properties": {"a": {"const": value}}, "required": ["a"]}
            for value in (1, 2)
        ]
    },
    "fewer properties than are required": {"required": ["a", "b"], "minProperties": 2},
}


@pytest.mark.parametrize("case", EXACT)
def test_what_can_be_expressed_exactly_is_no_problem(case: str) -> None:
    whole = document({"type": "object", "properties": {"x": EXACT[case]}})
    assert read_document(whole).problems == ()


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"^\w+$", "^[A-Za-z0-9_]+$"),
        (r"\D\d{3}", "[^0-9][0-9]{3}"),
        (r"[\w.-]@[^\d]", "[A-Za-z0-9_.-]@[^0-9]"),
        (r"\\d[\\d]", r"\\d[\\d]"),
        (r"(?:a|b)*\/\n\u00e9", r"(?:a|b)*\/\n\u00e9"),
        (r"^\p{Lu}+$", r"^\p{Lu}+$"),
    ],
)
def test_a_pattern_is_spelled_so_that_all_engines_read_it_alike(
    pattern: str, expected: str
) -> None:
    assert spelled(pattern) == expected


OTHERS = r"(?=a) (?<!a)b (a)\1 (?i)a (?<n>a) \s \b \cA \p [^] [[a]] [a&&b] [a--b] [a [\\"


@pytest.mark.parametrize("pattern", OTHERS.split())
def test_a_pattern_that_engines_read_differently_is_not_spelled(pattern: str) -> None:
    assert spelled(pattern) is None


def test_true_is_no_step_that_multiples_have() -> None:
    assert is_expressible("number", "multipleOf", 1)
    assert not is_expressible("number", "multipleOf", True)  # noqa: FBT003 - as a document has it
