"""Values that probe a shape: at every limit, just beyond it, and near misses of everything."""

import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from fal_codegen.cases.documented import DEPTH
from fal_codegen.cases.limits import NUMBER_LIMITS, bound, shifted, size_of
from fal_codegen.cases.samples import NoSample, Samples
from fal_codegen.contract import (
    KEYWORDS,
    NOTHING,
    Anything,
    Array,
    Enum,
    Json,
    Limit,
    Object,
    Ref,
    Scalar,
    Shape,
    Union,
)
from fal_codegen.judge import texts_matching

_UNKNOWN = "surprise"
LONGEST = 100_000
"""The longest string or list that is built to break a limit."""
_DIGITS = 18
"""Digits of a text that a careless reader may take for a number."""
_FAR: dict[str, tuple[int, ...]] = {
    "integer": (2**31, 2**53, 2**53 + 1, -(2**53) - 1, 2**63, -(2**63) - 1, 2**64),
    "number": (2**31, 2**53 + 1, 2**63),
}
"""Numbers out of the way: integers that no double holds show who reads them as floats."""
_ODD_TEXTS = (
    "\x00",
    "\N{GRINNING FACE}",
    "\n",
    "\N{HEBREW LETTER SHIN}\N{HEBREW LETTER LAMED} 1 \N{RIGHT-TO-LEFT OVERRIDE}a",
    "\ud800",
)
"""Texts that get lost on the way; the last, half a surrogate pair, is none, and JSON spells it."""


@dataclass(frozen=True, slots=True)
class Probe:
    """A value for a place, and the limit it stands at: a JSON Schema keyword and its argument."""

    value: Json
    keyword: str
    limit: Json
    step: str = ""


@dataclass(frozen=True, slots=True)
class Unprobed:
    """A place of a request that no cases could be made for, as a path, and the reason."""

    place: str
    why: str


class Probing:
    """Gives values around every limit of shapes, valid and not; whoever asks judges them.

    `unprobed` gathers the places that had to be left out, in the order in which they are met.
    """

    def __init__(self, samples: Samples) -> None:
        self.samples = samples
        self.unprobed: list[Unprobed] = []

    def body(self, base: dict[str, Json]) -> Iterator[Probe]:
        """Probe a whole request around one that is valid."""
        return self._object(self.samples.endpoint.input, DEPTH, "", base)

    def of(self, shape: Shape, depth: int = DEPTH, place: str = "") -> Iterator[Probe]:
        """Probe a shape; `depth` bounds how far into lists and objects the probing goes."""
        match shape:
            case Ref():
                yield from self.of(self.samples.endpoint.resolve(shape), depth, place)
            case Union(options=options):
                for option in options:
                    yield from self.of(option, depth, place)
            case Enum(values=values):
                yield from _enum(values)
            case Scalar(type="string"):
                yield from _string(shape)
            case Scalar(type="integer" | "number"):
                yield from _number(shape)
            case Scalar():
                yield from _wrong_types(shape.type, True if shape.type == "boolean" else None)
            case Array():
                yield from self._array(shape, depth, place)
            case Object():
                yield from self._object(shape, depth, place)
            case Anything():
                yield from _odd("type", "anything", None, 1, "text", [], {})

    def _array(self, shape: Array, depth: int, place: str) -> Iterator[Probe]:
        least, most = size_of(shape.limits, "items")
        ends = (end + 1 for end in (least, most or 0) if end < LONGEST)
        items = self._as_many(shape, max(2, len(shape.prefix), *ends), place)
        if not items:
            yield from _odd("type", "array", [], None, {}, [None])
            return
        yield from _sized(
            shape.limits, lambda size: [*items[:size], *items[-1:] * (size - len(items))]
        )
        if bound(shape.limits, "uniqueItems"):
            for value in ([*items[:2]], [items[0], items[0]]):
                yield Probe(value, "uniqueItems", limit=True)
        yield from _odd("type", "array", None, items[0], {}, {"0": items[0]})
        base = items[: max(1, len(shape.prefix), least)]
        if depth > 0:
            for index in range(max(1, len(shape.prefix))):
                below = f"{place}/{index}"
                for probe in self.of(shape.at(index), depth - 1, below):
                    value = [*base[:index], probe.value, *base[index + 1 :]]
                    yield replace(probe, value=value, step=f"/{index}{probe.step}")
        yield Probe(base, "type", "array")

    def _as_many(self, shape: Array, size: int, place: str) -> list[Json]:
        """Give this many items that differ, else as many as a list has at least, else one.

        A list whose items cannot be made has no item, and is not probed.
        """
        if shape.items == NOTHING and not shape.prefix:
            return []
        least = size_of(shape.limits, "items")[0]
        missing: list[NoSample] = []
        for number in dict.fromkeys((size, least or 1, 1)):
            try:
                return self.samples.items(shape, number)
            except NoSample as error:
                missing.append(error)
        self._leave(place, missing[-1])
        return []

    def _object(
        self, shape: Object, depth: int, place: str, base: dict[str, Json] | None = None
    ) -> Iterator[Probe]:
        yield from _odd("type", "object", None, "{}", [])
        try:
            base = self.samples.object(shape) if base is None else base
        except NoSample as error:
            self._leave(place, error)
            return
        if depth <= 0:
            yield Probe(base, "type", "object")
            return
        yield from self._sized_objects(shape, place)
        yield Probe(base, "type", "object")
        for field in shape.fields:
            below = f"/{field.name}"
            if field.required:
                rest = {name: value for name, value in base.items() if name != field.name}
                yield Probe(rest, "required", field.name, below)
            for probe in self.of(field.shape, depth - 1, place + below):
                value = base | {field.name: probe.value}
                yield replace(probe, value=value, step=below + probe.step)
        unknown = next(name for name in _surprises() if shape.field(name) is None)
        yield Probe(base | {unknown: 1}, "unknown", unknown, f"/{unknown}")

    def _sized_objects(self, shape: Object, place: str) -> Iterator[Probe]:
        try:
            yield from _sized(shape.limits, partial(self.samples.sized_object, shape))
        except NoSample as error:
            self._leave(place, error)

    def _leave(self, place: str, why: NoSample) -> None:
        path = "/".join(filter(None, (place.removeprefix("/"), why.place)))
        self.unprobed.append(Unprobed(path, why.why))


