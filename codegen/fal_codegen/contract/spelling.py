"""Shapes spelled as JSON Schema, and an endpoint as a document in the service's envelope."""

from fal_codegen.contract.document import COMPONENTS, Document, escape
from fal_codegen.contract.endpoint import Endpoint
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


def spelled_schema(shape: Shape) -> dict[str, Json]:
    """Spell a shape; fields have their defaults, and the order in which they are shown."""
    match shape:
        case Scalar(type=type_, limits=limits):
            return {"type": type_, **_limits(limits)}
        case Enum(values=values):
            return {"enum": [*values]}
        case Array(items=items, prefix=prefix, limits=limits):
            first: dict[str, Json] = {"prefixItems": [*map(spelled_schema, prefix)]}
            listed = {"items": spelled_schema(items)} | (first if prefix else {})
            return {"type": "array", **listed, **_limits(limits)}
        case Object():
            return _object(shape)
        case Union(options=()):
            return {"not": {}}
        case Union(options=options):
            return {"anyOf": [*map(spelled_schema, options)]}
        case Ref(name=name):
            return {"$ref": COMPONENTS + escape(name)}
        case Anything():
            return {}


def _object(shape: Object) -> dict[str, Json]:
    names: list[Json] = [field.name for field in shape.fields]
    return {
        "type": "object",
        "properties": {field.name: _field(field) for field in shape.fields},
        "required": [field.name for field in shape.fields if field.required],
        "additionalProperties": False if shape.extra is None else spelled_schema(shape.extra),
        "x-fal-order-properties": names,
        **_limits(shape.limits),
    }


def _field(field: Field) -> Json:
    schema = spelled_schema(field.shape)
    return {**schema, "default": field.default} if field.has_default else schema


def _limits(limits: tuple[Limit, ...]) -> dict[str, Json]:
    return {limit.keyword: limit.value for limit in limits}


def _content(shape: Shape) -> Json:
    return {"content": {"application/json": {"schema": spelled_schema(shape)}}}
