"""What two endpoints say differently, and that two spellings of one promise are no difference."""

from dataclasses import replace
from random import Random

import pytest
from fal_codegen.compare import Kind, compare, facets
from fal_codegen.contract import Endpoint, Field, Json, Object, canonical
from hypothesis import given

from tests.contract.shapes import ENDPOINTS
from tests.documents import document, endpoint, family, fields, read, shuffled, steady

TEXT: Json = {"type": "string"}
NULL: Json = {"type": "null"}
ONE: dict[str, Json] = {"maxItems": 1}
TWO: dict[str, Json] = {"minItems": 2, "maxItems": 2}
COLOURS: Json = {"type": "string", "enum": ["red", "blue"]}


def told(before: Json, after: Json) -> list[tuple[str, Kind, str, Json, Json]]:
    """Compare two schemas of one field, `it`."""
    found = compare(endpoint(fields(it=before)), endpoint(fields(it=after)))
    return [(each.place, each.kind, each.name, each.before, each.after) for each in found]


@pytest.mark.parametrize("id_", family())
def test_a_document_does_not_differ_from_itself_in_another_order_of_keys(id_: str) -> None:
    whole = family()[id_]
    for seed in range(5):
        assert compare(read(whole), read(shuffled(whole, Random(seed)))) == ()


@steady(200)
@given(ENDPOINTS)
def test_an_endpoint_does_not_differ_from_itself(one: Endpoint) -> None:
    assert compare(one, one) == ()


@steady()
@given(ENDPOINTS, ENDPOINTS)
def test_every_difference_stands_in_the_field_that_changed(one: Endpoint, other: Endpoint) -> None:
    kept = Field("b", one.input)
    before, after = (
        replace(one, input=Object((Field("a", each.input), kept))) for each in (one, other)
    )
    assert all(each.place.startswith("input/a") for each in compare(before, after))


SPELLINGS: list[tuple[Json, Json]] = [
    ({"anyOf": [TEXT, NULL]}, {"type": ["string", "null"]}),
    ({"anyOf": [TEXT, NULL]}, {"anyOf": [NULL, TEXT]}),
    ({"anyOf": [COLOURS, NULL]}, {"enum": ["red", "blue", None]}),
    ({"const": "red"}, {"enum": ["red"]}),
    ({"enum": ["red", "blue"]}, {"enum": ["blue", "red"]}),
    (TEXT, {"anyOf": [COLOURS, TEXT]}),
    ({"type": "number"}, {"anyOf": [{"enum": [1, 2]}, {"type": "number"}]}),
    ({}, {"anyOf": [COLOURS, {}]}),
    ({"type": "integer", "minimum": 1}, {"type": "integer", "minimum": 1.0}),
    (
        {"anyOf": [{"type": "integer", "maximum": 5}, {"type": "number", "maximum": 9.5}]},
        {"anyOf": [{"type": "number", "maximum": 9.5}, {"type": "integer", "maximum": 5}]},
    ),
    ({"type": "number", "default": 1}, {"type": "number", "default": 1.0}),
    (
        {"type": "array", "examples": [[1, {"a": 2}]]},
        {"type": "array", "examples": [[1.0, {"a": 2}]]},
    ),
    ({"enum": [1, 2]}, {"enum": [2.0, 1.0]}),
    ({"type": "string"}, {"type": "string", "minLength": 0}),
    ({"type": "array"}, {"type": "array", "items": {}}),
    (fields(a=TEXT), {"allOf": [fields(a=TEXT)]}),
    (fields(a=TEXT), {**fields(a=TEXT), "additionalProperties": True}),
]


@pytest.mark.parametrize(("one", "other"), SPELLINGS, ids=str)
def test_two_spellings_of_one_promise_do_not_differ(one: Json, other: Json) -> None:
    assert told(one, other) == told(other, one) == []


