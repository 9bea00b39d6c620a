"""Answers that a port must read, with all that is in them."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from fal_codegen.cases import NoSample, Samples
from fal_codegen.contract import Array, Endpoint, Enum, Json, Object, Ref, Scalar, Shape, Union

_DEEPEST = 6
_TOMORROW = "a value of tomorrow"


def sample_answer(endpoint: Endpoint) -> Json:
    """Give an answer with every field, and an item in every list; None where none is known."""
    try:
        return _whole(Samples(endpoint), endpoint.output, 0)
    except NoSample:
        return None


def answer_vectors(endpoint: Endpoint, whole: Json) -> list[Json]:
    """Give the vectors of an endpoint: a whole answer with one surprise in it each.

    Whatever is in an answer must be there after reading it: it was paid for.
    """
    vectors: list[Json] = []
    for kind, (catches, change) in _SURPRISES.items():
        changed = next(_surprised(endpoint, endpoint.output, whole, change, 0), None)
        if changed is not None:
            vectors.append({"id": kind, "answer": changed, "catches": catches})
    return vectors


def _whole(samples: Samples, shape: Shape, depth: int) -> Json:
    """Give such an answer. Raises `NoSample`."""
    if depth > _DEEPEST:
        return samples.of(shape)
    match samples.endpoint.resolve(shape):
        case Object(fields=fields) if fields:
            return {each.name: _whole(samples, each.shape, depth + 1) for each in fields}
        case Array(items=items, prefix=()):
            return [_whole(samples, items, depth + 1)]
        case Union(options=options) if options:
            return _whole(samples, options[0], depth + 1)
        case _:
            return samples.of(shape)


_Surprise = Callable[[Shape, Json], Iterator[Json]]


def _unknown_field(shape: Shape, value: Json) -> Iterator[Json]:
    if isinstance(shape, Object) and isinstance(value, dict):
        yield {**value, "field_of_tomorrow": {"kept": [1, None, "text"]}}


def _unknown_field_inside(shape: Shape, value: Json) -> Iterator[Json]:
    if (
        isinstance(shape, Array)
        and isinstance(value, list)
        and value
        and isinstance(value[0], dict)
    ):
        yield [{**value[0], "field_of_tomorrow": 1.5}, *value[1:]]


def _unknown_value(shape: Shape, _value: Json) -> Iterator[Json]:
    if isinstance(shape, Enum):
        yield _TOMORROW


def _null(shape: Shape, value: Json) -> Iterator[Json]:
    if isinstance(shape, Object) and isinstance(value, dict):
        yield from ({**value, field.name: None} for field in shape.fields if field.required)


def _missing(shape: Shape, value: Json) -> Iterator[Json]:
    if isinstance(shape, Object) and isinstance(value, dict):
        for field in shape.fields:
            if field.required:
                yield {name: each for name, each in value.items() if name != field.name}


def _whole_float(shape: Shape, value: Json) -> Iterator[Json]:
    if isinstance(shape, Scalar) and shape.type == "integer" and isinstance(value, int):
        yield float(value)


def _other_type(shape: Shape, _value: Json) -> Iterator[Json]:
    if isinstance(shape, Scalar) and shape.type == "string":
        yield 7


_SURPRISES: Mapping[str, tuple[str, _Surprise]] = MappingProxyType(
    {
        "unknown_field": ("drops unknown fields of an answer", _unknown_field),
        "unknown_field_inside": ("drops unknown fields of a part", _unknown_field_inside),
        "unknown_value": ("closes the enum of an answer", _unknown_value),
        "null": ("refuses null where none was promised", _null),
        "missing": ("refuses an answer without a promised field", _missing),
        "whole_float": ("refuses 1.0 for an integer", _whole_float),
        "other_type": ("refuses a value of another type", _other_type),
    }
)
"""What an answer may hold that its contract did not say: who fails at it, and where it fits."""


def _surprised(
    endpoint: Endpoint, shape: Shape, value: Json, change: _Surprise, depth: int
) -> Iterator[Json]:
    """Give a value with a surprise at one place, for each place where it fits."""
    if depth > _DEEPEST:
        return
    match shape:
        case Ref():
            yield from _surprised(endpoint, endpoint.resolve(shape), value, change, depth)
        case Union(options=options):
            for option in options:
                yield from _surprised(endpoint, option, value, change, depth + 1)
        case _:
            yield from change(shape, value)
            yield from _below(endpoint, shape, value, change, depth)


def _below(
    endpoint: Endpoint, shape: Shape, value: Json, change: _Surprise, depth: int
) -> Iterator[Json]:
    match shape, value:
        case Object(fields=fields), dict():
            for field in fields:
                inner = value.get(field.name)
                for each in _surprised(endpoint, field.shape, inner, change, depth + 1):
                    yield {**value, field.name: each}
        case Array(items=items), [first, *rest]:
            for each in _surprised(endpoint, items, first, change, depth + 1):
                yield [each, *rest]
        case _:
            return
