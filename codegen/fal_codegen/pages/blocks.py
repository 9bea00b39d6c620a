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

Kind: TypeAlias = Literal["heading", "text", "quote", "code", "row", "tag"]

_MARKDOWN = (
    MarkdownIt("commonmark")
    .enable("table")
    .disable(["code", "html_block", "reference", "inline", "text_join"])
)

_NUMBER = re.compile(r"^\d+\\?\. ")


@dataclass(frozen=True, slots=True)
class Block:
    """One block's source text.

    A table row's cells are joined by `: `. `level` is that of a heading. Tags are told from text by
    the only reader whose pages have them.
    """

    kind: Kind
    text: str
    level: int = 0


def blocks(text: str) -> tuple[Block, ...]:
    """Read markdown into blocks, in their order."""
    return tuple(_blocks(_MARKDOWN.parse(text)))


def section(page: Sequence[Block], title: str) -> tuple[Block, ...]:
    """Give what stands below the first heading of this title, deeper headings included."""
    for start, block in enumerate(page):
        if block.kind == "heading" and block.text.lower() == title.lower():
            return tuple(_below(page[start + 1 :], block.level))
    return ()


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


def _below(page: Sequence[Block], level: int) -> Iterator[Block]:
    for block in page:
        if block.kind == "heading" and block.level <= level:
            return
        yield block


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    opened: list[str] = []
    cells: list[str] = []
    for token in tokens:
        if token.nesting > 0:
            opened.append(token.tag)
        elif token.nesting < 0:
            opened.pop()
        if token.type == "fence":
            yield Block("code", token.content)
        elif token.type == "tr_close":
            yield Block("row", ": ".join(cells))
            cells.clear()
        elif token.type == "inline" and "tr" in opened:
            cells.append(token.content)
        elif token.type == "inline":
            yield _inline(token.content, opened)


def _inline(text: str, opened: Sequence[str]) -> Block:
    if "blockquote" in opened:
        return Block("quote", text)
    tag = opened[-1]
    return Block("heading", _title(text), int(tag[1])) if tag[0] == "h" else Block("text", text)


def _title(text: str) -> str:
    """Drop the anchor link and the number that web pages put around a heading."""
    return _NUMBER.sub("", text.split(" [", 1)[0].strip())
