"""JSON values, as documents and bodies hold them."""

import json
import math
from hashlib import sha256
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


def parse(data: bytes) -> Json:
    """Read JSON text. Raises `ValueError` with the place and what is wrong there.

    Stricter than `json.loads`: only UTF-8, and no number that is not finite.
    """
    try:
        text = data.decode("utf-8-sig")
        value: Json = json.loads(text, parse_constant=_no_constant, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise ValueError(f"byte {error.start}: not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"line {error.lineno} column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return value


def pretty(value: Json) -> bytes:
    """Spell a value for a file: keys as they come, two spaces, a final newline."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return f"{text}\n".encode("utf-8", "surrogatepass")


def digest(value: Json) -> str:
    """Give the sha256 of the canonical spelling, in hex: the order of keys does not change it."""
    return sha256(canonical(value).encode("utf-8", "surrogatepass")).hexdigest()


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is too large a number")
    return number


def _no_constant(name: str) -> Json:
    raise ValueError(f"{name} is no JSON")
