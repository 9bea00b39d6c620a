"""Texts and numbers that a raw schema allows."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import chain, count, islice

from jsonschema_rs import Draft202012Validator, ValidationError

from fal_codegen.contract import Json, is_multiple, keywords_of
from fal_codegen.judge import texts_matching

_STEP = "multipleOf"  # decided by our own rule
_LIMITS = ("type", *keywords_of("string"), *sorted({*keywords_of("number")} - {_STEP}))
_NUMBERED = 1000  # values of one schema that differ by their number


def whole(value: Json) -> int:
    """Give a number of things as an integer; none where a schema has no such number."""
    return int(value) if isinstance(value, int | float) else 0


def fitting(schema: dict[str, Json]) -> Iterator[Json]:
    """Give values of a schema of one type other than list and object, the simplest first.

    At the end come some that break a limit, so that there is always one.
    """
    made = islice(_made(schema), 2 * _NUMBERED)
    first = next(made)
    step = schema.get(_STEP)
    fits = _validator({key: schema[key] for key in _LIMITS if key in schema})
    yield from (each for each in chain((first,), made) if fits(each) and _in_steps(each, step))
    yield first


def _validator(limits: dict[str, Json]) -> Callable[[Json], bool]:
    try:
        return Draft202012Validator(limits).is_valid
    except (ValidationError, ValueError):  # a library may know fewer patterns than the judge
        return lambda _value: True


def _in_steps(value: Json, step: Json) -> bool:
    if isinstance(value, int | float) and isinstance(step, int | float):
        return isinstance(value, bool) or is_multiple(value, step)
    return True


def _made(schema: dict[str, Json]) -> Iterator[Json]:
    match schema.get("type"):
        case "string":
            yield from _texts(schema)
        case "boolean":
            yield from (False, True)
        case "null":
            yield None
        case kind:
            yield from _numbers(schema, is_integer=kind == "integer")


def _texts(schema: dict[str, Json]) -> Iterator[str]:
    """Give the shortest text, then texts that match, longer ones of them, and numbered ones."""
    least, pattern = whole(schema.get("minLength")), schema.get("pattern")
    matching = texts_matching(pattern) if isinstance(pattern, str) else []
    yield "x" * least
    yield from matching
    for text in matching:
        missing = least - len(text)
        for place in range(len(text) if missing > 0 else 0):
            yield text[:place] + text[place] * missing + text[place:]
        for place, letter in enumerate(text):
            if letter.isalnum():
                others = "0123456789" if letter.isdigit() else "abcdefghijklmnopqrstuvwxyz"
                others = others.upper() if letter.isupper() else others
                yield from (text[:place] + other + text[place + 1 :] for other in others)
    if not matching:
        yield from (f"{number}".rjust(least, "x") for number in range(_NUMBERED))
        yield from (chr(code) * max(least, 1) for code in range(ord("a"), ord("z") + 1))


def _numbers(schema: dict[str, Json], *, is_integer: bool) -> Iterator[int | float]:
    """Give what usually lies within bounds, then multiples from the lower end up, or down."""
    low = _bound(schema, "minimum", "exclusiveMinimum")
    high = _bound(schema, "maximum", "exclusiveMaximum")
    step = _exact(schema.get(_STEP)) or Fraction(1)
    if is_integer:
        step = Fraction(step.numerator)
    start = low if low is not None else min(high or Fraction(0), Fraction(0))
    end = high if high is not None else max(start, Fraction(0)) + 1
    simple = [Fraction(0), start, end, step * -(-start // step), step * (start // step + 1)]
    down = low is None and high is not None
    first = end // step if down else -(-start // step)
    counted = (step * (first - n if down else first + n) for n in islice(count(), _NUMBERED))
    for number in chain(simple, ((start + end) / 2,), counted):
        with suppress(OverflowError):
            yield int(number) if number.denominator == 1 else float(number)


def _bound(schema: dict[str, Json], one: str, other: str) -> Fraction | None:
    found = [each for word in (one, other) if (each := _exact(schema.get(word))) is not None]
    return (max if one == "minimum" else min)(found, default=None)


def _exact(value: Json) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Fraction(value) if isinstance(value, int) else Fraction(repr(value))
