"""A web page copied as text: without markup but for the `#` that a page shows at its headings.

That sign stands behind the title or below it. In a copy without it the titles that every page has
are the headings and, among the types, a line that is one name. Which level a heading has, its
title says.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fal_codegen.pages.blocks import Block, heading_title

_LEVELS = {"about": 2, "calling the api": 2, "schema": 2, "input": 3, "output": 3, "other types": 3}
_DEEPEST = 4
_LAST = "related models"
_TYPE = re.compile(r"[A-Z][A-Za-z0-9]+|\w+(?:__\w+)+")
_BOLD = re.compile(r"(?<=\w)\*\*(?=\w)")
_CODE = re.compile(r'(?:"[\w.-]+": ?)?(?=[{\[])')
_OPENING = re.compile(r'\{|"[\w.-]+": [{\[]')
_DECODER = json.JSONDecoder(strict=False)
_MOST_ATTEMPTS = 50
"""Pieces of a page that may be JSON and are tried; real pages have three."""


@dataclass(frozen=True, slots=True)
class _Heading:
    title: str
    level: int
    lines: int


def plain_blocks(text: str, first: int = 1) -> tuple[Block, ...]:
    """Read copied text into blocks: headings, JSON as code, and every other line as text.

    A name with two underlines that a formatter took for bold gets them back.
    """
    lines = _BOLD.sub("__", text).splitlines()
    return tuple(_blocks(lines, _headings(lines), first))


def _blocks(lines: list[str], headings: dict[int, _Heading], first: int) -> Iterator[Block]:
    index, attempts = 0, 0
    closings = [number for number, line in enumerate(lines) if line[:1] in ("}", "]")]
    while index < len(lines):
        line, number = lines[index].strip(), first + index
        heading = headings.get(index)
        code = None
        if not heading and attempts < _MOST_ATTEMPTS and _CODE.match(line):
            attempts += 1
            code = _json(lines, index) or _braced(lines, index, closings)
        if heading:
            yield Block("heading", heading.title, number, heading.level)
            index += heading.lines
        elif code:
            text, rest = code
            yield Block("code", text, number)
            index += text.count("\n")
            lines[index] = rest  # what stands behind the code is a line of its own
        else:
            if line and line != "#":
                yield Block("text", line, number)
            index += 1


def _headings(lines: Sequence[str]) -> dict[int, _Heading]:
    signed = {index: count for index in range(len(lines)) if (count := _signed(lines, index))}
    bare = all(heading_title(lines[index]).lower() != "input" for index in signed)
    if bare:
        signed = {index: 1 for index, line in enumerate(lines) if _is_title(line)}
    found: dict[int, _Heading] = {}
    within = types = False
    for index, line in enumerate(lines):
        title = heading_title(line)
        known = title.lower()
        named = bare and types and _TYPE.fullmatch(title)
        about = known == "about" and not within
        if index in signed or known == _LAST or named or about:
            level = _LEVELS.get(known, _DEEPEST if within and known != _LAST else 2)
            found[index] = _Heading(title, level, signed.get(index, 1))
            within = within or known == "schema"
            types = (types or known == "other types") and level > _LEVELS["schema"]
    return found


def _signed(lines: Sequence[str], index: int) -> int:
    """Tell how many lines a heading takes with the sign behind it or below it; 0 for no heading."""
    line = lines[index].strip()
    if not line or line == "#":
        return 0
    if line.endswith("#") and not line.startswith("#"):
        return 1
    below = [each.strip() for each in lines[index + 1 : index + 3]]
    if below[:1] == ["#"]:
        return 2
    return 3 if below == ["", "#"] else 0


def _is_title(line: str) -> bool:
    return heading_title(line).lower() in _LEVELS


def _json(lines: Sequence[str], index: int) -> tuple[str, str] | None:
    """Give the JSON value that begins with this line, with its name, and what stands behind it."""
    text = "\n".join((lines[index].strip(), *lines[index + 1 :]))
    name = _CODE.match(text)
    try:
        stop = _DECODER.raw_decode(text, name.end() if name else 0)[1]
    except (ValueError, RecursionError):
        return None
    return text[:stop], text[stop:].partition("\n")[0]


def _braced(lines: Sequence[str], index: int, closings: Sequence[int]) -> tuple[str, str] | None:
    """Give what is no JSON up to the line that closes it in the first column."""
    if not _OPENING.fullmatch(lines[index].strip()):
        return None
    found = bisect_left(closings, index)
    stop = closings[found] if found < len(closings) else index
    return "\n".join(lines[index : stop + 1]), ""
