"""A web page copied from a browser as blocks: text without any markup.

A heading is a line whose next line is a lone `#`, the anchor that the browser shows. Which level it
has, its title says.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from fal_codegen.pages.blocks import Block, heading_title

_LEVELS = {"schema": 2, "input": 3, "output": 3, "other types": 3}
_DEEPEST = 4
_LAST = "related models"


def plain_blocks(text: str, first: int = 1) -> tuple[Block, ...]:
    """Read copied text into blocks: headings, JSON as code, and every other line as text."""
    return tuple(_blocks(text.splitlines(), first))


def _blocks(lines: Sequence[str], first: int) -> Iterator[Block]:
    index, within = 0, False
    closings = [number for number, line in enumerate(lines) if line[:1] in ("}", "]")]
    while index < len(lines):
        line = lines[index].strip()
        number = first + index
        index += 1
        title = heading_title(line)
        if index < len(lines) and lines[index].strip() == "#":
            level = _LEVELS.get(title.lower(), _DEEPEST if within else 2)
            within = within or title.lower() == "schema"
            yield Block("heading", title, number, level)
            index += 1
        elif title.lower() == _LAST:
            yield Block("heading", title, number, 2)
        elif line == "{" or re.fullmatch(r'"[\w.-]+": [{\[]', line):
            closing = bisect_left(closings, index)
            stop = closings[closing] + 1 if closing < len(closings) else index
            yield Block("code", "\n".join(lines[index - 1 : stop]), number)
            index = stop
        elif line:
            yield Block("text", line, number)
