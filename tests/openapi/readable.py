"""What was read of a document, as JSON that people can read."""

from fal_codegen.contract import (
    Anything,
    Array,
    Claim,
    Enum,
    Field,
    Json,
    Limit,
    Object,
    Part,
    Problem,
    Ref,
    Scalar,
    Shape,
    Union,
)
from fal_codegen.openapi import Reading


def readable(reading: Reading) -> Json:
    """Tell of a reading: the endpoint if there is one, and the problems."""
    parts: dict[str, Json] = {}
    if reading.endpoint is not None:
        parts = {
            "input": _shape(reading.endpoint.input),
            "output": _shape(reading.endpoint.output),
            "parts": _parts(reading.endpoint.parts),
            "claims": [_claim(claim) for claim in reading.endpoint.claims],
        }
    problems: Json = [_problem(problem) for problem in reading.problems]
    return {name: value for name, value in {**parts, "problems": problems}.items() if value}


def _parts(parts: tuple[Part, ...]) -> Json:
    return {part.name: _shape(part.shape) for part in parts}


def _shape(shape: Shape) -> Json:
    match shape:
        case Anything():
            return "anything"
        case Scalar(type=type_, limits=limits):
            return {type_: _limits(limits)} if limits else type_
        case Enum(values=values):
            return {"one of": [*values]}
        case Array(items=items, prefix=prefix, limits=limits):
            first: dict[str, Json] = {"first": [_shape(item) for item in prefix]} if prefix else {}
            return {**first, "list of": _shape(items), **_limits(limits)}
        case Object():
            return _object(shape)
        case Union(options=options):
            return {"any of": [_shape(option) for option in options]}
        case Ref(name=name):
            return {"part": name}


def _object(shape: Object) -> Json:
    others: dict[str, Json] = {}
    if shape.extra != Anything():
        others = {"others": "refused" if shape.extra is None else _shape(shape.extra)}
    return {
        "fields": {field.name: _field(field) for field in shape.fields},
        **others,
        **_limits(shape.limits),
        **({"description": shape.description} if shape.description else {}),
    }


def _field(field: Field) -> Json:
    """Tell the shape alone where a field has nothing else to it."""
    more: dict[str, Json] = {
        "required": field.required,
        "deprecated": field.deprecated,
        "description": field.description,
        "examples": [*field.examples],
    }
    kept = {name: value for name, value in more.items() if value}
    default: dict[str, Json] = {"default": field.default} if field.has_default else {}
    shape = _shape(field.shape)
    return {"is": shape, **kept, **default} if kept or default else shape


def _limits(limits: tuple[Limit, ...]) -> dict[str, Json]:
    return {limit.keyword: limit.value for limit in limits}


def _claim(claim: Claim) -> Json:
    said: dict[str, Json] = {"place": claim.place, claim.keyword: claim.value}
    return {**said, "text": claim.text} if claim.text else said


def _problem(problem: Problem) -> Json:
    kind = "fatal" if problem.fatal else "hole"
    return {kind: problem.message, "at": problem.pointer}
