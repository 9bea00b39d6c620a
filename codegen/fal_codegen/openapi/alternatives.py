"""Alternatives: several shapes of which one must fit."""

from collections.abc import Iterable
from itertools import combinations

from fal_codegen.contract import (
    Array,
    Enum,
    Object,
    Scalar,
    Shape,
    Union,
    equality_key,
    json_type,
    options,
)


def union(shapes: Iterable[Shape]) -> Shape:
    """Join alternatives, flat and each once."""
    flat = distinct(option for shape in shapes for option in options(shape))
    return flat[0] if len(flat) == 1 else Union(flat)


def distinct(shapes: Iterable[Shape]) -> tuple[Shape, ...]:
    """Give each shape once; by their spellings, as `==` holds the values 1 and True for one."""
    return tuple({repr(shape): shape for shape in shapes}.values())


def apart(shapes: Iterable[Shape]) -> bool:
    """Tell whether no value can fit two of the shapes, so that any of them is exactly one of them.

    By types and listed values alone: what only limits or fields keep apart counts as together.
    """
    return all(
        _apart(one, other)
        for left, right in combinations(shapes, 2)
        for one in options(left)
        for other in options(right)
    )


def _apart(one: Shape, other: Shape) -> bool:
    if isinstance(one, Enum) and isinstance(other, Enum):
        return {*map(equality_key, one.values)}.isdisjoint(map(equality_key, other.values))
    return _types(one).isdisjoint(_types(other))


_TYPES = frozenset({"null", "boolean", "integer", "number", "string", "array", "object"})


def _types(shape: Shape) -> frozenset[str]:
    match shape:
        case Scalar(type="number"):
            return frozenset({"number", "integer"})
        case Scalar(type=type_):
            return frozenset({type_})
        case Enum(values=values):
            return frozenset(map(json_type, values))
        case Array():
            return frozenset({"array"})
        case Object():
            return frozenset({"object"})
        case _:
            return _TYPES
