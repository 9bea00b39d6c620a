"""Hypothesis strategies: what they give is what they say."""

import pytest
from fal_codegen.cases import Case
from fal_codegen.cases.strategies import answers, bodies, broken_bodies
from fal_codegen.contract import Document, Endpoint, Json, request_accepts
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document
from hypothesis import find, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.documents import document, endpoint, family, fields, load, of_all_kinds, part, steady

FAMILY = family()
ENOUGH = settings(steady(), max_examples=100)
"""For a search that must find."""

TREES: Json = {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}
TREE = fields(name={"type": "string"}, below=TREES)
HARD: dict[str, Json] = {
    "no integer in reach": {"type": "number", "minimum": 0.1, "maximum": 0.9},
    "open at both ends": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
    "far below": {"type": "integer", "maximum": -(10**12)},
    "steps of a tenth": {"type": "number", "minimum": 0, "maximum": 1, "multipleOf": 0.1},
    "even": {"type": "integer", "minimum": 1, "maximum": 9, "multipleOf": 2},
    "one length": {"type": "string", "minLength": 60, "maxLength": 60},
    "no length in reach": {"type": "string", "maxLength": 10**12},
    "pattern": {"type": "string", "pattern": "^[a-z]{2}-[0-9]+$"},
    "pattern of a beginning": {"type": "string", "pattern": "^a", "minLength": 5, "maxLength": 5},
    "pattern of letters": {"type": "string", "pattern": r"^\p{L}+$"},
    "tuple": {
        "type": "array",
        "prefixItems": [{"const": 1}, {"enum": ["px"]}],
        "minItems": 2,
        "maxItems": 2,
    },
    "distinct": {"type": "array", "items": {"enum": [1, 2, 3]}, "minItems": 2, "uniqueItems": True},
    "many distinct": {
        "type": "array",
        "items": {"type": "integer"},
        "minItems": 300,
        "uniqueItems": True,
    },
    "empty": {"type": "array", "maxItems": 0},
    "map": {"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 1},
    "long list": {"type": "array", "items": {"type": "integer"}, "minItems": 300},
    "large map": {
        "type": "object",
        "additionalProperties": {"type": "integer"},
        "minProperties": 100,
    },
    "recursive": {"$ref": "#/components/schemas/Tree"},
    "anything": {},
}


def promised_by(whole: Document) -> Endpoint:
    promised = read_document(whole).endpoint
    assert promised is not None
    return promised


def holds(whole: Document, examples: int) -> None:
    """Hold all three strategies of a document to its judge."""
    promised, judge = promised_by(whole), Judge(whole)

    @steady(examples)
    @given(bodies(promised), answers(promised))
    def valid(body: Json, answer: Json) -> None:
        assert judge.input(body) == ()
        assert request_accepts(promised, body)
        assert judge.output(answer) == ()

    @steady(examples)
    @given(broken_bodies(promised))
    def broken(drawn: tuple[Case, dict[str, Json]]) -> None:
        case, body = drawn
        assert judge.input(body) != (), case
        assert not request_accepts(promised, body)

    valid()
    broken()


def test_what_is_too_large_to_be_made_is_not_drawn() -> None:
    parts: dict[str, Json] = {"T25": {"type": "integer"}}
    for n in range(25):
        parts[f"T{n}"] = fields("l", "r", l=part(f"T{n + 1}"), r=part(f"T{n + 1}"))
    assert bodies(endpoint(fields("it", it=part("T0")), parts=parts)).is_empty
    drawn = find(bodies(endpoint(fields(it=part("T0")), parts=parts)), lambda _: True)
    assert drawn == {}


@pytest.mark.parametrize("id_", FAMILY)
def test_the_strategies_hold_for_the_committed_contracts(id_: str) -> None:
    holds(FAMILY[id_], examples=40)


@pytest.mark.parametrize("name", HARD)
def test_the_strategies_hold_for_hard_limits(name: str) -> None:
    hard = fields("count", count={"type": "integer"}, it=HARD[name])
    holds(document(hard, answer=hard, parts={"Tree": TREE}), examples=40)


@pytest.mark.deep
def test_the_strategies_hold_for_documents_of_all_kinds() -> None:
    for file in of_all_kinds(real=30):
        holds(load(file), examples=10)


@pytest.mark.deep
@pytest.mark.parametrize("name", HARD)
def test_a_field_with_hard_limits_is_drawn_all_the_same(name: str) -> None:
    promised = endpoint(fields(it=HARD[name]), parts={"Tree": TREE})
    assert "it" in find(bodies(promised), lambda body: "it" in body, settings=ENOUGH)


def test_a_broken_body_is_broken_in_the_field_of_its_case() -> None:
    schema = fields("a", a={"type": "integer", "maximum": 1}, b={"enum": ["x"]})
    assert broken_fields(broken_bodies(endpoint(schema))) == {"a", "b"}


def broken_fields(strategy: SearchStrategy[tuple[Case, dict[str, Json]]]) -> set[str]:
    found: set[str] = set()

    @ENOUGH
    @given(strategy)
    def gather(drawn: tuple[Case, dict[str, Json]]) -> None:
        case, body = drawn
        found.add(case.place)
        assert body.get(case.place) == case.body.get(case.place)

    gather()
    return found


def test_what_has_no_limit_has_no_broken_body() -> None:
    assert broken_bodies(endpoint({"type": "object"})).is_empty
    assert not (broken_bodies(endpoint(fields(a={"type": "integer"}))) | st.nothing()).is_empty
