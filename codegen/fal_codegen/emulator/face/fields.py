"""The fields of a form for an endpoint, read off its document."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from fal_codegen.contract import (
    Document,
    Json,
    Problem,
    find_schemas,
    items_of,
    node_of,
    one_line,
    pointer_of,
    resolve_pointer,
    shortened,
)

_DEEPEST = 16
_LIMITS = (
    "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf "
    "minLength maxLength minItems maxItems pattern"
).split()
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `kind` is how its value is typed in, `choices` are JSON, `hint` its limits."""

    name: str
    kind: Literal["choice", "number", "text", "json"]
    required: bool
    choices: tuple[str, ...]
    hint: str


def fields_of(document: Document) -> list[Field]:
    """Give the fields of what may be sent, in the document's order; none of a broken document."""
    schemas = find_schemas(document)
    if isinstance(schemas, Problem):
        return []
    schema = _followed(document, schemas.input)
    properties, required = schema.get("properties"), schema.get("required")
    named = node_of(properties)
    needed = items_of(required)
    return [
        _field(name, _followed(document, each), required=name in needed)
        for name, each in named.items()
    ]


def _field(name: str, schema: dict[str, Json], *, required: bool) -> Field:
    kind = schema.get("type")
    choices: tuple[str, ...] = ()
    values = schema.get("enum")
    if isinstance(values, list):
        choices = tuple(json.dumps(value, ensure_ascii=False) for value in values)
    elif kind == "boolean":
        choices = ("true", "false")
    hints = ", ".join(_hints(schema))
    if choices:
        return Field(name, "choice", required, choices, hints)
    if kind in ("integer", "number"):
        return Field(name, "number", required, (), hints)
    return Field(name, "text" if kind == "string" else "json", required, (), hints)


def _hints(schema: dict[str, Json]) -> Iterator[str]:
    if isinstance(schema.get("type"), str):
        yield str(schema["type"])
    for keyword in _LIMITS:
        if keyword in schema:
            yield f"{keyword} {_shown(schema[keyword])}"
    if "default" in schema:
        yield f"default {_shown(schema['default'])}"


def _shown(value: Json) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return shortened(one_line(text), _LONGEST)


def _followed(document: Document, schema: Json) -> dict[str, Json]:
    """Give a schema behind references, and of alternatives the first that is not null."""
    here = node_of(schema)
    for _ in range(_DEEPEST):
        ref, options = here.get("$ref"), here.get("anyOf") or here.get("oneOf")
        if isinstance(ref, str):
            found = resolve_pointer(document, pointer_of(ref))
        elif isinstance(options, list):
            found = next((each for each in options if each != {"type": "null"}), None)
        else:
            break
        beside = {name: value for name, value in here.items() if name not in ("$ref", "anyOf")}
        here = {**beside, **found} if isinstance(found, dict) else beside
    return here
