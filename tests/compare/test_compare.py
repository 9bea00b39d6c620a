"""What two documents say differently, and that two spellings of one promise are no difference."""

from dataclasses import replace
from random import Random

import pytest
from fal_codegen.compare import Kind, compare_documents
from fal_codegen.contract import Endpoint, Field, Json, Object, canonical, spelled_document
from hypothesis import given

from tests.contract.shapes import ENDPOINTS
from tests.documents import document, family, fields, shuffled, steady

TEXT: Json = {"type": "string"}
NULL: Json = {"type": "null"}
ONE: dict[str, Json] = {"maxItems": 1}
TWO: dict[str, Json] = {"minItems": 2, "maxItems": 2}
COLOURS: Json = {"type": "string", "enum": ["red", "blue"]}
BARE_B: Json = {"type": "object", "properties": {"b": TEXT}}


def difference_values(before: Json, after: Json) -> list[tuple[str, Kind, str, Json, Json]]:
    """Compare two schemas of one field, `it`, without what may yet prove to be no difference."""
    found = compare_documents(document(fields(it=before)), document(fields(it=after)))
    return [
        (each.place, each.kind, each.name, each.before, each.after)
        for each in found
        if each.kind not in ("default-refused", "spelling")
    ]


@pytest.mark.parametrize("id_", family())
def test_a_document_does_not_differ_from_itself_in_another_order_of_keys(id_: str) -> None:
    whole = family()[id_]
    for seed in range(5):
        again = shuffled(whole, Random(seed))
        assert isinstance(again, dict)
        assert compare_documents(whole, again) == ()


@steady(200)
@given(ENDPOINTS)
def test_an_endpoint_that_is_spelled_twice_does_not_differ(one: Endpoint) -> None:
    again = shuffled(spelled_document(one), Random(1))
    assert isinstance(again, dict)
    assert compare_documents(spelled_document(one), again) == ()


@steady()
@given(ENDPOINTS, ENDPOINTS)
def test_every_difference_stands_in_the_field_that_changed(one: Endpoint, other: Endpoint) -> None:
    kept = Field("b", one.input)
    before, after = (
        spelled_document(replace(one, input=Object((Field("a", each.input), kept))))
        for each in (one, other)
    )
    found = compare_documents(before, after)
    assert all(each.place.startswith("input/a") for each in found if each.kind != "unused")


SPELLINGS: list[tuple[Json, Json]] = [
    ({"anyOf": [TEXT, NULL]}, {"type": ["string", "null"]}),
    ({"anyOf": [TEXT, NULL]}, {"anyOf": [NULL, TEXT]}),
    ({"anyOf": [COLOURS, NULL]}, {"enum": ["red", "blue", None]}),
    ({"const": "red"}, {"enum": ["red"]}),
    ({"enum": ["red", "blue"]}, {"enum": ["blue", "red"]}),
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
]


@pytest.mark.parametrize(("one", "other"), SPELLINGS, ids=str)
def test_two_spellings_of_one_promise_do_not_differ(one: Json, other: Json) -> None:
    assert difference_values(one, other) == difference_values(other, one) == []


def test_a_part_and_the_same_shape_in_place_do_not_differ() -> None:
    inside = document(fields(size=fields(width={"type": "integer"})))
    apart = document(
        fields(size={"$ref": "#/components/schemas/Size"}),
        parts={"Size": fields(width={"type": "integer"})},
    )
    found = [*compare_documents(inside, apart), *compare_documents(apart, inside)]
    assert {each.kind for each in found} <= {"unused", "spelling"}


DIFFERENT: list[tuple[Json, Json, list[tuple[str, Kind, str, Json, Json]]]] = [
    (
        {"const": 1},
        {"const": True},
        [("input/it", "enum", "enum", [1], [True])],
    ),
    (
        {"type": "integer"},
        {"type": "number"},
        [("input/it", "type", "type", ["integer"], ["number"])],
    ),
    (
        COLOURS,
        TEXT,
        [("input/it", "enum", "enum", ["red", "blue"], None)],
    ),
    (
        {"type": "array", "items": TEXT},
        {"type": "array", "items": {"type": "string", "maxLength": 3}},
        [("input/it/*", "limit", "maxLength", None, 3)],
    ),
    (
        {"type": "array", "prefixItems": [TEXT, TEXT], **TWO},
        {"type": "array", "prefixItems": [TEXT, COLOURS], **TWO},
        [("input/it/1", "enum", "enum", None, ["red", "blue"])],
    ),
    (
        {"type": "object", "additionalProperties": TEXT},
        {"type": "object", "additionalProperties": COLOURS},
        [("input/it/*", "enum", "enum", None, ["red", "blue"])],
    ),
    (
        {"anyOf": [fields(a=TEXT), fields(b=TEXT)]},
        fields(a=TEXT),
        [("input/it", "alternative", "", BARE_B, None)],
    ),
    (
        {"type": "string"},
        {"anyOf": [{"type": "array", "items": TEXT}, TEXT]},
        [("input/it", "type", "type", ["string"], ["array", "string"])],
    ),
    (
        {"oneOf": [{"type": "integer"}, {"type": "number", "maximum": 5}]},
        {"type": "integer"},
        [
            (
                "input/it",
                "alternative",
                "",
                {"oneOf": [{"type": "integer"}, {"type": "number", "maximum": 5}]},
                {"type": "integer"},
            )
        ],
    ),
    (
        TEXT,
        {"not": {"type": "string"}},
        [("input/it", "alternative", "", TEXT, {"not": {"type": "string"}})],
    ),
    (
        {"minimum": 3},
        TEXT,
        [("input/it", "type", "type", ["anything"], ["string"])],
    ),
    (
        {"default": None},
        {},
        [("input/it", "default", "default", [None], None)],
    ),
    (
        {"default": 1},
        {"default": True},
        [("input/it", "default", "default", [1], [True])],
    ),
]


@pytest.mark.parametrize(("before", "after", "differences"), DIFFERENT, ids=str)
def test_what_differs_is_told_once_and_at_its_place(
    before: Json, after: Json, differences: list[tuple[str, Kind, str, Json, Json]]
) -> None:
    assert canonical([[*each] for each in difference_values(before, after)]) == canonical(
        [[*each] for each in differences]
    )


def test_a_change_in_a_part_is_told_at_each_place_that_refers_to_it() -> None:
    ref: Json = {"$ref": "#/components/schemas/File"}
    given, answer = fields(mask=ref), fields(image=ref)
    before = document(given, answer, {"File": fields(url=TEXT)})
    after = document(given, answer, {"File": fields(url={"type": "string", "maxLength": 9})})
    assert [each.place for each in compare_documents(before, after)] == [
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
    one, other = (document(given, parts={"Tree": tree}) for tree in (before, after))
    found = compare_documents(one, other)
    assert found
    assert {each.kind for each in found} <= {"limit", "enum"}
    assert compare_documents(one, one) == ()
