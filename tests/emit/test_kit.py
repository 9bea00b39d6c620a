"""The conformance kit: what is in it is right, and everything in it is needed."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fal_codegen.contract import Document, Json, joined_pointer, request_predicate
from fal_codegen.emit import LANGUAGES, ModuleSpec
from fal_codegen.emit.conformance.careless import careless
from fal_codegen.emit.conformance.misreadings import misreadings
from fal_codegen.emit.conformance.requests import select
from fal_codegen.judge import Judge
from jsonschema_rs import Draft202012Validator

from tests.documents import CONTRACTS, document, fields, part
from tests.emit.conftest import TEMPLATES, endpoint_of

CASES = Path(__file__).parent / "cases"
SHIPPED = sorted(CONTRACTS.rglob("openapi.json"))
OTHERS = sorted({*SHIPPED[1:], *CASES.rglob("openapi.json")})
DOCUMENTS = [SHIPPED[0], *(pytest.param(each, marks=pytest.mark.deep) for each in OTHERS)]
SCHEMAS = {
    kind: Draft202012Validator(json.loads(TEMPLATES[f"conformance/schemas/{kind}.schema.json"]))
    for kind in ("contract", "requests", "answers")
}


def kit_of(file: Path) -> dict[str, Any]:
    """Give the files of an endpoint whose document this is."""
    made: dict[str, Any] = json.loads(_kit_of(file))
    return made


@cache
def _kit_of(file: Path) -> str:
    return json.dumps(kit(json.loads(file.read_text("utf-8"))))


def kit(whole: Document) -> dict[str, Any]:
    """Give an endpoint's files, by their kinds."""
    spec = ModuleSpec(endpoint_of(whole), "painter", "0" * 64)
    made = LANGUAGES["conformance"].render([spec], "fal_endpoints", TEMPLATES)
    return {Path(path).stem: json.loads(text) for path, text in made.items()}


def body_of(vector: dict[str, Any]) -> dict[str, Json]:
    for long in vector.get("long", ()):
        vector["body"][long["pointer"].removeprefix("/")] = long["text"] * long["times"]
    body: dict[str, Json] = vector["body"]
    return body


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: "/".join(file.parts[-3:]))
def test_every_file_keeps_the_schema_of_its_kind(file: Path) -> None:
    for kind, made in kit_of(file).items():
        assert [error.message for error in SCHEMAS[kind].iter_errors(made)] == []


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: "/".join(file.parts[-3:]))
def test_the_document_itself_admits_every_body_that_must_be_taken(file: Path) -> None:
    whole = json.loads(file.read_text("utf-8"))
    judge, vectors = Judge(whole), kit_of(file)["requests"]["vectors"]
    for vector in vectors:
        admitted = judge.admits(judge.places.input_pointer, body_of(vector))
        assert admitted or not vector["taken"], vector
        if vector["keyword"] not in ("unknown", "type", "required"):
            assert admitted is vector["taken"], vector


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: "/".join(file.parts[-3:]))
def test_each_vector_alone_catches_the_faults_it_names(file: Path) -> None:
    whole = json.loads(file.read_text("utf-8"))
    endpoint, vectors = endpoint_of(whole), kit_of(file)["requests"]["vectors"]
    accepts = request_predicate(endpoint)
    faulty = {name: request_predicate(each) for name, each in misreadings(endpoint)}
    catchers: dict[str, list[str]] = {}
    for vector in vectors:
        body, taken, keyword = body_of(vector), vector["taken"], vector["keyword"]
        wrong = [name for name, takes in faulty.items() if takes(body) != taken]
        for name in (*wrong, *careless(endpoint, accepts, body, keyword, taken=taken)):
            catchers.setdefault(name, []).append(vector["id"])
    for vector in vectors:
        assert vector["catches"]
        assert all(catchers[name] == [vector["id"]] for name in vector["catches"])


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: "/".join(file.parts[-3:]))
def test_what_is_refused_names_a_place_that_two_validators_find_wrong(file: Path) -> None:
    whole = json.loads(file.read_text("utf-8"))
    judge = Judge(whole)
    for vector in kit_of(file)["requests"]["vectors"]:
        body = body_of(vector)
        if vector["taken"] or judge.admits(judge.places.input_pointer, body):
            continue  # what requests refuse and documents take, no judge knows
        places = {joined_pointer(each.path) for each in judge.input(body)}
        wanted = f"{vector['error']}/"
        assert any(f"{place}/".startswith(wanted) for place in places), (vector, places)


def test_lengths_types_and_names_are_all_probed() -> None:
    shape = fields(
        "name",
        name={"type": "string", "maxLength": 5},
        size={"type": "integer", "minimum": 1, "default": 2},
        kind={"enum": ["Oil", "Ink"]},
        dry={"anyOf": [{"type": "boolean"}, {"type": "null"}]},
    )
    vectors = kit(document(part("Ask"), None, {"Ask": shape}))["requests"]["vectors"]
    caught = {name for vector in vectors for name in vector["catches"]}
    assert caught >= {
        "body/name: maxLength is off by +1",
        "body/name: required is read as false",
        "body/kind: 'Oil' is not known",
        "body: unlisted fields are taken",
        "takes text in another case (enum)",
        "takes a number in quotes (type)",
        "drops empty text",
    }


def test_what_is_caught_is_caught_by_few_and_each_is_needed() -> None:
    catches = [*map(frozenset[str], ("a", "ab", "bc", "cd", ""))]
    assert select(catches) == {1: ["a", "b"], 3: ["c", "d"]}


def test_an_answer_with_a_surprise_is_like_the_whole_one_but_for_it() -> None:
    shape = fields("kind", "size", kind={"enum": ["oil"]}, size={"type": "integer"})
    made = kit(document({"type": "object"}, part("Out"), {"Out": shape}))["answers"]
    assert made["sample"] == {"kind": "oil", "size": 1}
    assert {vector["id"]: vector["answer"] for vector in made["vectors"]} == {
        "unknown_field": {
            "kind": "oil",
            "size": 1,
            "field_of_tomorrow": {"kept": [1, None, "text"]},
        },
        "unknown_value": {"kind": "a value of tomorrow", "size": 1},
        "null": {"kind": None, "size": 1},
        "missing": {"size": 1},
        "whole_float": {"kind": "oil", "size": 1.0},
    }
