import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fal_codegen.contract import Json, OperationSchemas, find_schemas, resolve_pointer
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.shipped_contracts.family import IMAGE_FILE, INPUTS, OUTPUT, REQUIRED, Fields, Schema

CONTRACTS = Path(__file__).parents[2] / "contracts"
PROSE = {"title", "description", "examples"}

endpoints = pytest.mark.parametrize("id_", INPUTS)


def load(id_: str) -> Schema:
    document: Json = json.loads((CONTRACTS / id_ / "openapi.json").read_text("utf-8"))
    assert isinstance(document, dict)
    return document


def dictionary(value: Json) -> Schema:
    assert isinstance(value, dict)
    return value


def schemas(id_: str) -> Fields:
    components = dictionary(resolve_pointer(load(id_), "/components/schemas"))
    return {name: dictionary(schema) for name, schema in components.items()}


def sides(id_: str) -> tuple[Schema, Schema]:
    document = load(id_)
    places = find_schemas(document)
    assert isinstance(places, OperationSchemas)
    assert places.id == id_
    found = (dictionary(each)["$ref"] for each in (places.input, places.output))
    one, other = (
        dictionary(resolve_pointer(document, str(ref).removeprefix("#"))) for ref in found
    )
    return one, other


def properties(schema: Schema) -> Fields:
    return {name: dictionary(node) for name, node in dictionary(schema["properties"]).items()}


def bare(fields: Fields) -> Fields:
    return {
        name: {key: value for key, value in node.items() if key not in PROSE}
        for name, node in fields.items()
    }


def refusals(id_: str, schema: Schema, value: Json) -> list[str]:
    whole = {**schema, "components": {"schemas": {**schemas(id_)}}}
    errors = Draft202012Validator(whole).iter_errors(value)  # pyright: ignore[reportUnknownMemberType] - untyped library
    return [str(error) for error in errors]


def every_property(id_: str) -> Iterator[tuple[str, Schema]]:
    for schema in schemas(id_).values():
        yield from properties(schema).items()


def test_there_is_a_document_for_every_endpoint_of_the_family_and_no_other() -> None:
    files = CONTRACTS.rglob("openapi.json")
    found = {path.parent.relative_to(CONTRACTS).as_posix() for path in files}
    assert found == set(INPUTS)


@endpoints
def test_every_component_is_a_schema_of_2020_12(id_: str) -> None:
    for schema in schemas(id_).values():
        Draft202012Validator.check_schema(schema)


@endpoints
def test_the_order_names_exactly_the_properties(id_: str) -> None:
    ordered = [schema for schema in schemas(id_).values() if "x-fal-order-properties" in schema]
    assert len(ordered) == 3
    for schema in ordered:
        assert schema["x-fal-order-properties"] == list(properties(schema))


@endpoints
def test_examples_and_defaults_obey_their_own_schema(id_: str) -> None:
    for name, schema in every_property(id_):
        examples = schema.get("examples", [])
        assert isinstance(examples, list), name
        defaults = [schema["default"]] if "default" in schema else []
        for value in (*examples, *defaults):
            assert refusals(id_, schema, value) == [], name


@endpoints
def test_the_input_is_what_is_known_of_it(id_: str) -> None:
    given, _ = sides(id_)
    assert list(bare(properties(given)).items()) == list(INPUTS[id_].items())
    assert given["required"] == REQUIRED[id_]


@endpoints
def test_the_output_is_what_is_known_of_it(id_: str) -> None:
    _, answer = sides(id_)
    assert bare(properties(answer)) == OUTPUT
    assert answer["required"] == ["images", "description"]
    image = schemas(id_)["ImageFile"]
    assert list(bare(properties(image)).items()) == list(IMAGE_FILE.items())
    assert image["required"] == ["url"]


@endpoints
def test_the_envelope_is_that_of_the_service(id_: str) -> None:
    document = load(id_)
    about = dictionary(resolve_pointer(document, "/info/x-fal-metadata"))
    assert document["openapi"] == "3.0.4"
    assert document["servers"] == [{"url": "https://queue.fal.run"}]
    assert document["security"] == [{"apiKeyAuth": []}]
    assert about["endpointId"] == id_
    assert about["category"] == ("image-to-image" if id_.endswith("/edit") else "text-to-image")
    assert {
        path: list(dictionary(verbs)) for path, verbs in dictionary(document["paths"]).items()
    } == {
        f"/{id_}": ["post"],
        f"/{id_}/requests/{{request_id}}/status": ["get"],
        f"/{id_}/requests/{{request_id}}/cancel": ["put"],
        f"/{id_}/requests/{{request_id}}": ["get"],
    }


@endpoints
def test_the_queue_status_keeps_the_errors_of_the_published_one(id_: str) -> None:
    status = properties(schemas(id_)["QueueStatus"])
    assert status["logs"]["type"] == "object"
    assert not {"error", "error_type"} & set(status)


@endpoints
def test_a_document_is_utf_8_with_two_spaces_and_a_final_newline(id_: str) -> None:
    for name in ("openapi.json", "docs.json"):
        text = (CONTRACTS / id_ / name).read_text("utf-8")
        assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"
