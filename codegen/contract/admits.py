"""What shapes mean: whether a value is among those a shape promises."""

import operator
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from codegen.contract.endpoint import Endpoint
from codegen.contract.shapes import Anything, Array, Enum, Limit, Object, Ref, Scalar, Shape, Union
from codegen.contract.values import Json, canonical, json_type

_KEEPS: dict[str, Callable[[Any, Any], bool]] = {
    "minimum": operator.ge,
    "maximum": operator.le,
    "exclusiveMinimum": operator.gt,
    "exclusiveMaximum": operator.lt,
    "multipleOf": lambda value, step: Decimal(repr(value)) % Decimal(repr(step)) == 0,
    "minLength": lambda value, least: len(value) >= least,
    "maxLength": lambda value, most: len(value) <= most,
    "pattern": lambda value, pattern: re.search(pattern, value) is not None,
    "minItems": lambda value, least: len(value) >= least,
    "maxItems": lambda value, most: len(value) <= most,
    "uniqueItems": lambda value, on: not on or len(set(map(_spelling, value))) == len(value),
    "minProperties": lambda value, least: len(value) >= least,
    "maxProperties": lambda value, most: len(value) <= most,
}


def admits(endpoint: Endpoint, shape: Shape, value: Json) -> bool:
    """Tell whether a shape of this endpoint admits a value, by JSON Schema's rules.

    Whole floats are integers, booleans are no numbers, string lengths count code points, and a
    multiple is one of the decimals as written.
    """
    match shape:
        case Anything():
            return True
        case Ref():
            return admits(endpoint, endpoint.resolve(shape), value)
        case Union(options=options):
            return any(admits(endpoint, option, value) for option in options)
        case Enum(values=values):
            return _spelling(value) in map(_spelling, values)
        case Scalar(type=type_, limits=limits):
            types = ("number", "integer") if type_ == "number" else (type_,)
            return json_type(value) in types and _within(limits, value)
        case Array(limits=limits):
            return (
                isinstance(value, list)
                and _within(limits, value)
                and all(admits(endpoint, shape.at(index), item) for index, item in enumerate(value))
            )
        case Object(limits=limits):
            return (
                isinstance(value, dict)
                and _within(limits, value)
                and all(field.name in value for field in shape.fields if field.required)
                and all(_admits_property(endpoint, shape, *item) for item in value.items())
            )


def _admits_property(endpoint: Endpoint, shape: Object, name: str, value: Json) -> bool:
    field = shape.field(name)
    inner = field.shape if field else shape.extra
    return inner is not None and admits(endpoint, inner, value)


def _within(limits: tuple[Limit, ...], value: Json) -> bool:
    return all(_KEEPS[limit.keyword](value, limit.value) for limit in limits)


def _spelling(value: Json) -> str:
    """Spell a value so that numbers are equal by worth, 1.0 and 1 alike, and nothing else is."""
    match value:
        case float() if value.is_integer():
            return canonical(int(value))
        case list():
            return f"[{','.join(map(_spelling, value))}]"
        case dict():
            items = sorted((name, _spelling(item)) for name, item in value.items())
            return canonical([list(item) for item in items])
        case _:
            return canonical(value)
