"""Contracts misread in one thing: what a port gets wrong that was written by hand."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from fal_codegen.contract import (
    KEYWORDS,
    Anything,
    Array,
    Endpoint,
    Enum,
    Limit,
    Object,
    Scalar,
    Shape,
    Union,
)
from fal_codegen.emit.parts import reached

_MOST = 60
"""Values of an enum that are left out one by one; of longer ones the first."""
_STRICTNESS = {
    "minimum": "exclusiveMinimum",
    "maximum": "exclusiveMaximum",
    "exclusiveMinimum": "minimum",
    "exclusiveMaximum": "maximum",
}
_OTHER_TYPE = {"integer": "number", "number": "integer"}
_OPEN = Union((Anything(),))
"""Anything, in a form that does not mean closed to a request."""

_Misread: TypeAlias = tuple[str, Shape]
"""What was misread, and the shape that came of it."""


def misreadings(endpoint: Endpoint) -> Iterator[tuple[str, Endpoint]]:
    """Give the endpoint with one promise of its request misread, each by a name, none twice."""
    for name, shape in _misread(endpoint.input, "body"):
        if isinstance(shape, Object):
            yield name, replace(endpoint, input=shape)
    used = reached(endpoint, "input")
    for place, part in enumerate(endpoint.parts):
        for name, shape in _misread(part.shape, part.name) if part.name in used else ():
            parts = [*endpoint.parts]
            parts[place] = replace(part, shape=shape)
            yield name, replace(endpoint, parts=tuple(parts))


def _misread(shape: Shape, place: str) -> Iterator[_Misread]:
    match shape:
        case Scalar():
            yield from _scalar(shape, place)
        case Enum(values=values):
            yield f"{place}: any value will do", Anything()
            for number, value in enumerate(values[:_MOST]):
                rest = (*values[:number], *values[number + 1 :])
                yield f"{place}: {value!r} is not known", Enum(rest)
        case Array(items=items, limits=limits):
            yield from (
                (name, replace(shape, limits=some)) for name, some in _limits(limits, place)
            )
            for name, each in _misread(items, f"{place}/*"):
                yield name, replace(shape, items=each)
        case Object():
            yield from _object(shape, place)
        case Union(options=options):
            for number, option in enumerate(options):
                before, after = options[:number], options[number + 1 :]
                if before or after:
                    yield f"{place}: alternative {number + 1} is not known", Union(before + after)
                for name, each in _misread(option, place):
                    yield f"{name} (alternative {number + 1})", Union((*before, each, *after))
        case _:
            return


def _scalar(shape: Scalar, place: str) -> Iterator[_Misread]:
    yield f"{place}: {shape.type} is not checked", Anything()
    if other := _OTHER_TYPE.get(shape.type):
        yield f"{place}: {shape.type} is read as {other}", replace(shape, type=other)
    for name, limits in _limits(shape.limits, place):
        yield name, replace(shape, limits=limits)


def _limits(limits: tuple[Limit, ...], place: str) -> Iterator[tuple[str, tuple[Limit, ...]]]:
    """Leave out each limit; move those that count by one, and bounds onto or off their end."""
    for number, limit in enumerate(limits):
        before, after, known = limits[:number], limits[number + 1 :], KEYWORDS[limit.keyword]
        yield f"{place}: {limit.keyword} is left out", before + after
        if known.counts and isinstance(limit.value, int):
            for step in (1, -1):
                moved = Limit(limit.keyword, limit.value + step)
                yield f"{place}: {limit.keyword} is off by {step:+}", (*before, moved, *after)
        if strict := _STRICTNESS.get(limit.keyword):
            other = Limit(strict, limit.value)
            yield f"{place}: {limit.keyword} is read as {strict}", (*before, other, *after)


def _object(shape: Object, place: str) -> Iterator[_Misread]:
    if shape.fields:
        yield f"{place}: unlisted fields are taken", replace(shape, extra=_OPEN)
    for name, limits in _limits(shape.limits, place):
        yield name, replace(shape, limits=limits)
    for number, field in enumerate(shape.fields):
        before, after, below = (
            shape.fields[:number],
            shape.fields[number + 1 :],
            f"{place}/{field.name}",
        )
        flipped = replace(field, required=not field.required)
        yield (
            f"{below}: required is read as {flipped.required}".lower(),
            replace(shape, fields=(*before, flipped, *after)),
        )
        yield f"{below}: is not known", replace(shape, fields=before + after)
        for name, each in _misread(field.shape, below):
            fields = (*before, replace(field, shape=each), *after)
            yield name, replace(shape, fields=fields)
