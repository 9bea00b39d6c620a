"""The parts of the emulator that no HTTP is needed for."""

import pytest
from fal_codegen.contract import Json
from fal_codegen.emulator.answers.errors import refusal
from fal_codegen.emulator.answers.samples import NoValue, sample
from fal_codegen.emulator.files.store import File, Files
from fal_codegen.judge import Judge, Violation

from tests import documents
from tests.documents import part


def test_the_oldest_files_are_forgotten_when_the_bytes_are_too_many() -> None:
    files = Files(room=10)
    for name in ("a", "b", "a", "c"):
        files.keep(name, File(name.encode() * 4, "text/plain"))
    assert [files.find(name) is not None for name in ("a", "b", "c")] == [True, False, True]


def test_json_types_are_named_as_pydantic_names_them() -> None:
    types: list[Json] = [
        "string",
        "integer",
        "number",
        "boolean",
        "array",
        "object",
        "null",
        ["string", "null"],
    ]
    violations = tuple(Violation(("a",), "type", limit, None) for limit in types)
    assert [error["type"] for error in details(violations)] == [
        "string_type",
        "int_type",
        "float_type",
        "bool_type",
        "list_type",
        "dict_type",
        "none_required",
        "string_type",
    ]


@pytest.mark.parametrize(
    ("keyword", "limit", "value", "type_", "message"),
    [
        ("enum", ["a", 1, None], 2, "literal_error", "Input should be 'a', 1 or None"),
        ("const", "a", "b", "literal_error", "Input should be 'a'"),
        ("minItems", 2, [1], "too_short", "List should have at least 2 items"),
        ("maxProperties", 1.0, {"a": 1, "b": 2}, "too_long", "Dictionary should have at most 1"),
        ("pattern", "^a$", "b", "string_pattern_mismatch", "String should match pattern '^a$'"),
        ("exclusiveMinimum", 0, 0, "greater_than", "Input should be greater than 0"),
        ("multipleOf", 8, 9, "multiple_of", "Input should be a multiple of 8"),
        ("uniqueItems", True, [1, 1], "value_error", "Value error, uniqueItems is broken"),
    ],
)
def test_a_violation_is_worded_as_pydantic_words_it(
    keyword: str, limit: Json, value: Json, type_: str, message: str
) -> None:
    (error,) = details((Violation(("a", 0), keyword, limit, value),))
    assert (error["loc"], error["type"]) == (["body", "a", 0], type_)
    assert str(error["msg"]).startswith(message)
    assert error["input"] == value


def test_a_literal_of_another_type_is_one_error_not_two() -> None:
    found = Judge(documents.document({"type": "string", "enum": ["a"]})).input(5)
    assert len(found) == 2
    assert [error["type"] for error in details(found)] == ["literal_error"]


def details(violations: tuple[Violation, ...]) -> list[dict[str, Json]]:
    body = refusal(violations).body
    assert isinstance(body, dict)
    errors = body["detail"]
    assert isinstance(errors, list)
    return [error for error in errors if isinstance(error, dict)]


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({}, {}),
        ({"const": [1]}, [1]),
        ({"enum": ["b", "a"]}, "b"),
        ({"type": "string", "minLength": 3}, "xxx"),
        ({"type": "boolean"}, False),
        ({"type": ["null"]}, None),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, None),
        ({"oneOf": [{"type": "array"}, {"type": "string"}]}, []),
        (
            {"type": "array", "minItems": 3, "prefixItems": [{"const": 1}], "items": {"const": 2}},
            [1, 2, 2],
        ),
        ({"type": "integer", "minimum": 5, "multipleOf": 4}, 8),
        ({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 0.5}, 0.25),
        ({"type": "integer", "maximum": -3}, -3),
        (
            {"type": "object", "required": ["a"], "properties": {"a": {"type": "null"}, "b": {}}},
            {"a": None},
        ),
        (
            {
                "allOf": [
                    {"required": ["a"]},
                    {"required": ["b"]},
                    {"properties": {"a": {"const": 1}}},
                ]
            },
            {"a": 1, "b": {}},
        ),
        ({"$ref": "#/components/schemas/A%20B", "minLength": 2}, "xx"),
    ],
)
def test_a_sample_is_the_least_its_schema_allows(schema: Json, value: Json) -> None:
    document = documents.document(schema, parts={"A B": {"type": "string", "minLength": 1}})
    assert sample(document, schema) == value


def test_a_schema_that_requires_itself_has_no_sample_and_an_end() -> None:
    loop: Json = {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"$ref": "#/components/schemas/L"}},
    }
    document = documents.document(part("L"), parts={"L": loop})
    with pytest.raises(NoValue, match="requires itself"):
        sample(document, loop)
