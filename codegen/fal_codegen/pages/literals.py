"""The values a page spells: JSON, or plain text between backticks."""

import json
import math
import re
from collections.abc import Iterator

from fal_codegen.contract import Enum, Json, Scalar, Shape, parse, without_null

_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.{1,10000}?)(?<!`)\1(?!`)")  # bounded: pages are hostile


def literal(text: str) -> Json:
    """Read JSON, or else keep the text."""
    try:
        return read(text)
    except ValueError:
        return text


def read(text: str) -> Json:
    """Read JSON; raises `ValueError` for what is none."""
    return parse(text.encode("utf-8", "surrogatepass"))


def example(text: str) -> Json:
    """Read a code block's JSON, also where a web page put a backslash at the ends of its lines."""
    for tried in (text, text.replace("\\\n", "\n")):
        try:
            return read(tried)
        except ValueError:
            continue
    return None


def spans(text: str) -> Iterator[str]:
    """Walk the texts between backticks."""
    return (found.group(2).strip() for found in _SPAN.finditer(text))


def number(value: Json) -> bool:
    """Tell whether a value is a number JSON can spell."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < math.inf


def plain(value: Json) -> str:
    """Spell a value as pages do between backticks: JSON, but a string without its quotes."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def typed(text: str, shape: Shape) -> Json:
    """Give the value of a plain spelling, as the shape says which it must be."""
    shape = without_null(shape)
    value = literal(text)
    if isinstance(shape, Enum):
        return next((member for member in shape.values if plain(member) in (text, value)), value)
    return text if shape == Scalar("string") and not isinstance(value, str) else value
