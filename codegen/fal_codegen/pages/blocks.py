"""A page's markdown as a flat run of blocks: headings, texts, code, table rows.

The pages are half markdown, half MDX, and often indented or broken by a description's own lines.
Read as MDX reads them, without indented code and raw HTML, and flattened, they keep all that the
readers need.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.token import Token

from fal_codegen.prose import unescaped

Kind: TypeAlias = Literal["heading", "text", "quote", "code", "row", "tag"]

_UNUSED = ["html_block", "reference", "inline", "text_join"]
_MARKDOWN = MarkdownIt("commonmark").enable("table").disable(["code", *_UNUSED])
_INDENTED_CODE = MarkdownIt("commonmark").enable("table").disable(_UNUSED)
_NUMBER = re.compile(r"^\d+(?:\.\d+)*\\?\.?\s+")
_ATTRIBUTES = re.compile(r"\s{0,5}\{[#.][^{}]{0,300}\}$")
_ANCHOR = re.compile(r"\s{0,5}\\?\[\s{0,5}\\?#?\\?\s{0,5}\\?\]\([^()\s]{0,1000}\)\s{0,5}")
_LINKED = re.compile(r"^\[([^\[\]]{1,500})\]\([^()\s]{0,1000}\)")
_FIRST_WORDS = 12
"""Words of a sentence that tell it from others."""
_FENCE = re.compile(r"^([ \t]*)(?:\\`){3}", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """One block's source text, and the line where it starts.

    A table row has `cells` and, as `header`, those of the table's first row. `level` is that of a
    heading. Tags are told from text by the only reader whose pages have them.
    """

    kind: Kind
    text: str
    line: int = 0
    level: int = 0
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()


def blocks(text: str, first: int = 1, *, indented_code: bool = False) -> tuple[Block, ...]:
    """Read markdown into blocks, in their order; `first` is the number of its first line."""
    reader = _INDENTED_CODE if indented_code else _MARKDOWN
    return tuple(_blocks(reader.parse(_FENCE.sub(r"\1```", text)), first))


def line_of(sentence: str, block: Block) -> int:
    """Tell on which line of a block a sentence begins, however it is wrapped; 0 where unknown."""
    words = map(re.escape, sentence.split()[:_FIRST_WORDS])
    found = re.search(r"\s+".join(words), block.text)
    return (
        block.line + block.text.count("\n", 0, found.start() if found else 0) if block.line else 0
    )


def section(page: Sequence[Block], title: str) -> tuple[Block, ...]:
    """Give what stands below the first heading of this title, deeper headings included."""
    return next(titled(page, title), ())


def titled(page: Sequence[Block], title: str) -> Iterator[tuple[Block, ...]]:
    """Give what stands below each heading of this title, in whatever case."""
    for start, block in enumerate(page):
        if block.kind == "heading" and block.text.lower() == title.lower():
            yield below(page, start)


def below(page: Sequence[Block], start: int) -> tuple[Block, ...]:
    """Give what stands below the heading at this index, up to the next of its level or above."""
    level = page[start].level
    stop = start + 1
    while stop < len(page) and (page[stop].kind != "heading" or page[stop].level > level):
        stop += 1
    return tuple(page[start + 1 : stop])


def sections(page: Sequence[Block]) -> Iterator[tuple[str, Sequence[Block]]]:
    """Cut at every heading: each title with what stands between it and the next one."""
    starts = [index for index, block in enumerate(page) if block.kind == "heading"]
    for start, stop in pairwise([*starts, len(page)]):
        yield page[start].text, page[start + 1 : stop]


def running(page: Sequence[Block], without: frozenset[str]) -> Iterator[Block]:
    """Walk the texts, quotes and rows that are in no section of the given (lower case) titles."""
    skipped = 0
    for block in page:
        if block.kind == "heading":
            if not skipped or block.level <= skipped:
                skipped = block.level if block.text.lower() in without else 0
        elif not skipped and block.kind in {"text", "quote", "row"}:
            yield block


def _blocks(tokens: Sequence[Token], first: int) -> Iterator[Block]:
    opened: list[Token] = []
    cells: list[str] = []
    header: tuple[str, ...] = ()
    for token in tokens:
        line = first + token.map[0] if token.map else 0
        if token.nesting > 0:
            opened.append(token)
        elif token.nesting < 0:
            closed = opened.pop()
            if token.type == "tr_close":
                header = header or tuple(cells)
                line = first + closed.map[0] if closed.map else 0
                yield Block("row", ": ".join(cells), line, cells=tuple(cells), header=header)
                cells.clear()
            elif token.type == "table_close":
                header = ()
        elif token.type in ("fence", "code_block"):
            yield Block("code", token.content, line)
        elif token.type == "inline" and any(each.tag == "tr" for each in opened):
            cells.append(token.content)
        elif token.type == "inline":
            yield _inline(token.content, line, [each.tag for each in opened])


def _inline(text: str, line: int, opened: Sequence[str]) -> Block:
    if "blockquote" in opened:
        return Block("quote", text, line)
    tag = opened[-1]
    if tag[0] == "h":
        return Block("heading", heading_title(text), line, int(tag[1]))
    return Block("text", text, line)


def heading_title(text: str) -> str:
    """Drop the anchor, the link, the number and the stars that web pages put around a heading."""
    named = _ANCHOR.sub("", _ATTRIBUTES.sub("", text.strip()))
    plain = _LINKED.sub(r"\1", named.strip("* "))
    return unescaped(_NUMBER.sub("", plain.strip("* ").removesuffix("#").strip(" :")))
