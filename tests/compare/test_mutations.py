"""Documents with one place changed: the differ sees all that matters, and alike from both sides."""

from collections import Counter
from dataclasses import replace
from typing import TypeAlias

import pytest
from fal_codegen.cases import boundary_cases
from fal_codegen.compare import Difference, compare_documents
from fal_codegen.contract import Document, Endpoint, EndpointId, Json, canonical
from fal_codegen.drift import changes
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.documents import PAINTER, Steps, document, family, fields, places, replaced, steady

ID = EndpointId(PAINTER)
UNTOLD = ("default-refused", "spelling")
"""The kind of a default that stays, and that the changed place may refuse."""

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
    assume(judged(other))
    reading = read_document(other)
    assume(reading.problems == ())
    assert isinstance(other, dict)
    assert reading.endpoint is not None
    return other, reading.endpoint


def judged(document: Json) -> bool:
    """Tell whether a document can be judged by."""
    try:
        assert isinstance(document, dict)
        Judge(document)
    except ValueError:
        return False
    return True


def mirrored(difference: Difference) -> str:
    return spelled(replace(difference, before=difference.after, after=difference.before))


def spelled(difference: Difference) -> str:
    """Spell what differs, without the way there."""
    said: list[Json] = [difference.place, difference.kind, difference.before, difference.after]
    return canonical(said)


@steady(150)
@given(mutants())
def test_there_and_back_are_mirrored(pair: tuple[Mutant, Mutant]) -> None:
    (one, _), (other, _) = pair
    there, back = compare_documents(one, other), compare_documents(other, one)
    assert Counter(map(spelled, there)) == Counter(map(mirrored, back))


@steady(60)
@given(mutants())
def test_every_difference_comes_to_a_change_but_for_what_may_prove_harmless(
    pair: tuple[Mutant, Mutant],
) -> None:
    (one, _), (other, _) = pair
    found = {each.place for each in compare_documents(one, other) if each.kind not in UNTOLD}
    places = {place for change in changes(one, other, ID) for place in change.places}
    assert found <= places


@pytest.mark.deep
@steady(150)
@given(mutants())
def test_what_does_not_differ_is_judged_alike(pair: tuple[Mutant, Mutant]) -> None:
    (one, promised), (other, also) = pair
    differences = compare_documents(one, other)
    if not [each for each in differences if each.forth and each.kind != "spelling"]:
        judges = Judge(one), Judge(other)
        for case in (*boundary_cases(promised), *boundary_cases(also)):
            first, second = (judge.input(case.body) == () for judge in judges)
            assert first == second, case
