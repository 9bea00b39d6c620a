"""Shapes spelled as JSON Schema, and an endpoint as a document in the service's envelope."""

from dataclasses import dataclass
from functools import partial

from fal_codegen.contract.document import COMPONENTS, Document, escape
from fal_codegen.contract.endpoint import Endpoint
from fal_codegen.contract.references import reference_to
from fal_codegen.contract.shapes import (
    Anything,
    Array,
    Enum,
    Field,
    Limit,
    Object,
    Ref,
    Scalar,
    Shape,
    Union,
)
from fal_codegen.contract.values import Json


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a spelled schema is for.

    `references` is where named shapes are; if it is empty, a reference is a name. `closed` refuses
    fields that are not listed, as our requests do (see `admits`). `served` is the service's own
    way, with the order of fields as a keyword of its own and nothing said beside; without it the
    schema has no keyword but JSON Schema's, and descriptions. A `brief` one leaves out defaults,
    descriptions and what refuses nothing.
    """

    references: str = COMPONENTS
    closed: bool = False
    served: bool = True
    brief: bool = False

    def reference(self, name: str) -> str:
        """Spell a reference to a named shape."""
        pointer = self.references.removeprefix("#") + escape(name)
        return reference_to(pointer) if self.references else pointer


_SERVED = Spelling()


def spelled_document(endpoint: Endpoint) -> Document:
    """Spell what an endpoint promises as a document; what is said beside is left out."""
    parts: Json = {part.name: spelled_schema(part.shape) for part in endpoint.parts}
    return {
        "openapi": "3.0.4",
        "info": {},
        "components": {"schemas": parts},
        "paths": {
            f"/{endpoint.id}": {"post": {"requestBody": _content(endpoint.input)}},
            f"/{endpoint.id}/requests/{{request_id}}": {
                "get": {"responses": {"200": _content(endpoint.output)}}
            },
        },
    }


def spelled_schema(shape: Shape, spelling: Spelling = _SERVED) -> dict[str, Json]:
    """Spell a shape; fields have their defaults, and the order in which they are shown."""
    spelled = partial(spelled_schema, spelling=spelling)
    match shape:
        case Scalar(type=type_, limits=limits):
            return {"type": type_, **_limits(limits)}
        case Enum(values=values):
            return {"enum": [*values]}
        case Array(items=items, prefix=prefix, limits=limits):
            first: dict[str, Json] = {"prefixItems": [*map(spelled, prefix)]}
            listed = {"items": spelled(items)} | (first if prefix else {})
            return {"type": "array", **listed, **_limits(limits)}
        case Object():
            return _object(shape, spelling)
        case Union(options=()):
            return {"not": {}}
        case Union(options=options):
            return {"anyOf": [*map(spelled, options)]}
        case Ref(name=name):
            return {"$ref": spelling.reference(name)}
        case Anything():
            return {}


def _object(shape: Object, spelling: Spelling) -> dict[str, Json]:
    names: list[Json] = [field.name for field in shape.fields]
    required: list[Json] = [field.name for field in shape.fields if field.required]
    extra = None if spelling.closed and shape.closes else shape.extra
    stated: dict[str, Json] = {
        "properties": {field.name: _field(field, spelling) for field in shape.fields},
        "required": required,
        "additionalProperties": False if extra is None else spelled_schema(extra, spelling),
    }
    if spelling.brief:
        empty: tuple[Json, ...] = ({}, [])
        stated = {word: each for word, each in stated.items() if each not in empty}
    if spelling.served:
        stated["x-fal-order-properties"] = names
    return {"type": "object", **stated, **_limits(shape.limits)}


def _field(field: Field, spelling: Spelling) -> Json:
    schema = spelled_schema(field.shape, spelling)
    if spelling.brief:
        return schema
    default: dict[str, Json] = {"default": field.default} if field.has_default else {}
    stated = field.description and not spelling.served
    beside: dict[str, Json] = {"description": field.description} if stated else {}
    return {**schema, **default, **beside}


def _limits(limits: tuple[Limit, ...]) -> dict[str, Json]:
    return {limit.keyword: limit.value for limit in limits}


def _content(shape: Shape) -> Json:
    return {"content": {"application/json": {"schema": spelled_schema(shape)}}}
