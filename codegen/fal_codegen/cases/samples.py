"""The simplest value a shape admits: the ground that cases stand on."""

from collections.abc import Iterator
from decimal import Decimal

from fal_codegen.contract import (
    KEYWORDS,
    NULL,
    Anything,
    Array,
    Endpoint,
    Enum,
    Field,
    Json,
    Limit,
    Measure,
    Object,
    Ref,
    Scalar,
    Shape,
    Union,
    admits,
    bounds_of,
    keywords_of,
)
from fal_codegen.judge import texts_matching

NUMBER_LIMITS = tuple(
    name for name in keywords_of("number") if KEYWORDS[name].tighter in ("higher", "lower")
)


class NoSample(Exception):  # noqa: N818 - an outcome, not a mistake
    """No simple value is known for a shape: a string that must match a pattern, say."""


def sample(endpoint: Endpoint, shape: Shape) -> Json:
    """Give a small value that the shape admits. Raises `NoSample`."""
    match shape:
        case Ref():
            value = sample(endpoint, endpoint.resolve(shape))
        case Union(options=options):
            value = _first(endpoint, options)
        case Enum(values=values):
            value = values[0]
        case Array(limits=limits):
            value = sample_items(endpoint, shape, size_of(limits, "items")[0])
        case Object(limits=limits):
            value = sized_object(endpoint, shape, size_of(limits, "properties")[0])
        case Anything():
            value = "anything"
        case Scalar():
            value = _scalar(endpoint, shape)
    if not admits(endpoint, shape, value):
        raise NoSample(f"no simple value is known for {shape}")
    return value


def sample_field(endpoint: Endpoint, field: Field) -> Json:
    """Give the field's first example where it has one, else a sample of its shape."""
    return field.examples[0] if field.examples else sample(endpoint, field.shape)


def sample_object(endpoint: Endpoint, shape: Object) -> dict[str, Json]:
    """Give an object that holds the required fields and nothing else."""
    return {field.name: sample_field(endpoint, field) for field in shape.fields if field.required}


def sized_object(endpoint: Endpoint, shape: Object, size: int) -> dict[str, Json]:
    """Give an object with the required fields, and unlisted properties up to a size."""
    body = sample_object(endpoint, shape)
    more = range(size - len(body)) if shape.extra is not None else ()
    return body | {f"key_{number}": sample(endpoint, shape.extra or NULL) for number in more}


def sample_items(endpoint: Endpoint, shape: Array, size: int) -> list[Json]:
    """Give this many items for a list, distinct where that is easy, in case they must be."""
    return [_item(endpoint, shape.at(index), index) for index in range(size)]


def size_of(limits: tuple[Limit, ...], of: Measure) -> tuple[int, int | None]:
    """Give the least and the most that there may be of something; None where there is no most."""
    least, most = (bound(limits, keyword) for keyword in bounds_of(of))
    return int(least or 0), None if most is None else int(most)


def bound(limits: tuple[Limit, ...], keyword: str) -> float | None:
    """Give the number a limit sets, None where there is no such limit."""
    values = (limit.value for limit in limits if limit.keyword == keyword)
    return next((value for value in values if isinstance(value, int | float)), None)


def _first(endpoint: Endpoint, shapes: tuple[Shape, ...]) -> Json:
    """Give a sample of the first of these shapes that has one."""
    for shape in shapes:
        try:
            return sample(endpoint, shape)
        except NoSample:
            continue
    raise NoSample("none of the alternatives has a simple value")


def _item(endpoint: Endpoint, shape: Shape, index: int) -> Json:
    value = sample(endpoint, shape)
    match endpoint.resolve(shape), value:
        case Enum(values=values), _:
            varied: Json = values[index % len(values)]
        case _, str():
            varied = f"{value}{index}"
        case _, int() | float() if not isinstance(value, bool):
            varied = shifted(value, index)
        case _:
            varied = value
    return varied if admits(endpoint, shape, varied) else value


def _scalar(endpoint: Endpoint, shape: Scalar) -> Json:
    """Give the first of some simple values that fits: limits are met at them or just inside."""
    simple: tuple[Json, ...] = (True, None, "a" * (size_of(shape.limits, "length")[0] or 1))
    for value in (*simple, *_texts(shape), *_numbers(shape)):
        if admits(endpoint, shape, value):
            return value
    raise NoSample(f"no simple value is known for {shape}")


def _texts(shape: Scalar) -> Iterator[Json]:
    for limit in shape.limits:
        if limit.keyword == "pattern":
            yield from texts_matching(str(limit.value))


def _numbers(shape: Scalar) -> Iterator[Json]:
    step = bound(shape.limits, "multipleOf") or 1
    yield from (1, 0, step)
    ends = [bound(shape.limits, keyword) for keyword in NUMBER_LIMITS]
    for end in ends:
        if end is not None:
            yield from (end, shifted(end, step), shifted(end, -step), shifted(end, step / 1000))


def shifted(number: float, step: float) -> int | float:
    """Add as decimals, so that 0.1 and 0.2 make 0.3."""
    total = Decimal(repr(number)) + Decimal(repr(step))
    return int(total) if isinstance(number, int) and total == int(total) else float(total)
