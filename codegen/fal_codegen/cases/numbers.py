"""Numbers within limits, worked out exactly."""

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain

from fal_codegen.cases.limits import NUMBER_LIMITS, bound
from fal_codegen.contract import KEYWORDS, Scalar

_MANY = 1000
"""Multiples that are counted off from one end of a range."""
_LOOKED_AT = 200
"""Multiples that are looked at for one that floats get wrong."""


def numbers_within(shape: Scalar) -> Iterator[int | float]:
    """Give numbers that most likely keep all limits, the simplest first."""
    stated = [bound(shape.limits, word) for word in ("multipleOf", *NUMBER_LIMITS)]
    whole = shape.type == "integer" or not any(isinstance(each, float) for each in stated)
    step = _exact(stated[0] or 1)
    simple = [Fraction(1), Fraction(0), step]
    for end in (_exact(each) for each in stated[1:] if each is not None):
        simple += [end, end + step, end - step, end + step / 1000]
    for number in chain(simple, _counted(shape)):
        yield from _written(number, whole=whole)


def whole_range(shape: Scalar, most: int) -> range:
    """Give all integers within the bounds, where both are set and so many lie between at most."""
    low, high = _end(shape, "higher"), _end(shape, "lower")
    if shape.type != "integer" or low is None or high is None or high - low > most:
        return range(0)
    return range(math.ceil(low), math.floor(high) + 1)


def multiples_around(shape: Scalar, end: float) -> Iterator[int | float]:
    """Give the two multiples that enclose a number, and where it is one itself, that alone."""
    unit = _unit(shape)
    whole = shape.type == "integer" or unit.denominator == 1
    for turn in dict.fromkeys((math.floor(_exact(end) / unit), math.ceil(_exact(end) / unit))):
        yield from _written(turn * unit, whole=whole)


def _counted(shape: Scalar) -> Iterator[Fraction]:
    """Give the middle of the range, then multiples from its lower end up, else from its upper."""
    low, high = _end(shape, "higher"), _end(shape, "lower")
    if low is not None and high is not None:
        yield (low + high) / 2
    unit = _unit(shape)
    if low is None and high is not None:
        first, turn = math.floor(high / unit), -1
    else:
        first, turn = math.ceil((low or Fraction(0)) / unit), 1
    yield from ((first + turn * count) * unit for count in range(_MANY))


def misread_multiples(shape: Scalar) -> Iterator[int | float]:
    """Give a multiple that floats take for none, if there is one: by remainder and quotient."""
    step = _exact(bound(shape.limits, "multipleOf") or 1)
    first = math.ceil((_end(shape, "higher") or Fraction(0)) / step)
    last = _end(shape, "lower")
    found: list[tuple[int, Fraction]] = []
    for number in ((first + count) * step for count in range(_LOOKED_AT)):
        if last is None or number <= last:
            value, unit = float(number), float(step)
            found.append((bool(value % unit) + (value / unit % 1 != 0), number))
    wrong, number = max(found, key=lambda each: each[0], default=(0, Fraction(0)))
    if wrong:
        yield from _written(number, whole=shape.type == "integer")


def _unit(shape: Scalar) -> Fraction:
    """Give the number that all numbers in question are multiples of."""
    step = _exact(bound(shape.limits, "multipleOf") or 1)
    if shape.type == "integer":  # a multiple of both: 0.5 and 1 make 1, 1.5 and 1 make 3
        return Fraction(step.numerator)
    return step


def _end(shape: Scalar, tighter: str) -> Fraction | None:
    """Give the tightest bound on one side, inclusive or not."""
    words = (word for word in NUMBER_LIMITS if KEYWORDS[word].tighter == tighter)
    found = [_exact(end) for word in words if (end := bound(shape.limits, word)) is not None]
    return (max if tighter == "higher" else min)(found, default=None)


def _exact(number: float) -> Fraction:
    return Fraction(number) if isinstance(number, int) else Fraction(repr(number))


def _written(number: Fraction, *, whole: bool) -> Iterator[int | float]:
    """Spell a fraction as JSON does; nothing for one that no float comes near."""
    if number.denominator == 1 and whole:
        yield int(number)
        return
    try:
        yield float(number)
    except OverflowError:
        if number.denominator == 1:
            yield int(number)
