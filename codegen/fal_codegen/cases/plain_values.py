"""Values around what has no parts: listed values, texts, numbers."""

import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice

from fal_codegen.cases.limits import NUMBER_LIMITS, bound, shifted, size_of
from fal_codegen.cases.numbers import misread_multiples, multiples_around
from fal_codegen.cases.texts import matching_of_length
from fal_codegen.contract import KEYWORDS, Json, Limit, Scalar, Shape
from fal_codegen.judge import texts_matching

UNKNOWN = "surprise"
LONGEST = 100_000
"""The longest string or list that is built to break a limit."""
_DIGITS = 18
"""Digits of a text that a careless reader may take for a number."""
_FEW = 3
"""Listed values whose near misses are tried, of each kind one more."""
_FAR: dict[str, tuple[int, ...]] = {
    "integer": (2**31, 2**53, 2**53 + 1, -(2**53) - 1, 2**63, -(2**63) - 1, 2**64),
    "number": (2**31, 2**53 + 1, 2**63),
}
"""Numbers out of the way: integers that no double holds show who reads them as floats."""
_LENIENT: dict[str, tuple[Json, ...]] = {
    "boolean": ("true", "True", 1, 0, False),
    "null": ("null", 0, False),
}
_ODD_TEXTS = (
    "\x00",
    "\N{GRINNING FACE}",
    "\n",
    "\N{HEBREW LETTER SHIN}\N{HEBREW LETTER LAMED} 1 \N{RIGHT-TO-LEFT OVERRIDE}a",
    "\ud800",
)
"""Texts that get lost on the way; the last, half a surrogate pair, is none, and JSON spells it."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """A value for a place, and the limit it stands at: a JSON Schema keyword and its argument."""

    value: Json
    keyword: str
    limit: Json
    step: str = ""

    def within(self, value: Json, step: str | int) -> "Boundary":
        """Give it as a part of a value that has its own at a step."""
        return Boundary(value, self.keyword, self.limit, f"/{step}{self.step}")


def values_at(keyword: str, limit: Json, *values: Json) -> Iterator[Boundary]:
    """Give values at one limit."""
    yield from (Boundary(value, keyword, limit) for value in values)


def enum_values(values: tuple[Json, ...]) -> Iterator[Boundary]:
    """Give all listed values, near misses of some, and what is of another type."""
    near = chain.from_iterable(map(_near, _telling(values)))
    others: tuple[Json, ...] = ("", UNKNOWN, None, True, 1, [], {})
    yield from values_at("enum", [*values], *values, *near, *others)


def _telling(values: tuple[Json, ...]) -> Iterator[Json]:
    """Give the first values, the first that has another case, the first of digits, the greatest."""
    texts = [each for each in values if isinstance(each, str)]
    numbers = [each for each in values if isinstance(each, int | float)]
    yield from values[:_FEW]
    yield from islice((each for each in texts if each.swapcase() not in texts), 1)
    yield from islice(filter(_is_number, texts), 1)
    yield from sorted(numbers)[-1:]


def _near(value: Json) -> tuple[Json, ...]:
    """Give what a careless reader takes for the value: other case, stray spaces, another type."""
    match value:
        case str():
            number = [int(value)] if _is_number(value) else []
            spaced = (f" {value}", f"{value} ", f"{value}\n")
            return (value.swapcase(), *spaced, [value], *number, f"{value}x")
        case bool():
            return (not value, int(value), int(value) + 1, str(value).lower())
        case int() | float():
            return (shifted(value, 1), str(value), *_half_more(value), value == 1)
        case _:
            return ("null", False, 0)


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= _DIGITS


def _half_more(value: float) -> tuple[float, ...]:
    """Give a number half a unit above, where one is left in floats."""
    with suppress(OverflowError):
        return (value + 0.5,) if value + 0.5 != value else ()
    return ()


def sizes_around(limits: tuple[Limit, ...]) -> Iterator[tuple[Limit, int]]:
    """Give each size that is bounded, and the one beyond, with its limit."""
    for limit in limits:
        known, end = KEYWORDS[limit.keyword], limit.value
        if known.counts and isinstance(end, int | float) and end < LONGEST:
            beyond = int(end) + (1 if known.tighter == "lower" else -1)
            yield from ((limit, size) for size in (int(end), beyond) if size >= 0)


def sized_values(limits: tuple[Limit, ...], build: Callable[[int], Json]) -> Iterator[Boundary]:
    """Give a value of each size that is bounded, and one beyond."""
    for limit, size in sizes_around(limits):
        yield Boundary(build(size), limit.keyword, limit.value)


def text_values(shape: Scalar) -> Iterator[Boundary]:
    """Give texts at each limit, and those that get lost on the way."""
    yield from sized_values(shape.limits, lambda size: "a" * size)
    yield from sized_values(shape.limits, lambda size: "\N{GRINNING FACE}" * size)
    yield from sized_values(shape.limits, lambda size: ("a" * size)[1:] + " " * min(size, 1))
    for limit in shape.limits:
        if limit.keyword == "pattern":
            yield from _matches(str(limit.value), shape.limits)
    least = size_of(shape.limits, "length")[0]
    pad = "a" * (least if least < LONGEST else 0)
    yield from values_at("minLength", least, *([""] if least > 1 else []))
    yield from (Boundary(pad + each, "type", "string") for each in _ODD_TEXTS)
    digits = int("1" * max(least, 1)) if least <= _DIGITS else 1
    yield from typed_values("string", pad, digits, True, ["text"])  # noqa: FBT003 - JSON's


def digit_values(options: tuple[Shape, ...]) -> Iterator[Boundary]:
    """Give digits that are too long for a text, where a number may stand in its place."""
    plain = [each for each in options if isinstance(each, Scalar)]
    if any(each.type in ("integer", "number") for each in plain):
        for each in plain:
            yield from sized_values(each.limits, lambda size: "1" * size)


def _matches(pattern: str, limits: tuple[Limit, ...]) -> Iterator[Boundary]:
    """Give texts that most likely match, of each size that is bounded, and near misses of them."""
    for text in texts_matching(pattern):
        near = (each for each in _near(text) if isinstance(each, str))
        yield from values_at("pattern", pattern, text, *near)
    yield from values_at("pattern", pattern, "", UNKNOWN, "\N{GRINNING FACE}")
    for limit, size in sizes_around(limits):
        matching = islice(matching_of_length(pattern, size), 1)
        yield from values_at(limit.keyword, limit.value, *matching)


def number_values(shape: Scalar, within: float) -> Iterator[Boundary]:
    """Give numbers at each limit and beside it, far out, and what is read as one.

    `within` keeps the limits, if any is known that does: what is read as that breaks none of them.
    """
    step = bound(shape.limits, "multipleOf") or (1 if shape.type == "integer" else 0.001)
    for limit in shape.limits:
        if isinstance(limit.value, int | float):
            near = chain(_at_number(shape, limit, step), _beside(shape, limit))
            yield from values_at(limit.keyword, limit.value, *near)
    yield from (Boundary(far, "type", shape.type) for far in _FAR[shape.type])
    yield from typed_values(shape.type, within, *_lookalikes(shape.type, within))


def _lookalikes(type_: str, number: float) -> tuple[Json, ...]:
    """Give what a lenient reader turns into a number, or cuts to an integer."""
    alike: tuple[Json, ...] = (str(number), True)
    with suppress(OverflowError):
        return (*alike, float(number), number + 0.5) if type_ == "integer" else alike
    return alike


def _at_number(shape: Scalar, limit: Limit, step: float) -> Iterator[Json]:
    """Give numbers at a bound and a step to either side, or a multiple and half of one."""
    with suppress(OverflowError):
        if limit.keyword in NUMBER_LIMITS:
            end = bound(shape.limits, limit.keyword) or 0
            yield end
            yield from (shifted(end, step), shifted(end, -step))
        else:
            start = bound(shape.limits, "minimum") or 0
            yield shifted(start, step)
            yield shifted(start, step / 2)
            yield from misread_multiples(shape)


def _beside(shape: Scalar, limit: Limit) -> Iterator[Json]:
    """Give the numbers next to a bound on either side: multiples where only those are taken."""
    if limit.keyword not in NUMBER_LIMITS:
        return
    end = bound(shape.limits, limit.keyword) or 0
    if shape.type == "integer" or bound(shape.limits, "multipleOf") is not None:
        yield from multiples_around(shape, end)
        return
    with suppress(OverflowError):
        beside = (math.nextafter(end, to) for to in (-math.inf, math.inf))
        yield from (number for number in beside if math.isfinite(number))


def typed_values(type_: str, like: Json, *lenient: Json) -> Iterator[Boundary]:
    """Give one value of each type, and those that lenient readers turn into the right one."""
    for value in (like, None, [], {}, *(lenient or _LENIENT.get(type_, ()))):
        yield Boundary(value, "type", type_)
