"""The smallest value that keeps a property: what is not needed is taken away, piece by piece."""

from collections.abc import Callable, Iterator

from fal_codegen.contract import Json, equality_key

_STEPS = 3_000
"""Tries for one value: a witness needs some dozens. One of a long value counts for several."""
_LONG = 1_000
"""Characters of a value whose tries count twice."""


def shrunk(value: Json, keeps: Callable[[Json], bool]) -> Json:
    """Give a smaller value that keeps a property, which the value has."""
    tries = _STEPS
    smaller = True
    while smaller:
        smaller = False
        effort = 1 + len(equality_key(value)) // _LONG
        for candidate in _smaller(value):
            tries -= effort
            if tries < 0:
                return value
            if keeps(candidate):
                value, smaller = candidate, True
                break
    return value


def _smaller(value: Json) -> Iterator[Json]:
    """Give values that are simpler by one step, the boldest first."""
    match value:
        case dict():
            for name in value:
                yield {other: inner for other, inner in value.items() if other != name}
            yield from (inner for inner in value.values() if isinstance(inner, dict))
            for name, inner in value.items():
                yield from ({**value, name: each} for each in _smaller(inner))
        case list():
            if value:
                yield []
            yield from _halved(value)
            for place in range(len(value)):
                yield [*value[:place], *value[place + 1 :]]
            for place, inner in enumerate(value):
                yield from ([*value[:place], each, *value[place + 1 :]] for each in _smaller(inner))
        case str():
            yield from _shorter(value)
        case bool() | None:
            return
        case _:
            yield from _nearer(value)


def _halved(items: list[Json]) -> Iterator[list[Json]]:
    """Give a list without many of its items at once: half of them, a quarter, and so on."""
    part = len(items) // 2
    while part > 1:
        yield items[:-part]
        yield items[part:]
        part //= 2


def _shorter(text: str) -> Iterator[str]:
    if not text:
        return
    yield ""
    half = len(text) // 2
    while half:
        yield text[:-half]
        half //= 2
    plain = "a" * len(text)
    if text != plain:
        yield plain


def _nearer(number: float) -> Iterator[int | float]:
    """Give numbers nearer to nothing, whole ones before others."""
    for other in (0, 1, -1, int(number), int(number / 2), int(number / 10)):
        if abs(other) < abs(number) or (isinstance(number, float) and number == float(other)):
            yield other
    for step in (1, -1):
        if abs(number + step) < abs(number) and isinstance(number, int):
            yield number + step
