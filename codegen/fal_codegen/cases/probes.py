"""Values that probe a shape: at every limit, just beyond it, and near misses of everything."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from fal_codegen.cases.samples import (
    NUMBER_LIMITS,
    NoSample,
    bound,
    sample_items,
    sample_object,
    shifted,
    size_of,
    sized_object,
)
from fal_codegen.contract import (
    KEYWORDS,
    Anything,
    Array,
    Endpoint,
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
_LONG = 100_000
"""The longest string or list that is built to break a limit."""
_FAR: dict[str, tuple[int, ...]] = {
    "integer": (2**31, 2**53 + 1, -(2**53) - 1, 2**64),
    "number": (2**31,),
}
"""Numbers out of the way: integers that no double holds show who reads them as floats."""


@dataclass(frozen=True, slots=True)
class Probe:
    """A value for a place, and the limit it stands at: a JSON Schema keyword and its argument."""

    value: Json
    keyword: str
    limit: Json
    step: str = ""


def probes(endpoint: Endpoint, shape: Shape, depth: int = 3) -> Iterator[Probe]:
    """Give values around every limit of a shape, valid and not; whoever asks judges them.

    `depth` bounds how far into lists and objects the probing goes.
    """
    match shape:
        case Ref():
            yield from probes(endpoint, endpoint.resolve(shape), depth)
        case Union(options=options):
            for option in options:
                yield from probes(endpoint, option, depth)
        case Enum(values=values):
            yield from _enum(values)
        case Scalar(type="string"):
            yield from _string(shape)
        case Scalar(type="integer" | "number"):
            yield from _number(shape)
        case Scalar():
            yield from _wrong_types(shape.type, True if shape.type == "boolean" else None)
        case Array():
            yield from _array(endpoint, shape, depth)
        case Object():
            yield from _object(endpoint, shape, depth)
        case Anything():
            yield from _odd("type", "anything", None, 1, "text", [], {})


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
            number = [int(value)] if value.isdecimal() else []
            return (value.swapcase(), f" {value}", f"{value} ", f"{value}\n", [value], *number)
        case bool():
            return (not value, int(value), str(value).lower())
        case int() | float():
            return (shifted(value, 1), str(value), value + 0.5, value == 1)
        case _:
            return ("null", False, 0)


def _sized(limits: tuple[Limit, ...], build: Callable[[int], Json]) -> Iterator[Probe]:
    """Give a value of each size that is bounded, and one beyond."""
    for limit in limits:
        known, end = KEYWORDS[limit.keyword], limit.value
        if known.counts and isinstance(end, int | float) and end < _LONG:
            beyond = int(end) + (1 if known.tighter == "lower" else -1)
            yield from (
                Probe(build(size), known.name, end) for size in (int(end), beyond) if size >= 0
            )


def _string(shape: Scalar) -> Iterator[Probe]:
    yield from _sized(shape.limits, lambda size: "a" * size)
    yield from _sized(shape.limits, lambda size: "\N{GRINNING FACE}" * size)
    for limit in shape.limits:
        if limit.keyword == "pattern":
            yield from _matches(str(limit.value))
    pad = "a" * size_of(shape.limits, "length")[0]
    yield from (Probe(pad + odd, "type", "string") for odd in ("\x00", "\N{GRINNING FACE}", "\n"))
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
            yield from _odd(limit.keyword, limit.value, *_near_number(shape, limit.keyword, step))
    yield from (Probe(far, "type", shape.type) for far in _FAR[shape.type])
    yield from _wrong_types(shape.type, 1 if shape.type == "number" else 1.5)


def _near_number(shape: Scalar, keyword: str, step: float) -> Iterator[Json]:
    """Give numbers at a bound and a step to either side, or a multiple and half of one."""
    if keyword in NUMBER_LIMITS:
        end = bound(shape.limits, keyword) or 0
        yield from (end, shifted(end, step), shifted(end, -step))
    else:
        start = bound(shape.limits, "minimum") or 0
        yield from (shifted(start, step), shifted(start, step / 2))


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


def _array(endpoint: Endpoint, shape: Array, depth: int) -> Iterator[Probe]:
    least, most = size_of(shape.limits, "items")
    ends = (end + 1 for end in (least, most or 0) if end < _LONG)
    longest = max(2, len(shape.prefix), *ends)
    try:
        items = sample_items(endpoint, shape, longest)
    except NoSample:
        return
    yield from _sized(shape.limits, lambda size: [*items[:size]])
    if bound(shape.limits, "uniqueItems"):
        for value in ([*items[:2]], [items[0], items[0]]):
            yield Probe(value, "uniqueItems", limit=True)
    yield from _odd("type", "array", None, items[0], {}, {"0": items[0]})
    if depth > 0:
        base = items[: max(1, len(shape.prefix), least)]
        for index in range(max(1, len(shape.prefix))):
            for probe in probes(endpoint, shape.at(index), depth - 1):
                value = [*base[:index], probe.value, *base[index + 1 :]]
                yield Probe(value, probe.keyword, probe.limit, f"/{index}{probe.step}")


def _object(endpoint: Endpoint, shape: Object, depth: int) -> Iterator[Probe]:
    yield from _odd("type", "object", None, "{}", [])
    if depth <= 0:
        return
    try:
        base = sample_object(endpoint, shape)
    except NoSample:
        return
    yield from _sized(shape.limits, partial(sized_object, endpoint, shape))
    yield Probe(base, "type", "object")
    for field in shape.fields:
        if field.required:
            rest = {name: value for name, value in base.items() if name != field.name}
            yield Probe(rest, "required", field.name, f"/{field.name}")
        for probe in probes(endpoint, field.shape, depth - 1):
            value = base | {field.name: probe.value}
            yield Probe(value, probe.keyword, probe.limit, f"/{field.name}{probe.step}")
    unknown = next(name for name in (_UNKNOWN, _UNKNOWN * 2) if shape.field(name) is None)
    yield Probe(base | {unknown: 1}, "unknown", unknown, f"/{unknown}")
