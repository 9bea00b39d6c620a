"""Where in the text of a JSON file a pointer leads to, as people and editors count: lines."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from fal_codegen.contract.document import escape

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},]|[^\s"\[\]{},:]+', re.DOTALL)


class LineColumn(NamedTuple):
    """A place in a text; both count from 1, columns in characters."""

    line: int
    column: int


@dataclass(slots=True)
class _Open:
    """A list or an object that is being read; `here` is the pointer of its next value."""

    pointer: str
    is_list: bool
    here: str = ""
    index: int = 0
    at_key: bool = True

    def next_item(self) -> str:
        self.here = f"{self.pointer}/{self.index}"
        self.index += 1
        return self.here


def pointer_lines(text: str) -> Mapping[str, LineColumn]:
    """Give for every JSON pointer of a text where it stands.

    A field stands where its name does, an item where it begins. The text must be JSON, as
    `parse` takes it.
    """
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    found = {"": LineColumn(1, 1)}
    for pointer, offset in _offsets(text):
        row = bisect_right(starts, offset) - 1
        found[pointer] = LineColumn(row + 1, offset - starts[row] + 1)
    return found


def nearest_line(lines: Mapping[str, LineColumn], pointer: str) -> LineColumn:
    """Give where a pointer leads to, or the nearest place around that the text has."""
    while pointer and pointer not in lines:
        pointer = pointer.rpartition("/")[0]
    return lines.get(pointer, LineColumn(1, 1))


def _offsets(text: str) -> Iterator[tuple[str, int]]:
    """Give every pointer with the offset at which its name, or the value itself, begins."""
    open_: list[_Open] = []
    for match in _TOKEN.finditer(text):
        mark, around = match[0], open_[-1] if open_ else None
        if mark in ("]", "}"):
            open_.pop()
        elif mark == ",":
            if around:
                around.at_key = True
        elif around and not around.is_list and around.at_key:
            around.here, around.at_key = f"{around.pointer}/{escape(json.loads(mark))}", False
            yield around.here, match.start()
        else:
            if around and around.is_list:
                yield around.next_item(), match.start()
            if mark in ("[", "{"):
                open_.append(_Open(around.here if around else "", mark == "["))
