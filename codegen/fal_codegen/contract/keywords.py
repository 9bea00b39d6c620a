"""The keywords that limit a value: the one table from which every room derives its own."""

import operator
from collections.abc import Callable, Mapping, Sized
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from jsonschema_rs import Draft202012Validator

from fal_codegen.contract.multiples import is_multiple
from fal_codegen.contract.values import Json, equality_key

Tighter: TypeAlias = Literal["higher", "lower", "multiple", "true", "unknown"]
"""Which argument of a keyword refuses more: the higher one, the lower one, a multiple of the other,
true rather than false; of two patterns nobody knows."""

Measure: TypeAlias = Literal["value", "length", "items", "properties"]

_LARGEST_LENGTH = 2**63 - 1
"""The largest that validators can hold: a bound above it refuses nothing."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword of JSON Schema that limits values of some types.

    `keeps` tells whether a value of such a type keeps the limit, `idle` whether an argument refuses
    nothing at all. `of` is what is measured: the value itself, or its length, items or properties.
    `error` is the type that the service gives a violation: pydantic's, which its models speak, and
    `value_error` where pydantic has no word (documentation page on errors).
    """

    name: str
    types: tuple[str, ...]
    tighter: Tighter
    keeps: Callable[[Any, Any], bool]
    error: str
    idle: Callable[[Json], bool] = lambda _argument: False
    of: Measure = "value"

    @property
    def counts(self) -> bool:
        """Whether the argument bounds how many there are of something."""
        return self.of != "value" and self.tighter in ("higher", "lower")


@cache
def _pattern(pattern: str) -> Draft202012Validator:
    """Compile a pattern of JSON Schema, whose `$` is the very end of a text; Python's is not."""
    return Draft202012Validator({"pattern": pattern})


def _at_least(value: Sized, least: float) -> bool:
    return len(value) >= least


def _at_most(value: Sized, most: float) -> bool:
    return len(value) <= most


def _zero(argument: Json) -> bool:
    return argument == 0


def _unbounded(argument: Json) -> bool:
    return not isinstance(argument, int | float) or argument > _LARGEST_LENGTH


def _unique(value: list[Json], on: bool) -> bool:  # noqa: FBT001 - the keyword's argument
    return not on or len(set(map(equality_key, value))) == len(value)


def _matches(value: str, pattern: str) -> bool:
    return _pattern(pattern).is_valid(value)


def _not_true(argument: Json) -> bool:
    return argument is not True


_TEXT, _LIST, _DICT, _NUMBERS = ("string",), ("array",), ("object",), ("integer", "number")


def _empty_at_an_end(pattern: Json) -> bool:
    """Tell whether a pattern matches somewhere in every text: nothing, at one of its ends."""
    return pattern in ("", "^", "$", ".*", "^.*", ".*$", r"[\s\S]*", r"^[\s\S]*$")


_TABLE = (
    Keyword("minLength", _TEXT, "higher", _at_least, "string_too_short", _zero, "length"),
    Keyword("maxLength", _TEXT, "lower", _at_most, "string_too_long", _unbounded, "length"),
    Keyword("pattern", _TEXT, "unknown", _matches, "string_pattern_mismatch", _empty_at_an_end),
    Keyword("minimum", _NUMBERS, "higher", operator.ge, "greater_than_equal"),
    Keyword("maximum", _NUMBERS, "lower", operator.le, "less_than_equal"),
    Keyword("exclusiveMinimum", _NUMBERS, "higher", operator.gt, "greater_than"),
    Keyword("exclusiveMaximum", _NUMBERS, "lower", operator.lt, "less_than"),
    Keyword("multipleOf", _NUMBERS, "multiple", is_multiple, "multiple_of", _zero),
    Keyword("minItems", _LIST, "higher", _at_least, "too_short", _zero, "items"),
    Keyword("maxItems", _LIST, "lower", _at_most, "too_long", _unbounded, "items"),
    Keyword("uniqueItems", _LIST, "true", _unique, "value_error", _not_true, "items"),
    Keyword("minProperties", _DICT, "higher", _at_least, "too_short", _zero, "properties"),
    Keyword("maxProperties", _DICT, "lower", _at_most, "too_long", _unbounded, "properties"),
)

KEYWORDS: Mapping[str, Keyword] = MappingProxyType({each.name: each for each in _TABLE})
"""Every limit that we read, enforce and probe, by its name, in the order in which it is shown."""


def keywords_of(type_: str) -> tuple[str, ...]:
    """Name the keywords that limit values of a type; on other types they have no effect."""
    return tuple(each.name for each in KEYWORDS.values() if type_ in each.types)


def bounds_of(measure: Measure) -> tuple[str, str]:
    """Name the inclusive bounds of a measure: `minItems` and `maxItems` of items."""
    known = [each for each in KEYWORDS.values() if each.of == measure]
    low, high = (
        next(each.name for each in known if each.tighter == end) for end in ("higher", "lower")
    )
    return low, high


def is_idle(keyword: str, argument: Json) -> bool:
    """Tell whether a limit with this argument refuses nothing."""
    return KEYWORDS[keyword].idle(argument)


def tightens(keyword: str, before: Any, after: Any) -> bool | None:  # noqa: ANN401 - the arguments
    """Tell whether the second argument refuses something that the first one allows.

    None where nobody can say, as of two patterns.
    """
    match KEYWORDS[keyword].tighter:
        case "higher":
            return bool(after > before)
        case "lower":
            return bool(after < before)
        case "multiple":
            return (Fraction(str(before)) / Fraction(str(after))).denominator != 1
        case "true":
            return bool(after and not before)
        case "unknown":
            return None
