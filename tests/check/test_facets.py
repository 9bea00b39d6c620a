"""A shape taken apart by JSON type."""

import pytest
from fal_codegen.check.facets import facets
from fal_codegen.contract import Json

from tests.documents import endpoint, fields

TEXT: Json = {"type": "string"}
NULL: Json = {"type": "null"}
COLOURS: Json = {"type": "string", "enum": ["red", "blue"]}

TAKEN_APART: list[tuple[Json, list[str], list[Json] | None]] = [
    (TEXT, ["string"], None),
    ({"anyOf": [COLOURS, NULL]}, ["null", "string"], ["red", "blue"]),
    ({"anyOf": [COLOURS, TEXT]}, ["string"], None),
    ({"anyOf": [COLOURS, {"type": "integer"}]}, ["integer", "string"], ["red", "blue"]),
    ({"enum": [1, 2.5, None]}, ["integer", "null", "number"], [1, 2.5]),
    ({}, ["anything", "null"], None),
    (NULL, ["null"], None),
    ({"anyOf": [{"type": "array"}, fields(a=TEXT)]}, ["array", "object"], None),
]


@pytest.mark.parametrize(("schema", "types", "enum"), TAKEN_APART, ids=str)
def test_a_shape_is_taken_apart(schema: Json, types: list[str], enum: list[Json] | None) -> None:
    promised = endpoint(fields(it=schema))
    found = facets(promised, promised.input.fields[0].shape)
    assert sorted(found.types | ({"null"} if found.nullable else set[str]())) == types
    assert (found.enum and [*found.enum]) == enum
