"""JSON values, as documents and bodies hold them."""

import json
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""What `json.loads` returns."""


def canonical(value: Json) -> str:
    """Give the one spelling of a value: keys sorted, no spaces.

    Two values are the same to JSON exactly when their spellings are equal; Python's own `==` holds
    `1`, `1.0` and `True` for one.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def same(one: Json, other: Json) -> bool:
    """Tell whether two values are the same to JSON."""
    return canonical(one) == canonical(other)


_types = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}


def json_type(value: Json) -> str:
    """Name the JSON Schema type of a value; a whole float is an integer, as 2020-12 has it."""
    if isinstance(value, float) and value.is_integer():
        return "integer"
    return _types[type(value)]
