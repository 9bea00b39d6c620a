"""What requests are checked by: the part of JSON Schema that contracts use, in exact numbers."""

import math

from fal_codegen.contract import Endpoint, Json, Spelling, escape, spelled_schema
from fal_codegen.emit.parts import spelled_parts
from fal_codegen.emit.typescript.text import is_exact, refuse_inexact

_TABLE = Spelling("", closed=True, served=False, brief=True)
_FROM = ("minimum", "exclusiveMaximum", "minLength", "minItems", "minProperties")
"""Limits that keep what they say if the next number of JavaScript upwards stands for them."""
_TO = ("maximum", "exclusiveMinimum", "maxLength", "maxItems", "maxProperties")
"""The same downwards: between a number and the next one in JavaScript there is no value to send."""


def request_table(endpoint: Endpoint) -> dict[str, Json]:
    """Give an endpoint's id, its request's schema, and the parts that this refers to."""
    parts: dict[str, Json] = {
        escape(name): _exact(schema)
        for name, schema in spelled_parts(endpoint, "input", _TABLE).items()
    }
    request = _exact(spelled_schema(endpoint.input, _TABLE))
    table: dict[str, Json] = {"id": endpoint.id, "input": request}
    if parts:
        table["parts"] = parts
    return table


def _exact(schema: Json) -> Json:
    """Give a schema with the limits that JavaScript has no number for moved to one that says it.

    Raises `ValueError` for other such numbers.
    """
    match schema:
        case dict():
            return {name: _limit(name, value) for name, value in schema.items()}
        case list():
            return [*map(_exact, schema)]
        case _:
            return schema


def _limit(name: str, value: Json) -> Json:
    if name == "enum" and isinstance(value, list):
        return refuse_inexact(value)
    if not isinstance(value, int) or is_exact(value):
        return _exact(value)
    if name in _FROM:
        return _next(value, math.inf)
    if name in _TO:
        return _next(value, -math.inf)
    return refuse_inexact(value)


def _next(value: int, towards: float) -> float:
    """Give the first number of JavaScript from a value on; none beyond all of them is infinite."""
    try:
        near = float(value)
    except OverflowError:
        end = math.inf if value > 0 else -math.inf
        return end if end == towards else math.nextafter(end, 0)
    short = near < value if towards > 0 else near > value
    return math.nextafter(near, towards) if short else near
