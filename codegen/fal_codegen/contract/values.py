"""JSON values, as documents and bodies hold them."""

import json
import math
import re
from collections.abc import Callable, Collection, Iterable
from functools import partial
from hashlib import sha256
from itertools import accumulate
from typing import NoReturn, TypeAlias, TypeGuard

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""What `json.loads` returns."""

Node: TypeAlias = dict[str, Json]
"""A JSON object, as one of a document."""

_spelled = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode

DEEPEST_JSON = 200
"""Levels that values may nest: real documents have 20, and whatever walks them has a stack."""


def canonical(value: Json) -> str:
    """Give the one spelling of a value as it is written: keys sorted, no spaces."""
    return _spelled(value)


def equality_key(value: Json) -> str:
    """Give a spelling that two values share exactly when they are equal to JSON Schema.

    Numbers are equal by worth, 1 and 1.0 alike; Python's own `==` holds `True` for one more.
    """
    match value:
        case float() if value.is_integer():
            return canonical(int(value))
        case list():
            return f"[{','.join(map(equality_key, value))}]"
        case dict():
            items = (f"{canonical(name)}:{equality_key(value[name])}" for name in sorted(value))
            return f"{{{','.join(items)}}}"
        case _:
            return canonical(value)


def is_number(value: object) -> TypeGuard[int | float]:
    """Tell whether a value is a number, and not true or false."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def each_once(values: Iterable[Json]) -> list[Json]:
    """Give values without repeating any: of those that JSON Schema holds for equal the first."""
    known: dict[str, Json] = {}
    for value in values:
        known.setdefault(equality_key(value), value)
    return [*known.values()]


def json_equal(one: Json, other: Json) -> bool:
    """Tell whether two values are equal to JSON Schema."""
    return equality_key(one) == equality_key(other)


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


def is_of_type(value: Json, types: Collection[Json]) -> bool:
    """Tell whether a value has one of these types of JSON Schema, to which integers are numbers."""
    kind = json_type(value)
    return kind in types or (kind == "integer" and "number" in types)


def node_of(value: Json) -> Node:
    """Give what should be an object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def items_of(value: Json) -> list[Json]:
    """Give the items of what should be a list; none for anything else."""
    return value if isinstance(value, list) else []


def text_of(value: Json) -> str:
    """Give what should be a text; an empty one for anything else."""
    return value if isinstance(value, str) else ""


def is_text(text: str) -> bool:
    """Tell whether a string is text that UTF-8 can carry: no half of a surrogate pair in it."""
    if text.isascii():  # most are, and Python knows it already
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def parse(data: bytes) -> Json:
    """Read JSON text. Raises `ValueError` with the place and what is wrong there.

    Stricter than `json.loads`: only UTF-8, no number that is not finite, and no abyss.
    """
    try:
        text = data.decode("utf-8-sig")
        refuse = partial(_refuse, text)
        value: Json = json.loads(text, parse_constant=refuse, parse_float=partial(_finite, refuse))
    except UnicodeDecodeError as error:
        raise ValueError(f"byte {error.start}: not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"line {error.lineno} column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    if _may_be_deep(data) and _depth(value) > DEEPEST_JSON:
        raise ValueError(_TOO_DEEP)
    return value


def pretty(value: Json) -> bytes:
    """Spell a value for a file: keys as they come, two spaces, a final newline."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return f"{text}\n".encode("utf-8", "surrogatepass")


def digest(value: Json) -> str:
    """Give the sha256 of the canonical spelling, in hex: the order of keys does not change it."""
    return sha256(canonical(value).encode("utf-8", "surrogatepass")).hexdigest()


_TOO_DEEP = f"nested deeper than {DEEPEST_JSON} levels"


_STEPS = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")
_OTHERS = bytes({*range(256)} - {*b"[{]}"})


def _may_be_deep(data: bytes) -> bool:
    """Count brackets as they come, those in strings too: quick, and sure when it says no."""
    steps = memoryview(data.translate(_STEPS, _OTHERS)).cast("b")
    return max(accumulate(steps), default=0) > DEEPEST_JSON


def _depth(value: Json) -> int:
    level, depth = [value], 0
    while level:
        level = [child for each in level for child in _inside(each)]
        depth += 1
    return depth


def _inside(value: Json) -> list[Json]:
    match value:
        case list():
            return value
        case dict():
            return [*value.values()]
        case _:
            return []


def _finite(refuse: Callable[[str], NoReturn], number: str) -> float:
    value = float(number)
    return value if math.isfinite(value) else refuse(number)


def _refuse(text: str, number: str) -> NoReturn:
    """Refuse a number where it stands, which the decoder does not tell: outside of strings."""
    words = re.finditer(rf'"(?:\\.|[^"\\])*"|{re.escape(number)}', text)
    start = next(word.start() for word in words if word[0] == number)
    raise json.JSONDecodeError(f"{number} is not a finite number", text, start)
