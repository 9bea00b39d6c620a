"""What converters make of a web page's texts: tags and spans left in them, lines put together."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from fal_codegen.pages.blocks import Block

_DIV = re.compile(r"^[ \t]*:{3,}.*$", re.MULTILINE)
_TAG = re.compile(
    r"</?(?:a|abbr|article|b|br|button|code|div|em|i|p|section|small|span|strong|sup|u)\b"
    r"[^<>`]{0,500}>"
)
_SPAN = re.compile(r"\[([^\[\]`]{0,100})\]\{[^{}\n]{0,300}\}")
_ATTRIBUTES = re.compile(r"(?<=`)\{[.#][^{}\n]{0,300}\}")
_KEY = r"[ \t]*(?:Possible (?:enum )?values:|API only$|(?:\*\*)?Note:(?:\*\*)? |\*\*[^*]+\*\*:)"
_NOTE = re.compile(rf"\n(?={_KEY})", re.MULTILINE)
_STARTS_NOTE = re.compile(_KEY)
_WHOLE = re.compile(r"API only|Possible (?:enum )?values:.*[^,:]", re.DOTALL)
"""What goes on in no line below."""


def cleaned(page: Iterable[Block]) -> Iterator[Block]:
    """Give blocks without markup that says nothing, and notes below a text as texts of their own.

    Lines stay those of the file.
    """
    for block in page:
        if block.kind == "heading":
            yield replace(block, text=_plain(block.text))
        elif block.kind == "text":
            line = block.line
            for part in _NOTE.split(block.text):
                yield from _text(part, line)
                line += part.count("\n") + 1
        else:
            yield block


def rejoined(page: Iterable[Block], is_header: Callable[[Block], bool]) -> Iterator[Block]:
    """Put the lines of one text together that were copied as lines of their own."""
    pending: Block | None = None
    for block in page:
        if pending and _goes_on(pending, block) and not is_header(block):
            pending = replace(pending, text=f"{pending.text}\n{block.text}")
            continue
        if pending:
            yield pending
            pending = None
        if block.kind == "text" and not is_header(block):
            pending = block
        else:
            yield block
    if pending:
        yield pending


def _goes_on(text: Block, below: Block) -> bool:
    adjacent = below.line == text.line + text.text.count("\n") + 1
    ended = _WHOLE.fullmatch(text.text) or _STARTS_NOTE.match(below.text)
    return below.kind == "text" and adjacent and not ended


def _text(part: str, line: int) -> Iterator[Block]:
    text = _DIV.sub("", _plain(part))
    kept = text.lstrip()
    if kept:
        line += text.count("\n", 0, len(text) - len(kept))
        yield Block("text", kept.rstrip(), line)


def _plain(text: str) -> str:
    return _ATTRIBUTES.sub("", _SPAN.sub(r"\1", _TAG.sub("", text)))
