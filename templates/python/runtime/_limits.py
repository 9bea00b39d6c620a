# The runtime of fal-codegen, from templates/python/runtime/_limits.py: edit it there.
"""Limits of JSON Schema that pydantic has not, or less exactly, to be used inside `Annotated`.

Null passes the limits on numbers and lists: whether it is allowed is for the type to say. They
stand after pydantic's own limits, which know null only as long as they see the bare type.
"""

from collections.abc import Hashable
from fractions import Fraction
from functools import partial, reduce
from typing import Any, Literal, TypeAlias, cast, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError

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
        super().__init__(partial(_one_of, values, {identity(value) for value in values}))


class Known:
    """In an answer, values that were known when this was made; others of their type may come.

    `Annotated[Literal[0, 1] | int, Known()]` keeps pydantic from reading `false` as the known 0,
    and 1.0 as the known 1: values are kept as they came. Values that no `Literal` can list stand in
    it themselves: `Annotated[Number, Known(0.5)]`.
    """

    def __init__(self, *values: Item) -> None:
        self.values = values

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Read what the type says beside those values."""
        return handler.generate_schema(without_known(source))


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


def without_known(hint: Any) -> Any:
    """Give a type without the integers and booleans that it lists beside `int` and `bool`."""
    rest = [each for each in get_args(hint) if not _lists_numbers(each)]
    return reduce(either, rest) if {int, bool} & {*rest} else hint


def either(one: Any, other: Any) -> Any:
    """Give the type of what is of one type or of the other."""
    return one | other


def _lists_numbers(hint: object) -> bool:
    return get_origin(hint) is Literal and isinstance(get_args(hint)[0], int)


def _not_null(value: object) -> object:
    if value is None:
        raise PydanticCustomError("not_null", "Input may be left out but not be null")
    return value


def _one_of(values: tuple[Item, ...], known: set[Hashable], value: Item) -> Item:
    if value is None or identity(value) in known:
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
        if (key := identity(item)) in seen:
            raise PydanticCustomError(
                "unique_items",
                "Items should be unique, but item {index} repeats an earlier one",
                {"index": index},
            )
        seen.add(key)
    return value


def identity(value: Item) -> Hashable:
    """Give what two values have in common exactly when they are the same to JSON."""
    match value:
        case bool():
            return ("boolean", value)
        case BaseModel():
            return identity(value.model_dump(mode="json", by_alias=True, exclude_unset=True))
        case list() | tuple():
            return ("array", tuple(identity(item) for item in value))
        case dict():
            return ("object", frozenset((key, identity(item)) for key, item in value.items()))
        case _:
            return value
