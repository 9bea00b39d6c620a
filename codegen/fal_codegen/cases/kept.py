"""Which limits a body keeps: those of the values that it has."""

from collections.abc import Iterator

from fal_codegen.cases.documented import CLOSED, ROOT, Key
from fal_codegen.contract import (
    ANY_ITEM,
    Array,
    Endpoint,
    Enum,
    Json,
    Object,
    Scalar,
    Shape,
    Union,
    admits,
)


def kept_limits(endpoint: Endpoint, body: Json) -> set[Key]:
    """Give the limits that a body which keeps them all was held to, by place and keyword.

    A limit of a field that is not there says nothing of the body, nor does one of an alternative
    that is not the value's.
    """
    return {*_kept(endpoint, endpoint.input, body, "")} - {ROOT}


def _kept(endpoint: Endpoint, shape: Shape, value: Json, place: str) -> Iterator[Key]:
    match endpoint.resolve(shape):
        case Union(options=options):
            for option in options:
                if admits(endpoint, option, value):
                    yield from _kept(endpoint, option, value, place)
        case Enum():
            yield place, "enum"
        case Scalar(limits=limits):
            yield place, "type"
            yield from ((place, each.keyword) for each in limits)
        case Array(limits=limits) as array if isinstance(value, list):
            yield place, "type"
            yield from ((place, each.keyword) for each in limits)
            for index, item in enumerate(value):
                step = index if array.prefix else ANY_ITEM
                yield from _kept(endpoint, array.at(index), item, f"{place}/{step}")
        case Object(limits=limits) as object_ if isinstance(value, dict):
            yield place, "type"
            yield from ((place, each.keyword) for each in limits)
            yield from _fields(endpoint, object_, value, place)
        case _:
            return


def _fields(endpoint: Endpoint, shape: Object, value: dict[str, Json], place: str) -> Iterator[Key]:
    if shape.extra is None:
        yield place, CLOSED
    else:
        for name in value.keys() - {field.name for field in shape.fields}:
            below = f"{place}/{ANY_ITEM}" if place else ANY_ITEM
            yield from _kept(endpoint, shape.extra, value[name], below)
    for field in shape.fields:
        if field.name in value:
            below = f"{place}/{field.name}" if place else field.name
            if field.required:
                yield below, "required"
            yield from _kept(endpoint, field.shape, value[field.name], below)
