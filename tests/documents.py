"""Small documents in the service's envelope, and the real ones."""

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import TypeAlias

import pytest
from fal_codegen.contract import Document, Endpoint, Json, parse
from fal_codegen.openapi import read_document
from hypothesis import HealthCheck, settings

PAINTER = "acme/painter"
SUBMIT = f"/{PAINTER}"
RESULT = f"/{PAINTER}/requests/{{request_id}}"
CONTRACTS = Path(__file__).parents[1] / "contracts"
CORPUS = Path(__file__).parent / "corpus"
"""Documents of our own that show what those of the service show; see its README."""
THOROUGH = bool(os.environ.get("FAL_CODEGEN_THOROUGH"))
"""Whether property tests try all their examples, as under `make test-all`, or a fifth of them."""


def steady(examples: int = 100) -> settings:
    """Have a property tried on the same examples in every run, however slow the machine."""
    tried = examples if THOROUGH else max(examples // 5, 10)
    return settings(
        derandomize=True,
        deadline=None,
        database=None,
        max_examples=tried,
        suppress_health_check=[  # of few, luck decides how many fit
            HealthCheck.filter_too_much,
            HealthCheck.too_slow,
        ],
    )


def document(
    given: Json, answer: Json = None, parts: dict[str, Json] | None = None, id_: str = PAINTER
) -> Document:
    """Give an endpoint's document as the service spells one: `given` is the schema of the input."""
    body: Json = {"content": {"application/json": {"schema": given}}}
    promised: Json = {"type": "object"} if answer is None else answer
    result: Json = {"200": {"content": {"application/json": {"schema": promised}}}}
    return {
        "openapi": "3.0.4",
        "info": {"title": f"A document of {id_}", "version": "1.0.0"},
        "components": {"schemas": parts or {}},
        "paths": {
            f"/{id_}": {"post": {"requestBody": body}},
            f"/{id_}/requests/{{request_id}}": {"get": {"responses": result}},
        },
    }


def part(name: str) -> Json:
    """Give a reference to one of a document's components."""
    return {"$ref": f"#/components/schemas/{name}"}


def fields(*required: str, **properties: Json) -> dict[str, Json]:
    """Give the schema of an object with these properties, in this order, some of them required."""
    needed: dict[str, Json] = {"required": [*required]} if required else {}
    order: dict[str, Json] = {"x-fal-order-properties": [*properties]}
    return {"type": "object", "properties": properties, **needed, **order}


def read(source: Json) -> Endpoint:
    """Read a document that must have no problems."""
    reading = read_document(source)
    assert reading.endpoint is not None
    assert reading.problems == ()
    return reading.endpoint


def endpoint(given: Json, answer: Json = None, parts: dict[str, Json] | None = None) -> Endpoint:
    """Read the endpoint of a small document."""
    return read(document(given, answer, parts))


def shuffled(value: Json, random: Random) -> Json:
    """Give the same value with the keys of every object in some other order."""
    match value:
        case dict():
            keys = random.sample([*value], len(value))
            return {key: shuffled(value[key], random) for key in keys}
        case list():
            return [shuffled(item, random) for item in value]
        case _:
            return value


Steps: TypeAlias = tuple[str | int, ...]


def places(value: Json, here: Steps = ()) -> Iterator[Steps]:
    """Walk the places in a value."""
    yield here
    match value:
        case dict():
            for key, child in value.items():
                yield from places(child, (*here, key))
        case list():
            for index, child in enumerate(value):
                yield from places(child, (*here, index))
        case _:
            return


def replaced(value: Json, steps: Steps, other: Json) -> Json:
    """Give a value with something else at one place."""
    if not steps:
        return other
    step, *rest = steps
    below = tuple(rest)
    if isinstance(value, list):
        return [replaced(x, below, other) if at == step else x for at, x in enumerate(value)]
    assert isinstance(value, dict)
    return {key: replaced(x, below, other) if key == step else x for key, x in value.items()}


def load(file: Path) -> Document:
    """Read a file that holds a document."""
    value = parse(file.read_bytes())
    assert isinstance(value, dict)
    return value


def family() -> dict[str, Document]:
    """Load the committed documents, by their ids."""
    files = sorted(CONTRACTS.rglob("openapi.json"))
    return {file.parent.relative_to(CONTRACTS).as_posix(): load(file) for file in files}


def corpus() -> Path:
    """Give the folder of real documents; skips the test where there is none."""
    folder = os.environ.get("FAL_CODEGEN_CORPUS")
    if not folder:
        pytest.skip("FAL_CODEGEN_CORPUS names no folder of real documents")
    return Path(folder)


def of_all_kinds(real: int | None = None) -> list[Path]:
    """Give files of documents of every kind there is: ours, and what FAL_CODEGEN_CORPUS has.

    Of the real ones all, or about so many, evenly spread; a fifth of them if not `THOROUGH`.
    """
    named = os.environ.get("FAL_CODEGEN_CORPUS")
    found = sorted(Path(named).rglob("*.json")) if named else []
    step = 1 if real is None else max(1, len(found) // (real if THOROUGH else max(real // 5, 1)))
    return [*sorted(CORPUS.rglob("*.json")), *found[step // 2 :: step]]
