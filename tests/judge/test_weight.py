"""Schemas that hold at once multiply: what no validator gets through is refused with its place."""

import pytest
from fal_codegen.contract import Json
from fal_codegen.judge import Judge

from tests.documents import document, fields, part


def doubling(word: str, levels: int, least: Json) -> dict[str, Json]:
    parts: dict[str, Json] = {"P0": least}
    for level in range(1, levels + 1):
        below = part(f"P{level - 1}")
        parts[f"P{level}"] = {word: [below, {"title": "Same", "allOf": [below]}]}
    return parts


@pytest.mark.parametrize("word", ["allOf", "anyOf", "oneOf"])
def test_parts_that_double_are_refused_where_they_become_too_many(word: str) -> None:
    parts = doubling(word, 30, {"type": "string"})
    with pytest.raises(ValueError, match=r"^/components/schemas/P1\d: more than 100000 schemas"):
        Judge(document(fields(it=part("P30")), None, parts))


def test_what_is_there_often_but_never_at_once_is_no_matter() -> None:
    parts: dict[str, Json] = {"P0": {"type": "string"}}
    for level in range(1, 31):
        parts[f"P{level}"] = fields(left=part(f"P{level - 1}"), right=part(f"P{level - 1}"))
    parts["Self"] = {"anyOf": [part("Self"), {"type": "null"}, part("P30")]}
    judge = Judge(document(fields(it=part("P30"), other=part("P3")), None, parts))
    assert not judge.input({"it": {"left": {"right": {}}}})
    assert judge.input({"it": {"left": {"right": 1}}})


def test_a_long_chain_of_references_is_counted_without_a_stack() -> None:
    parts: dict[str, Json] = {f"P{at}": part(f"P{at + 1}") for at in range(3000)}
    parts["P3000"] = {"type": "string"}
    Judge(document(fields(it={"type": "string"}), None, parts))


@pytest.mark.parametrize("word", ["const", "enum"])
def test_a_value_too_deep_for_the_library_is_refused_with_its_place(word: str) -> None:
    value: Json = []
    for _ in range(900):
        value = [value]
    with pytest.raises(ValueError, match="Recursion limit"):
        Judge(document(fields("x", x={word: value})))
