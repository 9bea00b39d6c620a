"""References of documents lead to where they belong, from wherever they stand."""

from copy import deepcopy

import pytest
from fal_codegen.contract import (
    Document,
    Json,
    OperationSchemas,
    find_schemas,
    locate,
    resolve_pointer,
    with_direct_references,
)
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document

from tests.documents import document, fields, part

NET: Json = {"type": "string"}
TO_NET: Json = {"$ref": "#/$defs/Net"}


def test_a_reference_that_leads_nowhere_is_left_out_alone() -> None:
    lost: Json = {"$ref": "#/components/schemas/Lost~1One", "maxLength": 3}
    whole = document(fields(a=lost, b={"items": [lost]}), parts={"Kept": NET})
    before = deepcopy(whole)
    spelled = str(with_direct_references(whole))
    assert spelled == str(whole).replace("'$ref': '#/components/schemas/Lost~1One', ", "")
    assert whole == before


@pytest.mark.parametrize(
    "given",
    [
        {"$ref": "#/components/schemas/Kept"},
        {"$ref": "https://example.com/schema"},
        fields(of_that_name={"type": "string"}),
        {"const": {"$ref": "#/nowhere"}},
        {"enum": [{"$ref": "#/nowhere"}]},
        {"default": {"$ref": "#/nowhere"}},
        {"examples": [{"$ref": "#/nowhere"}]},
    ],
)
def test_a_document_whose_references_are_right_is_left_as_it_is(given: Json) -> None:
    whole = document(given, parts={"Kept": NET})
    assert with_direct_references(whole) is whole


@pytest.mark.parametrize("name", ["default", "enum", "const", "examples", "properties", "$defs"])
def test_a_field_that_is_called_like_a_keyword_holds_references_too(name: str) -> None:
    lost: Json = {"$ref": "#/nowhere"}
    whole = document({"type": "object", "properties": {name: lost}})
    assert "nowhere" not in str(with_direct_references(whole))


def test_definitions_beside_a_schema_are_found_from_within_it_the_nearest_first() -> None:
    near: Json = {"$defs": {"Net": {"type": "integer"}}, "properties": {"b": TO_NET}}
    part: Json = {"$defs": {"Net": NET}, "properties": {"a": TO_NET, "near": near}}
    whole = document({"$ref": "#/components/schemas/Part"}, parts={"Part": part})
    here = "/components/schemas/Part"
    assert locate(whole, f"{here}/properties/a", "#/$defs/Net") == f"{here}/$defs/Net"
    inner = f"{here}/properties/near"
    assert locate(whole, f"{inner}/properties/b", "#/$defs/Net") == f"{inner}/$defs/Net"
    assert locate(whole, "/paths", "#/$defs/Net") is None
    settled = with_direct_references(whole)
    assert resolve_pointer(settled, f"{here}/properties/a") == {"$ref": f"#{here}/$defs/Net"}


def test_what_the_document_itself_has_comes_before_what_lies_around() -> None:
    part: Json = {"$defs": {"Net": {"type": "integer"}}, "properties": {"a": TO_NET}}
    whole: Document = {**document(part), "$defs": {"Net": NET}}
    assert locate(whole, "/paths/x/properties/a", "#/$defs/Net") == "/$defs/Net"
    assert with_direct_references(whole) is whole


@pytest.mark.parametrize(
    ("ref", "pointer"),
    [
        ("#/components/schemas/a~1b", "/components/schemas/a~1b"),
        ("#/components/schemas/50%25", "/components/schemas/50%"),
        ("#/components/schemas/50%", "/components/schemas/50%"),
        ("#", None),
        ("#anchor", None),
        ("other.json", None),
        ("", None),
    ],
)
def test_a_reference_is_a_pointer_in_the_spelling_of_addresses(
    ref: str, pointer: str | None
) -> None:
    whole = document({}, parts={"a/b": NET, "50%": NET})
    assert locate(whole, "/components", ref) == pointer


def test_references_are_settled_however_deep_they_stand() -> None:
    deep: Json = {"$ref": "#/components/schemas/Lost"}
    for _ in range(5000):
        deep = [deep]
    places = find_schemas(with_direct_references(document(deep)))
    assert isinstance(places, OperationSchemas)
    bottom = places.input
    while isinstance(bottom, list):
        (bottom,) = bottom
    assert bottom == {}


@pytest.mark.parametrize("name", ["größe", "a b", "50%", "a#b", "日本", 'a"b', "{x}"])
def test_a_component_of_any_name_is_found_by_judge_and_reader(name: str) -> None:
    named: Json = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
    whole = document(fields(it=part(name)), None, {name: named})
    reading = read_document(whole)
    assert reading.problems == ()
    assert Judge(whole).input({"it": {"a": "x"}}) == ()
    assert Judge(whole).input({"it": {}}) != ()
