"""The values a page spells: JSON, or plain text between backticks."""

import json
import math
import re
from collections.abc import Iterator

from fal_codegen.contract import Array, Enum, Json, Scalar, Shape, options, parse, without_null

_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.{1,10000}?)(?<!`)\1(?!`)")  # bounded: pages are hostile
_ITEM_END = re.compile(r",(?! )")
"""What stands between the items of a list that a web page spells as text."""
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')


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


def listed(text: str) -> list[str]:
    """Split a list of values: code by code, all in one code, or bare; quotes are taken away."""
    text = " ".join(text.split())
    codes = list(spans(text))
    if len(codes) > 1:
        return codes
    whole = codes[0] if codes else text
    quoted = _QUOTED.findall(whole)
    if quoted and not _QUOTED.sub("", whole).strip(", "):
        return [str(literal(each)) for each in quoted]
    return [each for part in _parts(whole) if (each := part.strip())]


def _parts(text: str) -> list[str]:
    """Split at commas; one without a blank behind it, among others with one, is a value's own."""
    parts = text.split(", ")
    own = sum("," in part.rstrip(",") for part in parts)
    return parts if own * 2 < len(parts) else text.split(",")


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
    if isinstance(shape, Array) and not isinstance(value, list):
        return [typed(item, shape.items) for item in _ITEM_END.split(text)]
    for each in options(shape):
        if isinstance(each, Enum):
            known = (member for member in each.values if plain(member) in (text, value))
            return next(known, value)
    return text if shape == Scalar("string") and not isinstance(value, str) else value
