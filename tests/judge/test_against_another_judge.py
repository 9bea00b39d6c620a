"""The judge and python-jsonschema agree on what is valid."""

import json
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from fal_codegen.contract import (
    Document,
    Json,
    OperationSchemas,
    find_schemas,
    resolve_pointer,
    with_direct_references,
)
from fal_codegen.judge import Judge
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents import load, of_all_kinds
from tests.second_validator import second_validator

from .conftest import build_document

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-3, 12)
    | st.sampled_from([0.5, 1.5, 2.0, -0.25])
    | st.sampled_from(["", "a", "ab", "abc", "red", "16:9", "0", "ÿ", "🎨🎨🎨"])
)
NAMES = st.sampled_from(["a", "b", "kind", "size"])
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3)
)
PARTS: dict[str, Json] = {
    "Size": {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}},
    "Tree": {
        "type": "object",
        "properties": {"a": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}},
        "additionalProperties": {"type": ["integer", "null"]},
    },
}
SCHEMAS: list[Json] = [
    {"type": "integer", "minimum": 1, "maximum": 4},
    {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 2},
    {"multipleOf": 0.5},
    {"type": "string", "minLength": 2, "maxLength": 3},
    {"enum": ["red", 1, None, [0.5]]},
    {"const": 2},
    {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 2},
    {"type": "array", "prefixItems": [{"const": "a"}], "items": False},
    {"uniqueItems": True},
    {"anyOf": [{"$ref": "#/components/schemas/Size"}, {"enum": ["red", "16:9"]}]},
    {"oneOf": [{"type": "integer"}, {"minimum": 3}]},
    {"allOf": [{"$ref": "#/components/schemas/Size"}, {"required": ["b"]}]},
    {"$ref": "#/components/schemas/Tree"},
    {"properties": {"a": {"not": {"type": "null"}}}, "minProperties": 1, "maxProperties": 2},
    {"pattern": "^a"},
]


MISFITS: list[Json] = [None, "", "x", -1, 2, 1.5, [], ["x"], {}, True]


def root_of(document: Document) -> Json:
    """Give the schema of a document's input, with all that it refers to."""
    places = find_schemas(document)
    assert isinstance(places, OperationSchemas)
    whole = with_direct_references(document)
    root = {key: whole[key] for key in ("components", "paths")}
    return {**root, "$ref": f"#{quote(places.input_pointer, safe='/~')}"}


def other_input(document: Document) -> Callable[[Json], bool]:
    verdict: Callable[[Json], bool] = second_validator(root_of(document)).is_valid
    return verdict


@pytest.mark.deep
@pytest.mark.parametrize("schema", SCHEMAS, ids=json.dumps)
def test_both_judges_agree_on_small_schemas(schema: Json) -> None:
    document = build_document(schema, parts=PARTS)
    judge, other = Judge(document), other_input(document)

    @settings(derandomize=True, deadline=None, database=None)
    @given(VALUES)
    def agree(body: Json) -> None:
        assert (judge.input(body) == ()) == other(body)

    agree()


def test_both_judges_agree_on_bodies_for_documents_of_all_kinds() -> None:
    verdicts = {True: 0, False: 0}
    for path in of_all_kinds(real=40):
        document = load(path)
        judge, other = Judge(document), other_input(document)
        for body in bodies(document):
            valid = other(body)
            assert (judge.input(body) == ()) == valid, (path, body)
            verdicts[valid] += 1
    assert min(verdicts.values()) > 50


def bodies(document: Document) -> Iterator[Json]:
    """Give the body of the document's own examples, and that body with one field off."""
    places = find_schemas(document)
    assert isinstance(places, OperationSchemas)
    schema = places.input
    while isinstance(schema, dict) and isinstance(reference := schema.get("$ref"), str):
        schema = resolve_pointer(document, reference.removeprefix("#"))
    fields = resolve_pointer(schema, "/properties")
    assert isinstance(fields, dict)
    whole: dict[str, Json] = {name: example(field) for name, field in fields.items()}
    yield whole
    for name in whole:
        yield {other: value for other, value in whole.items() if other != name}
        for value in MISFITS:
            yield whole | {name: value}


def example(field: Json) -> Json:
    assert isinstance(field, dict)
    match field:
        case {"examples": [first, *_]}:
            return first
        case {"default": default}:
            return default
        case _:
            return "example"
