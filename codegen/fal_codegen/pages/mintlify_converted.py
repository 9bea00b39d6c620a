"""A Mintlify page as a converter writes it: markdown, with fields as a browser shows them."""

import re
from collections.abc import Iterator
from dataclasses import replace

from fal_codegen.pages.blocks import Block, blocks
from fal_codegen.pages.mintlify_copied import field_tag
from fal_codegen.prose import unescaped

_ANCHOR = re.compile(r"\[\s*\]\(#[^()\s]{0,300}\)\s*")
_HYPHEN = re.compile(r"(?<=\w)-\n[ \t]*(?=\w)")
"""Where a line was wrapped within a word, as html2text does."""


def converted_blocks(text: str, first: int = 1) -> Iterator[Block]:
    """Give the blocks that the page itself would have: a field's name, type and need are one."""
    page = [block for each in blocks(text, first, indented_code=True) if (block := _plain(each))]
    lines = [block.text if block.kind == "text" else "" for block in page]
    index = 0
    while index < len(page):
        field = field_tag(lines, index)
        if field:
            yield Block("tag", field[0], page[index].line)
            index = field[1]
        else:
            yield page[index]
            index += 1


def _plain(block: Block) -> Block | None:
    """Take the wrapping and the anchors from a text; None where nothing else is in it."""
    if block.kind not in ("text", "quote"):
        return block
    text = _HYPHEN.sub("-", unescaped(_ANCHOR.sub("", block.text)))
    text = " ".join(text.split())
    return replace(block, text=text) if text else None
