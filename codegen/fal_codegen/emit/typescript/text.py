"""The door through which text of a document enters generated TypeScript."""

import json
import re
from decimal import Decimal

from fal_codegen.contract import Json
from fal_codegen.emit.text import visible, wrapped

_WIDTH = 77
"""Columns of a comment's text with its indent and without ` * `: 80, as prettier has it."""
_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_LARGEST = 2**53
"""From here on, numbers of JavaScript are not exact."""


def string(text: str) -> str:
    """Spell a string literal in ASCII, in the quotes that need fewer escapes."""
    inner = json.dumps(text)[1:-1].replace("\x7f", "\\u007f")
    if text.count('"') > text.count("'"):
        return f"'{_unquoted(inner)}'"
    return f'"{inner}"'


def _unquoted(inner: str) -> str:
    """Move the escapes from double quotes to single ones."""
    return re.sub(
        r"\\.|'", lambda at: {'\\"': '"', "'": "\\'"}.get(at[0], at[0]), inner, flags=re.DOTALL
    )


def number(value: float) -> str:
    """Spell a number as JavaScript writes the nearest one it has."""
    if isinstance(value, int) and abs(value) < _LARGEST:
        return str(value)
    text = repr(float(value)).replace("inf", "Infinity")
    mantissa, _, exponent = text.partition("e")
    mantissa = mantissa.removesuffix(".0")
    if not exponent:
        return mantissa
    if 0 < int(exponent) <= 20:  # JavaScript writes so many digits before it says e  # noqa: PLR2004
        return f"{Decimal(text):f}"
    return f"{mantissa}e{int(exponent)}"


def is_exact(value: Json) -> bool:
    """Tell whether a number is one that JavaScript has."""
    if not isinstance(value, int) or abs(value) < _LARGEST:
        return True
    try:
        return int(float(value)) == value
    except OverflowError:
        return False


def refuse_inexact(value: Json) -> Json:
    """Give a value of which JavaScript has every number. Raises `ValueError` for any other."""
    match value:
        case list():
            return [*map(refuse_inexact, value)]
        case dict():
            return {name: refuse_inexact(each) for name, each in value.items()}
        case _ if is_exact(value):
            return value
        case _:
            raise ValueError(f"{value} is no number that JavaScript has")


def scalar(value: Json) -> str:
    """Spell a value without parts."""
    match value:
        case bool() | None:
            return json.dumps(value)
        case str():
            return string(value)
        case int() | float():
            return number(value)
        case _:
            raise TypeError("a value with parts")


def property_name(name: str) -> str:
    """Spell the name of a property in a type."""
    return name if _NAME.fullmatch(name) else string(name)


def key(name: str) -> str:
    """Spell a key of an object; one is no plain key, for it would set the object's prototype."""
    return '["__proto__"]' if name == "__proto__" else property_name(name)


def comment(text: str, indent: int) -> str:
    """Spell a doc comment with the line end behind it; empty for no text.

    Nothing in the text can end the comment, and nothing in it is a tag to a tool.
    """
    lines = [_inert(each) for each in wrapped(text, _WIDTH - indent)]
    margin = " " * indent
    if not lines:
        return ""
    if len(lines) == 1 and len(lines[0]) <= _WIDTH - indent - 4:
        return f"{margin}/** {lines[0]} */\n"
    inner = "".join(f"{margin} * {line}".rstrip() + "\n" for line in lines)
    return f"{margin}/**\n{inner}{margin} */\n"


def _inert(line: str) -> str:
    return visible(line).replace("*/", "*\\/").replace("@", "\\@")
