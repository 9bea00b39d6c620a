"""What shapes mean: whether a value is among those a shape promises."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import reduce
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
    with_one_enum,
)
from fal_codegen.contract.values import Json, is_number, is_text, json_type

Resolve: TypeAlias = Callable[[Shape], Shape]
"""Follows references until a shape that is none."""

Predicate: TypeAlias = Callable[[Json], bool]
"""Tells whether a value is among those that a shape promises."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """How bodies are read: as JSON Schema has it, or `closed`, as our requests do.

    Closed differs on purpose, and only in this: a field the contract does not list is refused (a
    misspelt name would otherwise be dropped in silence), and so is 2.0 where an integer is asked
    (no caller means it, and other languages read it as a float).

    A shape becomes a function once, which then takes little time for each of many values.
    """

    resolve: Resolve
    closed: bool = False
    _parts: dict[str, Predicate] = field(default_factory=dict[str, Predicate])

    def of(self, shape: Shape) -> Predicate:
        """Give what tells whether a shape admits a value.

        Booleans are no numbers, string lengths count code points, half a surrogate pair is no text,
        and a multiple is one of the decimals as written.
        """
        match shape:
            case Anything():
                return _is_readable
            case Ref(name=name):
                return self._part(name, shape)
            case Union(options=options):
                return _any_of([*map(self.of, with_one_enum(options))])
            case Enum():
                return shape.holds
            case Scalar(type=type_, limits=limits):
                return _all_of(self._type(type_), _within(limits))
            case Array(limits=limits):
                return _all_of(_is_list, _within(limits), self._items(shape))
            case Object(limits=limits):
                return _all_of(_is_object, _within(limits), self._fields(shape))

    def _part(self, name: str, shape: Ref) -> Predicate:
        """Give what a reference leads to, made with its first value: it may lead to itself."""

        def admits(value: Json) -> bool:
            if name not in self._parts:
                self._parts[name] = self.of(self.resolve(shape))
            return self._parts[name](value)

        return admits

    def _type(self, type_: str) -> Predicate:
        match type_:
            case "string":
                return _is_readable_string
            case "number":
                return is_number
            case "integer" if self.closed:
                return _is_written_integer
            case _:
                return lambda value: json_type(value) == type_

    def _items(self, shape: Array) -> Predicate:
        prefix, rest = [*map(self.of, shape.prefix)], self.of(shape.items)
        count = len(prefix)

        def admits(value: Json) -> bool:
            assert isinstance(value, list)
            first = zip(prefix, value, strict=False)
            return all(each(item) for each, item in first) and all(map(rest, value[count:]))

        return admits

    def _fields(self, shape: Object) -> Predicate:
        required = [each.name for each in shape.fields if each.required]
        inner = {each.name: self.of(each.shape) for each in shape.fields}
        extra = None if self.closed and shape.closes else shape.extra
        others = _nothing if extra is None else self.of(extra)

        def admits(value: Json) -> bool:
            assert isinstance(value, dict)
            return all(name in value for name in required) and all(
                inner.get(name, others)(item) for name, item in value.items()
            )

        return admits


def admits(endpoint: Endpoint, shape: Shape, value: Json) -> bool:
    """Tell whether a shape of this endpoint admits a value, by JSON Schema's rules."""
    return _Reading(endpoint.resolve).of(shape)(value)


def predicate(resolve: Resolve, shape: Shape) -> Predicate:
    """Give a function that tells of many values whether a shape admits them."""
    return _Reading(resolve).of(shape)


def request_predicate(endpoint: Endpoint) -> Predicate:
    """Give a function that tells of many bodies whether our request takes them."""
    return _Reading(endpoint.resolve, closed=True).of(endpoint.input)


def request_accepts(endpoint: Endpoint, body: Json) -> bool:
    """Tell whether our request takes a body: the contract admits it, read closed."""
    return request_predicate(endpoint)(body)


def _nothing(_value: Json) -> bool:
    return False


def _is_list(value: Json) -> bool:
    return isinstance(value, list)


def _is_object(value: Json) -> bool:
    return isinstance(value, dict)


def _is_written_integer(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_readable_string(value: Json) -> bool:
    return isinstance(value, str) and is_text(value)


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


def _any_of(tests: Sequence[Predicate]) -> Predicate:
    return lambda value: any(test(value) for test in tests)


def _all_of(*tests: Predicate | None) -> Predicate:
    """Give one test for several, tried in their order; None is a test that all values pass."""
    return reduce(_both, filter(None, tests))


def _both(one: Predicate, other: Predicate) -> Predicate:
    return lambda value: one(value) and other(value)


def _within(limits: tuple[Limit, ...]) -> Predicate | None:
    """Give what tells whether a value keeps all limits; None where there are none."""
    kept = [(KEYWORDS[limit.keyword].keeps, limit.value) for limit in limits]
    return (lambda value: all(keeps(value, end) for keeps, end in kept)) if kept else None
