# The runtime of fal-codegen, from templates/python/runtime/_shown.py: edit it there.
"""Values as they are shown to people: short."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

_LONGEST = 100
"""Characters of a text that are shown."""
_LONGEST_ADDRESS = 300
_USER = re.compile(r"^(?:([A-Za-z][A-Za-z0-9+.-]*:)?(//))?[^/\\]*@")
_VISIBLE = "".join(map(chr, range(0x21, 0x7F)))
_MOST = 10
"""Items that are shown."""


class Shown(str):
    """A text that shows itself without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Show the text."""
        return str(self)


def shown(value: Any) -> Shown:
    """Spell a value: long texts and lists are cut, and of bytes there is only how many."""
    if isinstance(value, bytes | bytearray):
        return Shown(f"<{len(value)} bytes>")
    if isinstance(value, str):
        cut = value[:_LONGEST]
        more = f"… ({len(value)} characters)" if len(value) > _LONGEST else ""
        return Shown(repr(cut) + more)
    if isinstance(value, Path):
        return Shown(f"Path({str(value)!r})")
    if isinstance(value, list | tuple):
        items = cast("list[Any]", value)
        text = ", ".join([*map(shown, items[:_MOST]), *_left(items)])
        return Shown(f"[{text}]" if isinstance(value, list) else f"({text})")
    if isinstance(value, Mapping):
        pairs: list[Any] = [*value.items()]
        texts = [f"{shown(name)}: {shown(each)}" for name, each in pairs[:_MOST]]
        return Shown(f"{{{', '.join([*texts, *_left(pairs)])}}}")
    return Shown(repr(value))


def shown_address(url: str) -> str:
    """Spell a URL without its query, its user and its password: any of them may be a permission.

    It may be no URL at all: servers send what they like.
    """
    place = _USER.sub(r"\1\2", re.split("[?#]", url, maxsplit=1)[0])[:_LONGEST_ADDRESS]
    return quote(place, safe=_VISIBLE, errors="replace")


def _left(items: list[Any]) -> list[str]:
    return [f"… ({len(items)} in all)"] if len(items) > _MOST else []
