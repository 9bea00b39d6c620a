# The runtime of fal-codegen, from templates/python/runtime/_limits.py: edit it there.
"""Limits of JSON Schema that pydantic has not, or less exactly, to be used inside `Annotated`.

Null passes the limits on numbers and lists: whether it is allowed is for the type to say. They
stand after pydantic's own limits, which know null only as long as they see the bare type.
"""

from collections.abc import Hashable
from fractions import Fraction
from functools import partial
from typing import TypeAlias, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator
from pydantic_core import PydanticCustomError

Number: TypeAlias = int | float
_SHOWN = 40
"""Allowed values that a message shows."""
_TOLERANCE = 10**9
Item: TypeAlias = (
    "Number | str | BaseModel | list[Item] | tuple[Item, ...] | dict[str, Item] | None"
)


class NotNull(AfterValidator):
    """The field may be left out, but null may not be sent: `Annotated[X | None, NotNull()]`."""

    def __init__(self) -> None:
        super().__init__(_not_null)


class OneOf(BeforeValidator):
    """One of these values, as JSON compares: `1` and `1.0` are the same, `1` and `True` are not.

    Strings do not need it: they have `Literal`. On a `Literal` of integers or booleans this
    keeps pydantic from taking `True` for `1`.
    """

    def __init__(self, *values: Item) -> None:
        super().__init__(partial(_one_of, values, {_identity(value) for value in values}))


class FromList(BeforeValidator):
    """A tuple that may be given as a list, which is what JSON has."""

    def __init__(self) -> None:
        super().__init__(_from_list)


class MultipleOf(AfterValidator):
    """A multiple of `step`, decided as the service does: exactly between whole numbers.

    Otherwise it may be off by a billionth of its own size, which is what binary fractions cost:
    0.1 + 0.2 is a multiple of 0.1.
    """

    def __init__(self, step: Number) -> None:
        super().__init__(partial(_multiple_of, step))


class UniqueItems(AfterValidator):
    """A list in which no item comes twice, as JSON compares: 1 and 1.0 are one, 1 and true two."""

    def __init__(self) -> None:
        super().__init__(_unique_items)


def _not_null(value: object) -> object:
    if value is None:
        raise PydanticCustomError("not_null", "Input may be left out but not be null")
    return value


def _one_of(values: tuple[Item, ...], known: set[Hashable], value: Item) -> Item:
    if value is None or _identity(value) in known:
        return value
    shown = ", ".join(map(str, values[:_SHOWN])) + ", …" * (len(values) > _SHOWN)
    raise PydanticCustomError("one_of", "Input should be one of {allowed}", {"allowed": shown})


def _from_list(value: object) -> object:
    return tuple(cast("list[object]", value)) if isinstance(value, list) else value


def _multiple_of(step: Number, value: Number | None) -> Number | None:
    if value is None or is_multiple(value, step):
        return value
    raise PydanticCustomError("multiple_of", "Input should be a multiple of {step}", {"step": step})


def is_multiple(value: Number, step: Number) -> bool:
    """Tell whether the service takes a number for a multiple of another."""
    number, unit = _exact(value), _exact(step)
    rest = number % unit
    whole = number.denominator == unit.denominator == 1
    return rest == 0 or (not whole and min(rest, unit - rest) <= abs(number) / _TOLERANCE)


def _exact(number: Number) -> Fraction:
    """Take a number for what is written, not for the nearest binary fraction."""
    return Fraction(number) if isinstance(number, int) else Fraction(repr(number))


def _unique_items(value: list[Item] | None) -> list[Item] | None:
    seen: set[Hashable] = set()
    for index, item in enumerate(value or ()):
        if (key := _identity(item)) in seen:
            raise PydanticCustomError(
                "unique_items",
                "Items should be unique, but item {index} repeats an earlier one",
                {"index": index},
            )
        seen.add(key)
    return value


def _identity(value: Item) -> Hashable:
    """Give what two values have in common exactly when they are the same to JSON."""
    match value:
        case bool():
            return ("boolean", value)
        case BaseModel():
            return _identity(value.model_dump(mode="json", by_alias=True, exclude_unset=True))
        case list() | tuple():
            return ("array", tuple(_identity(item) for item in value))
        case dict():
            return ("object", frozenset((key, _identity(item)) for key, item in value.items()))
        case _:
            return value
