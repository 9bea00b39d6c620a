"""Limits as numbers: how much of something there may be, and where numbers end."""

from fractions import Fraction

from fal_codegen.contract import KEYWORDS, Limit, Measure, bounds_of, keywords_of

NUMBER_LIMITS = tuple(
    name for name in keywords_of("number") if KEYWORDS[name].tighter in ("higher", "lower")
)


def size_of(limits: tuple[Limit, ...], of: Measure) -> tuple[int, int | None]:
    """Give the least and the most that there may be of something; None where there is no most."""
    least, most = (bound(limits, keyword) for keyword in bounds_of(of))
    return int(least or 0), None if most is None else int(most)


def bound(limits: tuple[Limit, ...], keyword: str) -> float | None:
    """Give the number a limit sets, None where there is no such limit."""
    values = (limit.value for limit in limits if limit.keyword == keyword)
    return next((value for value in values if isinstance(value, int | float)), None)


def shifted(number: float, step: float) -> int | float:
    """Add as decimals, so that 0.1 and 0.2 make 0.3.

    Raises `OverflowError` where the sum is no float and no whole number.
    """
    if isinstance(number, int) and isinstance(step, int):
        return number + step
    total = Fraction(repr(number)) + Fraction(repr(step))
    whole = isinstance(number, int) and total.denominator == 1
    return int(total) if whole else float(total)