def test_a_part_and_the_same_shape_in_place_do_not_differ() -> None:
    inside = endpoint(fields(size=fields(width={"type": "integer"})))
    apart = endpoint(
        fields(size={"$ref": "#/components/schemas/Size"}),
        parts={"Size": fields(width={"type": "integer"})},
    )
    assert compare(inside, apart) == compare(apart, inside) == ()


DIFFERENT: list[tuple[Json, Json, list[tuple[str, Kind, str, Json, Json]]]] = [
    (
        {"const": 1},
        {"const": True},
        [
            ("input/it", "type", "boolean", False, True),
            ("input/it", "type", "integer", True, False),
            ("input/it", "enum", "1", [1], None),
            ("input/it", "enum", "true", None, [True]),
        ],
    ),
    (
        {"type": "integer"},
        {"type": "number"},
        [("input/it", "type", "number", False, True)],
    ),
    (
        COLOURS,
        TEXT,
        [("input/it", "enum", "", ["red", "blue"], None)],
    ),
    (
        {"type": "array", "items": TEXT},
        {"type": "array", "items": {"type": "string", "maxLength": 3}},
        [("input/it/*", "limit", "maxLength", None, 3)],
    ),
    (
        {"type": "array", "prefixItems": [TEXT, TEXT], **TWO},
        {"type": "array", "prefixItems": [TEXT, COLOURS], **TWO},
        [("input/it/1", "enum", "", None, ["red", "blue"])],
    ),
    (
        {"type": "array", "prefixItems": [COLOURS], "items": TEXT, **TWO},
        {"type": "array", "prefixItems": [COLOURS, COLOURS], "items": TEXT, **TWO},
        [("input/it/1", "enum", "", None, ["red", "blue"])],
    ),
    (
        {"type": "object", "additionalProperties": TEXT},
        {"type": "object", "additionalProperties": COLOURS},
        [("input/it/*", "enum", "", None, ["red", "blue"])],
    ),
    (
        {"anyOf": [fields(a=TEXT), fields(b=TEXT)]},
        fields(a=TEXT),
        [("input/it", "type", "object 2", True, False)],
    ),
    (
        {"type": "string"},
        {"anyOf": [{"type": "array", "items": TEXT}, TEXT]},
        [("input/it", "type", "array", False, True)],
    ),
    (
        {"default": None},
        {},
        [("input/it", "default", "", [None], None)],
    ),
    (
        {"default": 1},
        {"default": True},
        [("input/it", "default", "", [1], [True])],
    ),
]


@pytest.mark.parametrize(("before", "after", "differences"), DIFFERENT, ids=str)
def test_what_differs_is_told_once_and_at_its_place(
    before: Json, after: Json, differences: list[tuple[str, Kind, str, Json, Json]]
) -> None:
    assert canonical([[*each] for each in told(before, after)]) == canonical(
        [[*each] for each in differences]
    )


def test_a_change_in_a_part_is_told_at_each_place_that_refers_to_it() -> None:
    ref: Json = {"$ref": "#/components/schemas/File"}
    given, answer = fields(mask=ref), fields(image=ref)
    before = document(given, answer, {"File": fields(url=TEXT)})
    after = document(given, answer, {"File": fields(url={"type": "string", "maxLength": 9})})
    assert [each.place for each in compare(read(before), read(after))] == [
        "input/mask/url",
        "output/image/url",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            fields(all={"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}),
            fields(all={"type": "array", "items": {"$ref": "#/components/schemas/Tree"}, **ONE}),
        ),
        (
            fields(below={"$ref": "#/components/schemas/Tree"}, name=TEXT),
            fields(below={"$ref": "#/components/schemas/Tree"}, name=COLOURS),
        ),
    ],
    ids=["list", "object"],
)
def test_a_part_that_holds_itself_is_walked_to_its_end(before: Json, after: Json) -> None:
    given = fields(tree={"$ref": "#/components/schemas/Tree"})
    one, other = (endpoint(given, parts={"Tree": tree}) for tree in (before, after))
    found = compare(one, other)
    assert found
    assert {each.kind for each in found} <= {"limit", "enum"}
    assert compare(one, one) == ()


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
