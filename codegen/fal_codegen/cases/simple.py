"""Values of shapes without parts, and what values weigh."""

from collections.abc import Iterator

from fal_codegen.cases.numbers import numbers_within
from fal_codegen.cases.texts import texts_within
from fal_codegen.contract import Anything, Enum, Json, Scalar, Shape

TRIES = 20_000
"""Values that are looked at for a place before it is given up."""


def simple_values(shape: Enum | Anything | Scalar) -> Iterator[Json]:
    """Give values that most likely fit a shape without parts, the simplest first."""
    match shape:
        case Enum(values=values):
            yield from values
        case Anything():
            yield "anything"
            yield from (f"anything{number}" for number in range(TRIES))
        case Scalar(type="string"):
            yield from texts_within(shape)
        case Scalar(type="boolean"):
            yield from (True, False)
        case Scalar(type="null"):
            yield None
        case Scalar():
            yield from numbers_within(shape)


def described(shape: Shape) -> str:
    """Say what a value should be, in one line."""
    match shape:
        case Scalar(type=type_, limits=limits):
            said = ", ".join(f"{each.keyword} {each.value}" for each in limits)
            return f"of type {type_} with {said}" if said else f"of type {type_}"
        case _:
            return "one of these values"


def weight_of(value: Json) -> int:
    """Count characters and values."""
    total, waiting = 0, [value]
    while waiting:
        match waiting.pop():
            case str() as text:
                total += 1 + len(text)
            case list() as items:
                total += 1
                waiting += items
            case dict() as fields:
                total += 1 + sum(map(len, fields))
                waiting += fields.values()
            case _:
                total += 1
    return total
