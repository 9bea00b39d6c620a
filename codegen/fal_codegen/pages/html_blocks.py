"""An HTML page as blocks: what a browser shows of it, with code, headings and tables told apart.

Read by its tags alone and in one pass, because pages are hostile: whatever is open ends where the
next thing begins.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from fal_codegen.pages.blocks import Block, Kind, heading_title

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,30})(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+>")
_UNSEEN = frozenset({"script", "style", "template", "svg", "noscript", "title", "textarea"})
_INLINE = frozenset(
    "a abbr b bdi button cite code del dfn em font i img input ins kbd label mark q s samp small "
    "span strong sub sup time u var wbr".split()
)
_SIGNS = {"code": "`", "strong": "**", "b": "**"}
_KINDS: dict[str, Kind] = {"pre": "code", "blockquote": "quote"}
_CELLS = ("td", "th")


@dataclass(slots=True)
class _Shown:
    """What was read so far: finished blocks, and the words of the one that is open."""

    blocks: list[Block] = field(default_factory=list[Block])
    words: list[str] = field(default_factory=list[str])
    line: int = 0
    kind: Kind = "text"
    level: int = 0
    cells: list[str] | None = None
    row: int = 0
    header: tuple[str, ...] = ()


def is_html(text: str) -> bool:
    """Tell whether a text begins as HTML does."""
    return re.match(r"\s*<(?:!doctype|html|head|body|main|div)\b", text, re.IGNORECASE) is not None


def html_blocks(text: str, first: int = 1) -> tuple[Block, ...]:
    """Read HTML into blocks, in their order; `first` is the number of its first line."""
    text = _without_comments(text)
    ends = [found.start() for found in re.finditer("\n", text)]
    shown = _Shown()
    for start, data, name, closing in _tokens(text):
        if data.strip() and not shown.line:
            blank = len(data) - len(data.lstrip())
            shown.line = first + bisect_right(ends, start + blank)
        if data.strip() or (data and shown.words):
            shown.words.append(data if shown.kind == "code" else data.replace("\n", " "))
        _tag(shown, name, closing=closing)
    return tuple(shown.blocks)


def _tokens(text: str) -> Iterator[tuple[int, str, str, bool]]:
    """Walk what is between tags, with its place, the tag after it, and whether that one closes."""
    position = 0
    while found := _TAG.search(text, position):
        name, closing = found[2].lower(), bool(found[1])
        yield position, html.unescape(text[position : found.start()]), name, closing
        position = found.end()
        if name in _UNSEEN and not closing and not found[0].endswith("/>"):
            stop = text.find(f"</{name}", position)
            position = stop if stop >= 0 else len(text)
    yield position, html.unescape(text[position:]), "body", True


def _without_comments(text: str) -> str:
    """Take comments out, and keep the ends of their lines."""
    pieces: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        stop = text.find("-->", start)
        end = stop + 3 if stop >= 0 else len(text)
        pieces += text[position:start], "\n" * text.count("\n", start, end)
        position = end
    return "".join((*pieces, text[position:]))


def _tag(shown: _Shown, name: str, *, closing: bool) -> None:
    if name in _INLINE:
        if shown.kind != "code" and name in _SIGNS:
            shown.words.append(_SIGNS[name])
    elif name == "br":
        shown.words.append("\n")
    elif shown.cells is not None and name not in ("tr", "table"):
        _cell(shown, name, closing=closing)
    else:
        _finish(shown)
        shown.kind, shown.level, shown.line = "text", 0, 0
        if name in ("tr", "table"):
            _row(shown, name, closing=closing)
        elif not closing and re.fullmatch("h[1-6]", name):
            shown.kind, shown.level = "heading", int(name[1])
        elif not closing:
            shown.kind = _KINDS.get(name, "text")


def _cell(shown: _Shown, name: str, *, closing: bool) -> None:
    if name not in _CELLS or shown.cells is None:
        shown.words.append(" ")
    elif closing or "".join(shown.words).strip():
        shown.row, shown.line = shown.row or shown.line, 0
        shown.cells.append(_text(shown))


def _row(shown: _Shown, name: str, *, closing: bool) -> None:
    cells, shown.cells = tuple(shown.cells or ()), None
    if cells:
        shown.header = shown.header or cells
        shown.blocks.append(Block("row", ": ".join(cells), shown.row, 0, cells, shown.header))
    if name == "table":
        shown.header = ()
    elif not closing:
        shown.cells, shown.row = [], 0


def _finish(shown: _Shown) -> None:
    """Close the block that is open."""
    if shown.cells is not None:
        if "".join(shown.words).strip():
            shown.cells.append(_text(shown))
    elif shown.kind == "code":
        code = "".join(shown.words).strip("\n")
        shown.words.clear()
        shown.blocks += [Block("code", code, shown.line)] if code.strip() else []
    else:
        text = _text(shown)
        title = heading_title(text) if shown.kind == "heading" else text
        shown.blocks += [Block(shown.kind, title, shown.line, shown.level)] if title else []


def _text(shown: _Shown) -> str:
    """Give the open words as a browser shows them: one blank for many, and a line for a break."""
    lines = "".join(shown.words).split("\n")
    shown.words.clear()
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
