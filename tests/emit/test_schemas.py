"""The language `jsonschema`: schemas that say what our requests and answers do."""

import json
from pathlib import Path
from typing import Any, cast

import pytest
from fal_codegen.cases import Samples, judged_cases
from fal_codegen.contract import Document, Endpoint, Json, canonical, is_text, json_equal
from fal_codegen.emit import LANGUAGES, ModuleSpec
from fal_codegen.judge import Judge
from jsonschema_rs import Draft202012Validator, meta

from tests.documents import CONTRACTS, CORPUS, document, fields, part
from tests.emit.conftest import endpoint_of

CASES = Path(__file__).parent / "cases"
DOCUMENTS = sorted(
    [
        *CONTRACTS.rglob("openapi.json"),
        *CASES.rglob("document.json"),
        *CASES.rglob("openapi.json"),
        *CORPUS.rglob("*.json"),
    ]
)


def rendered(endpoint: Endpoint) -> list[dict[str, Json]]:
    spec = ModuleSpec(endpoint, "painter", "")
    made = LANGUAGES["jsonschema"].render([spec], "fal_endpoints", {})
    assert [*made] == [f"jsonschema/{endpoint.id}/{side}.json" for side in ("input", "output")]
    return [json.loads(text) for text in made.values()]


def schemas(endpoint: Endpoint) -> tuple[Draft202012Validator, Draft202012Validator]:
    whole = rendered(endpoint)
    for each in whole:
        meta.validate(each)
    return Draft202012Validator(whole[0]), Draft202012Validator(whole[1])


def without_whole_floats(value: Json) -> Json:
    """Spell 2.0 as 2, which JSON Schema cannot tell apart and our requests can."""
    match value:
        case float() if value.is_integer() and abs(value) < 2**53:
            return int(value)
        case list():
            return [*map(without_whole_floats, value)]
        case dict():
            return {name: without_whole_floats(each) for name, each in value.items()}
        case _:
            return value


def read(file: Path) -> Document | None:
    whole: Any = json.loads(file.read_text("utf-8"))
    return cast("Document", whole) if isinstance(whole, dict) and "paths" in whole else None


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: "/".join(file.parts[-3:]))
def test_a_request_schema_takes_what_our_request_takes(file: Path) -> None:
    whole = read(file)
    if whole is None:
        pytest.skip("no document")
    endpoint = endpoint_of(whole)
    request, _ = schemas(endpoint)
    for case in judged_cases(endpoint, Judge(whole)).cases:
        spelled = without_whole_floats(case.body)
        if not is_text(canonical(spelled)):
            continue  # a library that reads UTF-8 never sees it
        if case.taken or repr(spelled) == repr(case.body):
            assert request.is_valid(spelled) is case.taken, case


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: "/".join(file.parts[-3:]))
def test_an_answer_schema_takes_a_promised_answer(file: Path) -> None:
    whole = read(file)
    if whole is None:
        pytest.skip("no document")
    endpoint = endpoint_of(whole)
    _, answer = schemas(endpoint)
    assert answer.is_valid(Samples(endpoint).of(endpoint.output))


def test_an_answer_schema_is_open_and_a_request_schema_closed() -> None:
    shape = fields("name", name={"type": "string", "description": "Of whom."})
    request, answer = schemas(endpoint_of(document(part("Ask"), part("Ask"), {"Ask": shape})))
    extra: dict[str, Json] = {"name": "Ada", "surname": "Lovelace"}
    assert answer.is_valid(extra)
    assert not request.is_valid(extra)
    assert not answer.is_valid({})


def test_a_schema_has_no_keyword_but_those_of_json_schema() -> None:
    shape = fields("name", name={"type": "string", "description": "Of whom.", "default": "Ada"})
    request, _ = rendered(endpoint_of(document(part("Ask"), None, {"Ask": shape})))
    assert json_equal(
        request,
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "acme/painter: input",
            "type": "object",
            "properties": {"name": {"type": "string", "description": "Of whom.", "default": "Ada"}},
            "required": ["name"],
            "additionalProperties": False,
        },
    )
