"""Limits of one type that hold at once."""

from fractions import Fraction
from math import lcm

from fal_codegen.contract import KEYWORDS, Json, Limit, Measure, bounds_of, tightens


class Inexpressible(Exception):  # noqa: N818 - an outcome, not a mistake
    """No shape is both; says why."""


def merged(one: tuple[Limit, ...], other: tuple[Limit, ...]) -> tuple[Limit, ...]:
    """Give the limits that keep both. Raises `Inexpressible`."""
    values = {limit.keyword: limit.value for limit in one}
    for limit in other:
        before = values.get(limit.keyword, limit.value)
        values[limit.keyword] = _tighter(limit.keyword, before, limit.value)
    return tuple(Limit(word, values[word]) for word in KEYWORDS if word in values)


def contradict(type_: str, limits: tuple[Limit, ...]) -> bool:
    """Tell whether no value of a type keeps the limits, by their bounds alone."""
    values = {limit.keyword: limit.value for limit in limits}
    counted: tuple[Measure, ...] = ("length", "items", "properties")
    if any(_is_above(*map(values.get, bounds_of(measure))) for measure in counted):
        return True
    least, most = values.get("minimum"), values.get("maximum")
    over, under = values.get("exclusiveMinimum"), values.get("exclusiveMaximum")
    if type_ == "integer":
        over, under = _inward(over, up=True), _inward(under, up=False)
        return any(_is_above(low, high) for low in (least, over) for high in (most, under))
    return _is_above(least, most) or any(
        _is_above(low, high) or (low is not None and low == high)
        for low, high in ((least, under), (over, most), (over, under))
    )


def _tighter(keyword: str, before: Json, after: Json) -> Json:
    if before == after:
        return before
    if tightens(keyword, before, after) is None:
        raise Inexpressible(f"two values of {keyword} cannot be one")
    if not tightens(keyword, before, after):
        return before
    if KEYWORDS[keyword].tighter != "multiple" or not tightens(keyword, after, before):
        return after
    if isinstance(before, int) and isinstance(after, int):
        return lcm(before, after)
    raise Inexpressible(f"a multiple of {before} and of {after} is one of no number of ours")


def _is_above(least: Json, most: Json) -> bool:
    numbers = isinstance(least, int | float) and isinstance(most, int | float)
    return numbers and least > most  # type: ignore[operator] # mypy does not follow


def _inward(bound: Json, *, up: bool) -> Json:
    """Give the first integer that an exclusive bound lets in."""
    if not isinstance(bound, int | float):
        return None
    exact = Fraction(bound)
    return exact.__floor__() + 1 if up else exact.__ceil__() - 1
