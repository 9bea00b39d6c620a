"""Clients that read a contract rightly and handle bodies carelessly, each in one way."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from fal_codegen.contract import Endpoint, Json, Predicate

_Change: TypeAlias = Callable[[Json], Json]
"""What becomes of a value, wherever it stands."""

_BOOLEANS: Mapping[str, Json] = MappingProxyType({"true": True, "false": False})


def _number(value: Json) -> Json:
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def _boolean(value: Json) -> Json:
    return _BOOLEANS.get(value.lower(), value) if isinstance(value, str) else value


def _one(value: Json) -> Json:
    return int(value) if isinstance(value, bool) else value


def _true(value: Json) -> Json:
    return bool(value) if isinstance(value, int) and value in (0, 1) else value


def _stripped(value: Json) -> Json:
    return value.strip() if isinstance(value, str) else value


def _other_case(value: Json) -> Json:
    return value.swapcase() if isinstance(value, str) else value


def _chomped(value: Json) -> Json:
    return value.removesuffix("\n") if isinstance(value, str) else value


def _whole(value: Json) -> Json:
    return int(value) if isinstance(value, float) else value


def _text(value: Json) -> Json:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _unwrapped(value: Json) -> Json:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _wrapped(value: Json) -> Json:
    return [value] if not isinstance(value, list) else value


_LENIENT: Mapping[str, _Change] = MappingProxyType(
    {
        "takes a number in quotes": _number,
        "takes a number for text": _text,
        "takes a boolean in quotes": _boolean,
        "takes true for 1": _one,
        "takes 1 for true": _true,
        "takes text with spaces around it": _stripped,
        "takes text in another case": _other_case,
        "takes text with a line end": _chomped,
        "cuts fractions off": _whole,
        "takes a list of one for its item": _unwrapped,
        "takes an item for a list of one": _wrapped,
    }
)
"""What is put right before it is checked; a body is taken if that helps."""


def _stretched(units: Callable[[str], int]) -> _Change:
    """Give a text in which a character of several units is as many characters."""

    def stretch(value: Json) -> Json:
        if not isinstance(value, str):
            return value
        return "".join(each if units(each) == 1 else "a" * units(each) for each in value)

    return stretch


_COUNTING: Mapping[str, _Change] = MappingProxyType(
    {
        "counts UTF-16 units": _stretched(lambda each: len(each.encode("utf-16-le")) // 2),
        "counts bytes": _stretched(lambda each: len(each.encode())),
    }
)
"""How lengths are counted; a body is taken if its texts, so long, keep their limits."""

_DROPPED: Mapping[str, Callable[[Json], bool]] = MappingProxyType(
    {
        "drops null": lambda value: value is None,
        "drops false": lambda value: value is False,
        "drops 0": lambda value: value == 0 and not isinstance(value, bool),
        "drops empty text": lambda value: value == "",
        "drops empty lists": lambda value: value == [],
    }
)
"""Fields that are not sent, for what they hold."""


def careless(
    endpoint: Endpoint, accepts: Predicate, body: dict[str, Json], keyword: str, *, taken: bool
) -> Iterator[str]:
    """Name the careless clients that a body catches: they take what must not be, or send another.

    `accepts` tells which bodies our request takes. `keyword` is the limit that this one stands at:
    a client may be careful at one and not at others. `taken` tells whether the body must be taken;
    it then must be sent as it is.
    """
    if not taken:
        for name, change in _LENIENT.items():
            if any(accepts(each) for each in _changed(body, change)):
                yield f"{name} ({keyword})"
    else:
        for name, change in _COUNTING.items():
            if not accepts(_everywhere(body, change)):
                yield name
        defaults = [field for field in endpoint.input.fields if field.has_default]
        if any(field.name not in body for field in defaults):
            yield "sends defaults"
    for name, is_dropped in _DROPPED.items():
        kept = {key: value for key, value in body.items() if not is_dropped(value)}
        if kept != body and accepts(kept):
            yield name


def _changed(value: Json, change: _Change) -> Iterator[Json]:
    """Give a value with one place in it changed, for each place where that makes a difference."""
    fresh = change(value)
    if fresh is not value:
        yield fresh
    match value:
        case list():
            for place, item in enumerate(value):
                for each in _changed(item, change):
                    yield [*value[:place], each, *value[place + 1 :]]
        case dict():
            for name, item in value.items():
                for each in _changed(item, change):
                    yield {**value, name: each}
        case _:
            return


def _everywhere(value: Json, change: _Change) -> Json:
    match value:
        case list():
            return [_everywhere(item, change) for item in value]
        case dict():
            return {name: _everywhere(item, change) for name, item in value.items()}
        case _:
            return change(value)
