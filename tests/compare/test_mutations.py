"""Documents with one place changed: the differ sees all that matters, and alike from both sides."""

from collections import Counter
from dataclasses import replace
from typing import TypeAlias

from fal_codegen.cases import boundary_cases
from fal_codegen.compare import Difference, compare
from fal_codegen.contract import Document, Endpoint, Json
from fal_codegen.drift import changes
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.documents import STEADY, Steps, document, family, fields, places, replaced

TEXT: Json = {"type": "string", "minLength": 1, "maxLength": 5}
SHAPES = document(
    fields(
        "pair",
        "name",
        name=TEXT,
        pair={"type": "array", "prefixItems": [TEXT, {"enum": [1, 2]}], "minItems": 2},
        list={"type": "array", "items": TEXT, "maxItems": 3, "uniqueItems": True},
        map={"type": "object", "additionalProperties": TEXT, "maxProperties": 2},
        shut={**fields(a=TEXT), "additionalProperties": False},
        share={"type": "number", "exclusiveMinimum": 0, "maximum": 1, "multipleOf": 0.5},
        either={"anyOf": [{"enum": ["small"]}, fields("a", a=TEXT), {"type": "null"}]},
        tree={"$ref": "#/components/schemas/Tree"},
    ),
    parts={"Tree": fields(name=TEXT, below={"type": "array", "items": {"type": "integer"}})},
)
WHOLES: list[Document] = [SHAPES, SHAPES, SHAPES, *family().values()]
OTHER: list[Json] = [
    *(0, 1, 2, 0.5, True, False, None, "", "a", "name", "string", "integer", "null"),
    [],
    ["name"],
    {},
    TEXT,
    {"type": "integer"},
    {"enum": ["a", 1]},
    fields(a=TEXT),
]


Mutant: TypeAlias = tuple[Document, Endpoint]


@st.composite
def mutants(draw: st.DrawFn) -> tuple[Mutant, Mutant]:
    """Give two documents that differ in two places at most, both read in full."""
    whole = draw(st.sampled_from(WHOLES))
    spots = [steps for steps in places(whole) if "schema" in steps or "schemas" in steps]
    return changed(draw, whole, spots), changed(draw, whole, spots)


def changed(draw: st.DrawFn, whole: Document, spots: list[Steps]) -> Mutant:
    other = replaced(whole, draw(st.sampled_from(spots)), draw(st.sampled_from(OTHER)))
    reading = read_document(other)
    assume(reading.problems == ())
    assert isinstance(other, dict)
    assert reading.endpoint is not None
    return other, reading.endpoint


def mirrored(difference: Difference) -> str:
    return repr(replace(difference, before=difference.after, after=difference.before))


@settings(STEADY, max_examples=150)
@given(mutants())
def test_there_and_back_are_mirrored(pair: tuple[Mutant, Mutant]) -> None:
    (_, one), (_, other) = pair
    there, back = compare(one, other), compare(other, one)
    assert Counter(map(repr, there)) == Counter(map(mirrored, back))


@settings(STEADY, max_examples=150)
@given(mutants())
def test_every_difference_has_a_rule(pair: tuple[Mutant, Mutant]) -> None:
    (_, one), (_, other) = pair
    assert len(changes(one, other)) == len(compare(one, other))


@settings(STEADY, max_examples=150)
@given(mutants())
def test_what_does_not_differ_is_judged_alike(pair: tuple[Mutant, Mutant]) -> None:
    (one, promised), (other, also) = pair
    if compare(promised, also) == ():
        judges = Judge(one), Judge(other)
        for case in (*boundary_cases(promised), *boundary_cases(also)):
            first, second = (judge.input(case.body) == () for judge in judges)
            assert first == second, case
