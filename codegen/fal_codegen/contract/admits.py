"""What shapes mean: whether a value is among those a shape promises."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from fal_codegen.contract.endpoint import Endpoint
from fal_codegen.contract.keywords import KEYWORDS
from fal_codegen.contract.shapes import (
    Anything,
    Array,
    Enum,
    Limit,
    Object,
    Ref,
    Scalar,
    Shape,
    Union,
)
from fal_codegen.contract.values import Json, is_text, json_type

Resolve: TypeAlias = Callable[[Shape], Shape]
"""Follows references until a shape that is none."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """How bodies are read: as JSON Schema has it, or `closed`, as our requests do.

    Closed differs on purpose, and only in this: a field the contract does not list is refused (a
    misspelt name would otherwise be dropped in silence), and so is 2.0 where an integer is asked
    (no caller means it, and other languages read it as a float).
    """

    resolve: Resolve
    closed: bool = False

    def admits(self, shape: Shape, value: Json) -> bool:
        """Tell whether a shape admits a value.

        Booleans are no numbers, string lengths count code points, half a surrogate pair is no text,
        and a multiple is one of the decimals as written.
        """
        match shape:
            case Anything():
                return _is_readable(value)
            case Ref():
                return self.admits(self.resolve(shape), value)
            case Union(options=options):
                return any(self.admits(option, value) for option in options)
            case Enum():
                return shape.holds(value)
            case Scalar(type=type_, limits=limits):
                return self._has_type(type_, value) and _within(limits, value)
            case Array(limits=limits):
                return (
                    isinstance(value, list) and _within(limits, value) and self._items(shape, value)
                )
            case Object(limits=limits):
                return (
                    isinstance(value, dict)
                    and _within(limits, value)
                    and self._fields(shape, value)
                )

    def _has_type(self, type_: str, value: Json) -> bool:
        if type_ == "number":
            return json_type(value) in ("number", "integer")
        if isinstance(value, str) and not is_text(value):
            return False
        return json_type(value) == type_ and not (self.closed and isinstance(value, float))

    def _items(self, shape: Array, value: list[Json]) -> bool:
        return all(self.admits(shape.at(index), item) for index, item in enumerate(value))

    def _fields(self, shape: Object, value: dict[str, Json]) -> bool:
        required = (field.name for field in shape.fields if field.required)
        extra = shape.extra
        if self.closed and shape.closes:
            extra = None
        inner = {field.name: field.shape for field in shape.fields}
        shapes = ((inner.get(name, extra), item) for name, item in value.items())
        return all(name in value for name in required) and all(
            each is not None and self.admits(each, item) for each, item in shapes
        )


def admits(endpoint: Endpoint, shape: Shape, value: Json) -> bool:
    """Tell whether a shape of this endpoint admits a value, by JSON Schema's rules."""
    return _Reading(endpoint.resolve).admits(shape, value)


def admits_by(resolve: Resolve, shape: Shape, value: Json) -> bool:
    """Tell the same where there is no endpoint yet, only what references lead to."""
    return _Reading(resolve).admits(shape, value)


def request_accepts(endpoint: Endpoint, body: Json) -> bool:
    """Tell whether our request takes a body: the contract admits it, read closed."""
    return _Reading(endpoint.resolve, closed=True).admits(endpoint.input, body)


def _is_readable(value: Json) -> bool:
    """Tell whether all texts in a value are some."""
    match value:
        case str():
            return is_text(value)
        case list():
            return all(map(_is_readable, value))
        case dict():
            return all(map(_is_readable, (*value, *value.values())))
        case _:
            return True


def _within(limits: tuple[Limit, ...], value: Json) -> bool:
    return all(KEYWORDS[limit.keyword].keeps(value, limit.value) for limit in limits)
