"""Documents to edit: real ones, and schemas that are drawn freely."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TypeAlias

from fal_codegen.contract import (
    Document,
    Json,
    OperationSchemas,
    Side,
    find_schemas,
    with_direct_references,
)
from fal_codegen.judge import Judge

from tests.documents import Steps, document, family, load, replaced

from .edits import PATTERNS, WORDS, Node, named, same
from .kinds import KINDS

Path_: TypeAlias = tuple[str | int, ...]
_DEEPEST = 5
_TRIES = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A schema of a document: where it is in bodies and in the document.

    `plain` tells that only fields lead there, so that whatever is refused there is refused.
    """

    path: Path_
    steps: Steps
    node: Json
    plain: bool = True


@dataclass(frozen=True, slots=True)
class Mutant:
    """Two documents that differ in one edit. `turned` tells that the edit was made backwards."""

    kind: str
    side: Side
    place: Place
    base: Document
    revision: Document
    real: bool
    turned: bool


def real_documents() -> list[Document]:
    """Give the corpus where there is one, else the contracts of this project."""
    folder = os.environ.get("FAL_CODEGEN_CORPUS")
    if not folder:
        return [*family().values()]
    files = sorted((Path(folder) / "catalogue-2026-05-12").rglob("*.json"))
    return [with_direct_references(load(file)) for file in files]


def places(source: Document, side: Side) -> Iterator[Place]:
    """Walk the schemas of one side, into components too."""
    found = find_schemas(source)
    assert isinstance(found, OperationSchemas)
    pointer = found.input_pointer if side == "input" else found.output_pointer
    if pointer is not None:
        steps = tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
        yield from _below(source, Place((), steps, at(source, steps)))


def at(value: Json, steps: Steps) -> Json:
    for step in steps:
        if isinstance(value, list):
            value = value[int(step)]
        elif isinstance(value, dict):
            value = value.get(str(step))
    return value


def _below(source: Document, place: Place) -> Iterator[Place]:
    node = place.node
    if not isinstance(node, dict) or len(place.path) > _DEEPEST:
        return
    yield place
    ref = node.get("$ref")
    if isinstance(ref, str) and len(place.steps) < 40:
        steps = tuple(ref.removeprefix("#/").split("/"))
        if steps != place.steps:
            yield from _below(source, Place(place.path, steps, at(source, steps), place.plain))
    for name, inner in named(node, "properties").items():
        below = Place((*place.path, name), (*place.steps, "properties", name), inner, place.plain)
        yield from _below(source, below)
    options = node.get("anyOf")
    for index, option in enumerate(options if isinstance(options, list) else ()):
        below = Place(place.path, (*place.steps, "anyOf", index), option, plain=False)
        yield from _below(source, below)
    if "items" in node:
        below = Place((*place.path, 0), (*place.steps, "items"), node["items"], plain=False)
        yield from _below(source, below)


def mutant(source: Document, kind: str, random: Random, *, real: bool) -> Mutant | None:
    """Edit a document once; None where the kind finds nothing to apply to."""
    side: Side = random.choice(("input", "output"))
    spots = [place for place in places(source, side) if isinstance(place.node, dict)]
    for _ in range(_TRIES if spots else 0):
        place = random.choice(spots)
        assert isinstance(place.node, dict)
        changed = KINDS[kind].edit(place.node, random)
        if not same(changed, place.node) and (place.path or isinstance(changed, dict)):
            revision = replaced(source, place.steps, changed)
            if isinstance(revision, dict) and usable(revision):
                turned = random.random() < 0.5
                pair = (revision, source) if turned else (source, revision)
                return Mutant(kind, side, place, *pair, real, turned)
    return None


def usable(source: Document) -> bool:
    """Tell whether a document can be judged by."""
    try:
        Judge(source)
    except ValueError:
        return False
    return True


def drawn(random: Random) -> Document:
    """Draw a small document: a request and an answer of some fields each."""
    parts: dict[str, Json] = {"Part": _object(random, 2), "Node": _node(random)}
    return document(_object(random, 0), _object(random, 0), parts)


def _node(random: Random) -> Json:
    kid: Json = {"$ref": "#/components/schemas/Node"}
    return {"type": "object", "properties": {"n": _schema(random, 3), "kid": kid}}


def _object(random: Random, depth: int) -> Node:
    names = random.sample(WORDS, random.randint(1, 4))
    fields: Node = {name: _schema(random, depth + 1) for name in names}
    node: Node = {"type": "object", "properties": fields}
    if random.random() < 0.5:
        node["required"] = [*random.sample(names, random.randint(1, len(names)))]
    if random.random() < 0.2:
        node["additionalProperties"] = False
    return node


def _schema(random: Random, depth: int) -> Json:
    if depth > 3:
        return _scalar(random)
    draw = random.random()
    if draw < 0.5:
        return _scalar(random)
    if draw < 0.62:
        return _object(random, depth)
    if draw < 0.72:
        return {"type": "array", "items": _schema(random, depth + 1)}
    if draw < 0.86:
        return {"anyOf": [_schema(random, depth + 1) for _ in range(random.randint(2, 3))]}
    if draw < 0.94:
        return {"$ref": f"#/components/schemas/{random.choice(('Part', 'Node'))}"}
    return {"allOf": [_scalar(random)], "description": "One that holds."}


def _scalar(random: Random) -> Node:
    match random.randrange(7):
        case 0:
            low = random.randint(-3, 5)
            return {"type": "integer", "minimum": low, "maximum": low + random.randint(0, 9)}
        case 1:
            return {"type": "number", "exclusiveMinimum": 0, "maximum": random.choice((1, 2.5))}
        case 2:
            return {"type": "string", "minLength": random.randint(0, 2), "maxLength": 6}
        case 3:
            return {"type": "string", "pattern": random.choice(PATTERNS)}
        case 4:
            return {"enum": random.sample(["a", "b", "16:9", 1, 2, None], random.randint(2, 4))}
        case 5:
            return {"type": "boolean"}
        case _:
            return {"type": random.choice(("string", "integer", "number"))}
