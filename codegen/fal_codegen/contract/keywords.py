"""The keywords that limit a value: the one table from which every room derives its own."""

import operator
from collections.abc import Callable, Iterable, Mapping, Sized
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from jsonschema_rs import Draft202012Validator

from fal_codegen.contract.values import Json, equality_key

Tighter: TypeAlias = Literal["higher", "lower", "multiple", "true", "unknown"]
"""Which argument of a keyword refuses more: the higher one, the lower one, a multiple of the other,
true rather than false; of two patterns nobody knows."""

_LARGEST_LENGTH = 2**63 - 1
"""The largest that validators can hold: a bound above it refuses nothing."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword of JSON Schema that limits values of some types.

    `keeps` tells whether a value of such a type keeps the limit, `idle` whether an argument refuses
    nothing at all. `of` is what is measured: the value itself, or its length, items or properties.
    """

    name: str
    types: tuple[str, ...]
    tighter: Tighter
    keeps: Callable[[Any, Any], bool]
    idle: Callable[[Json], bool] = lambda _argument: False
    of: Literal["value", "length", "items", "properties"] = "value"

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


def _numbers() -> Iterable[Keyword]:
    types = ("integer", "number")
    yield Keyword("minimum", types, "higher", operator.ge)
    yield Keyword("maximum", types, "lower", operator.le)
    yield Keyword("exclusiveMinimum", types, "higher", operator.gt)
    yield Keyword("exclusiveMaximum", types, "lower", operator.lt)
    yield Keyword(
        "multipleOf",
        types,
        "multiple",
        lambda value, step: Fraction(repr(value)) % Fraction(repr(step)) == 0,
        _zero,
    )


def _keywords() -> Iterable[Keyword]:
    yield Keyword("minLength", ("string",), "higher", _at_least, _zero, "length")
    yield Keyword("maxLength", ("string",), "lower", _at_most, _unbounded, "length")
    yield Keyword(
        "pattern", ("string",), "unknown", lambda v, pattern: _pattern(pattern).is_valid(v)
    )
    yield from _numbers()
    yield Keyword("minItems", ("array",), "higher", _at_least, _zero, "items")
    yield Keyword("maxItems", ("array",), "lower", _at_most, _unbounded, "items")
    yield Keyword(
        "uniqueItems",
        ("array",),
        "true",
        lambda value, on: not on or len(set(map(equality_key, value))) == len(value),
        lambda argument: argument is not True,
        "items",
    )
    yield Keyword("minProperties", ("object",), "higher", _at_least, _zero, "properties")
    yield Keyword("maxProperties", ("object",), "lower", _at_most, _unbounded, "properties")


KEYWORDS: Mapping[str, Keyword] = MappingProxyType({each.name: each for each in _keywords()})
"""Every limit that we read, enforce and probe, by its name, in the order in which it is shown."""


def keywords_of(type_: str) -> tuple[str, ...]:
    """Name the keywords that limit values of a type; on other types they have no effect."""
    return tuple(each.name for each in KEYWORDS.values() if type_ in each.types)


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
