"""An llms.txt that was shown as a web page: copied from a browser, or converted back."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TypeAlias

from fal_codegen.pages.blocks import Block, heading_title
from fal_codegen.prose import unescaped

_MARK = r"[*_`]{0,4}"
_ITEM = r"[ \t]*(?:[-*+•][ \t]+)?"
NAMES_MODEL = re.compile(
    rf"^{_ITEM}{_MARK}Model ID{_MARK}[ \t]?:{_MARK}[ \t]*`?[\w.-]+(?:/[\w.-]+)+`?[ \t]*$",
    re.MULTILINE,
)
"""The line that says whose page it is."""
_OVERVIEW = re.compile(
    rf"{_ITEM}{_MARK}(Endpoint|Model ID|Category|Kind|Tags|Description){_MARK} ?:{_MARK}\s*(.*)"
)
_FIELD = re.compile(
    rf"{_ITEM}{_MARK}([A-Za-z_][\w.-]{{0,99}}){_MARK} \({_MARK}([^`()\n]{{1,200}}?){_MARK}, "
    rf"{_MARK}(required|optional){_MARK}\)[ \t]?:?[ \t]*(.*)",
)
_NOTE = re.compile(rf"{_ITEM}((?:Default|Range|Options|Examples): ?|Array of |One of: ?)(.*)")
_BARE_RANGE = re.compile(r"([-+.\deE]+) to ([-+.\deE]+)(?:, step: ([.\d]+))?")
_LABEL = re.compile(
    rf"{_MARK}(Required Parameters Example|Full Example|Example Response){_MARK} ?:{_MARK}\s*"
)
_LEVELS = {
    "overview": 2,
    "pricing": 2,
    "api information": 2,
    "input schema": 3,
    "output schema": 3,
    "other types": 3,
    "usage examples": 2,
    "limitations": 2,
    "additional resources": 2,
}
_HEADING = re.compile(r"(#{1,6})[ \t]+(.+)")
_FENCE = re.compile(r"(?:`{3,}|~{3,}).*")
_UNDERLINE = re.compile(r"(?:-{3,}|={3,})")
_HEADER_LINES = 2
"""Lines over which a converter wraps a field's name, type and need."""
_DECODER = json.JSONDecoder(strict=False)
_OBJECT = re.compile(r'\s*(\{\s*["}])')
_TRIES = 50
"""Failures after which no line is taken for JSON: each may read, and count, the rest of a page."""

_Read: TypeAlias = tuple[tuple[Block, ...], int]
"""What begins with a line, and the index of the line after it."""


class _Lines:
    """The lines of a page, and the JSON that begins with one of them."""

    def __init__(self, text: str, first: int) -> None:
        self.all, self.first = text.split("\n"), first
        self._text, self._left = text, _TRIES
        self._starts = [0, *accumulate(len(line) + 1 for line in self.all)]

    def json_at(self, index: int) -> str:
        """Give the JSON object that begins with a line; empty where there is none."""
        begun = _OBJECT.match(self._text, self._starts[index])
        if not begun or not self._left:
            return ""
        try:
            end = _DECODER.raw_decode(self._text, begun.start(1))[1]
        except (ValueError, RecursionError):
            self._left -= 1
            return ""
        return self._text[begun.start(1) : end]


def copied_llms_blocks(text: str, first: int = 1) -> tuple[Block, ...]:
    """Give the blocks that the file itself would have, whatever became of its marks."""
    page = list(_blocks(_Lines(text, first)))
    overview = next((i for i, block in enumerate(page) if block.text.lower() == "overview"), 0)
    if overview and page[overview - 1].kind == "text":
        page[overview - 1] = _quote(page[overview - 1])
    return tuple(page)


def _quote(block: Block) -> Block:
    """Mark what a page is about, which may stand right below its title."""
    lines = block.text.split("\n")
    about = lines if lines[0].startswith("> ") else lines[1:] or lines
    return replace(block, kind="quote", text=unescaped("\n".join(about).replace("> ", "")))


def _blocks(page: _Lines) -> Iterator[Block]:
    lines, first = page.all, page.first
    opened: list[str] = []
    index, start = 0, 0
    while index < len(lines):
        line = lines[index].strip()
        unseen = _FENCE.fullmatch(line) or _UNDERLINE.fullmatch(line)
        found = _marked(page, index) if line and not unseen else None
        if opened and (found or unseen or not line):
            yield Block("text", "\n".join(opened), first + start)
            opened.clear()
        if found:
            shown, index = found
            yield from shown
            continue
        if line and not unseen:
            start = start if opened else index
            opened.append(line)
        index += 1
    if opened:
        yield Block("text", "\n".join(opened), first + start)


def _marked(page: _Lines, index: int) -> _Read | None:
    """Read what begins with this line and is no plain text, and tell where it ends."""
    line, number = page.all[index], page.first + index
    title = heading_title(line.strip().lstrip("#"))
    hashes = _HEADING.fullmatch(line)
    if hashes or title.lower() in _LEVELS:
        level = _LEVELS.get(title.lower(), len(hashes[1]) if hashes else 1)
        return (Block("heading", title, number, level),), index + 1
    if text := _line(line):
        return (Block("text", text, number),), index + 1
    if line.lstrip()[:1] == "{":
        shown = page.json_at(index)
        return ((Block("code", shown, number),), index + shown.count("\n") + 1) if shown else None
    return _field(page.all, index, number)


def _line(line: str) -> str:
    """Spell a label, a line of the overview or a note as the file does; empty for any other."""
    if label := _LABEL.fullmatch(line):
        return f"**{label[1]}**:"
    if overview := _OVERVIEW.fullmatch(line):
        return f"**{overview[1]}**: {overview[2]}"
    if note := _NOTE.fullmatch(line):
        return note[1] + _spelled(note[1], note[2].strip())
    return ""


def _field(lines: Sequence[str], index: int, number: int) -> _Read | None:
    for count in range(1, _HEADER_LINES + 1):
        head = " ".join(each.strip() for each in lines[index : index + count])
        if found := _FIELD.fullmatch(head):
            name, word, need, said = found.groups()
            header = Block("text", f"**`{name}`** (`{word}`, _{need}_):", number)
            below = [Block("text", said, number)] if said else []
            return (header, *below), index + count
    return None


def _spelled(key: str, value: str) -> str:
    """Give a default and a range the marks of code that a browser does not copy."""
    if key.startswith("Default") and not value.startswith("`"):
        return f"`{value}`"
    if key.startswith("Range") and (found := _BARE_RANGE.fullmatch(value)):
        step = f", step: `{found[3]}`" if found[3] else ""
        return f"`{found[1]}` to `{found[2]}`{step}"
    return value