def _surprises() -> Iterator[str]:
    """Name fields that hardly any request has."""
    name = _UNKNOWN
    while True:
        yield name
        name += _UNKNOWN


def _odd(keyword: str, limit: Json, *values: Json) -> Iterator[Probe]:
    yield from (Probe(value, keyword, limit) for value in values)


def _enum(values: tuple[Json, ...]) -> Iterator[Probe]:
    limit = list(values)
    yield from (Probe(value, "enum", limit) for value in values)
    for value in values[:3]:
        yield from (Probe(near, "enum", limit) for near in _near(value))
    yield Probe("", "enum", limit)


def _near(value: Json) -> tuple[Json, ...]:
    """Give what a careless reader takes for the value: other case, stray spaces, another type."""
    match value:
        case str():
            is_number = value.isdecimal() and len(value) <= _DIGITS
            number = [int(value)] * is_number if is_number else []
            return (value.swapcase(), f" {value}", f"{value} ", f"{value}\n", [value], *number)
        case bool():
            return (not value, int(value), str(value).lower())
        case int() | float():
            return (shifted(value, 1), str(value), *_half_more(value), value == 1)
        case _:
            return ("null", False, 0)


def _half_more(value: float) -> tuple[float, ...]:
    """Give a number half a unit above, where one is left in floats."""
    with suppress(OverflowError):
        return (value + 0.5,)
    return ()


def _sized(limits: tuple[Limit, ...], build: Callable[[int], Json]) -> Iterator[Probe]:
    """Give a value of each size that is bounded, and one beyond."""
    for limit in limits:
        known, end = KEYWORDS[limit.keyword], limit.value
        if known.counts and isinstance(end, int | float) and end < LONGEST:
            beyond = int(end) + (1 if known.tighter == "lower" else -1)
            sizes = (size for size in (int(end), beyond) if size >= 0)
            yield from (Probe(build(size), known.name, end) for size in sizes)


def _string(shape: Scalar) -> Iterator[Probe]:
    yield from _sized(shape.limits, lambda size: "a" * size)
    yield from _sized(shape.limits, lambda size: "\N{GRINNING FACE}" * size)
    for limit in shape.limits:
        if limit.keyword == "pattern":
            yield from _matches(str(limit.value))
    least = size_of(shape.limits, "length")[0]
    pad = "a" * (least if least < LONGEST else 0)
    yield from (Probe(pad + odd, "type", "string") for odd in _ODD_TEXTS)
    yield from _wrong_types("string", pad)


def _matches(pattern: str) -> Iterator[Probe]:
    """Give texts that most likely match, and near misses of them."""
    for text in texts_matching(pattern):
        yield Probe(text, "pattern", pattern)
        yield from _odd(
            "pattern", pattern, *(near for near in _near(text) if isinstance(near, str))
        )
    yield from _odd("pattern", pattern, "", _UNKNOWN, "\N{GRINNING FACE}")


def _number(shape: Scalar) -> Iterator[Probe]:
    step = bound(shape.limits, "multipleOf") or (1 if shape.type == "integer" else 0.001)
    for limit in shape.limits:
        if isinstance(limit.value, int | float):
            near = chain(_at_number(shape, limit, step), _beside(shape, limit))
            yield from _odd(limit.keyword, limit.value, *near)
    yield from (Probe(far, "type", shape.type) for far in _FAR[shape.type])
    yield from _wrong_types(shape.type, 1 if shape.type == "number" else 1.5)


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


def _beside(shape: Scalar, limit: Limit) -> Iterator[Json]:
    """Give the floats next to the bound of a number, on either side; of multiples none is one."""
    stepped = bound(shape.limits, "multipleOf") is not None
    if shape.type == "number" and limit.keyword in NUMBER_LIMITS and not stepped:
        end = bound(shape.limits, limit.keyword) or 0
        with suppress(OverflowError):
            beside = (math.nextafter(end, to) for to in (-math.inf, math.inf))
            yield from (number for number in beside if math.isfinite(number))


def _wrong_types(type_: str, like: Json) -> Iterator[Probe]:
    """Give one value of each type, and those that lenient readers turn into the right one."""
    lenient: dict[str, tuple[Json, ...]] = {
        "string": (1, True, ["text"]),
        "integer": ("1", True, 1.0, 1.5),
        "number": ("1.5", True),
        "boolean": ("true", "True", 1, 0, False),
        "null": ("null", 0, False),
    }
    for value in (like, None, [], {}, *lenient.get(type_, ())):
        yield Probe(value, "type", type_)
