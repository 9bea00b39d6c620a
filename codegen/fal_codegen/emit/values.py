"""Values without parts, scalars and enums: their schemas and annotations."""

from itertools import chain
from typing import TypeAlias

from fal_codegen.contract import (
    NULL,
    Array,
    Enum,
    Json,
    Scalar,
    Shape,
    Union,
    bounds_of,
    json_type,
    options,
)
from fal_codegen.emit.limits import annotations, field_call, keywords
from fal_codegen.emit.references import Schema, reference
from fal_codegen.emit.text import literal

Typed: TypeAlias = tuple[Schema, list[str]]
"""A schema, and the annotations beside it as source."""

NUMBER = reference("Number")
"""The runtime's type of a number, which stays as it is given."""
NO_VALUE = reference("Nothing")
"""The runtime's type of what no value fits."""
_KINDS = {"integer": "number"}
"""Types whose values one `Literal` or `OneOf` may mix."""


def scalar(shape: Scalar, *, closed: bool) -> Typed:
    """Give a scalar; answers carry no limits."""
    is_number = shape.type == "number"
    schema: Schema = NUMBER if is_number else {"type": shape.type}
    if not closed:
        return schema, []
    if is_number:
        return schema, [*field_call(shape.limits), *annotations(shape.limits)]
    return {**schema, **keywords(shape.limits)}, annotations(shape.limits)


def by_kind(enum: Enum) -> Enum | Union:
    """Take an enum of values of several types apart; what is of one type stays as it is."""
    groups: dict[str, list[Json]] = {}
    for value in enum.values:
        groups.setdefault(_kind(value), []).append(value)
    if len(groups) == 1:
        return enum
    return Union(tuple(NULL if kind == "null" else Enum(tuple(groups[kind])) for kind in groups))


def any_item(shape: Array) -> Shape:
    """Give what each item of a list of fixed length may be; an answer's may be longer some day."""
    limits = {limit.keyword: limit.value for limit in shape.limits}
    size = limits[bounds_of("items")[1]]
    assert isinstance(size, int)
    every = chain.from_iterable(options(shape.at(at)) for at in range(size))
    return Union(tuple({repr(each): each for each in every}.values()))


def listed(enum: Enum, *, closed: bool) -> Typed:
    """Give values of one type: a `Literal` where Python has one, so not for fractions and parts.

    An answer admits values that were added since.
    """
    kind, values = _kind(enum.values[0]), [*enum.values]
    whole = all(isinstance(value, int) for value in values)
    if kind == "number":
        schema: Schema = {"type": "integer"} if whole else NUMBER
    else:
        schema = {"type": kind, **({"additionalProperties": {}} if kind == "object" else {})}
    has_literal = kind in ("string", "boolean") or (whole and all(map(_is_small, values)))
    exact: Schema = {**schema, "enum": [*values]} if has_literal else schema
    listing = ", ".join(map(literal, values))
    if not closed:
        if has_literal:
            return {"anyOf": [exact, schema]}, [] if kind == "string" else ["Known()"]
        return schema, [f"Known({listing})"]
    # Literal[1] takes True as well
    return exact, [] if kind == "string" else [f"OneOf({listing})"]


def _is_small(value: Json) -> bool:
    """Tell whether pydantic finds an integer among several: it knows those of 64 bits."""
    return isinstance(value, int) and -(2**63) <= value < 2**63


def _kind(value: Json) -> str:
    type_ = json_type(value)
    return _KINDS.get(type_, type_)
