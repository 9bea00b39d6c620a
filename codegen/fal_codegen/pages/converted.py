"""What converters make of a web page's texts: tags and spans left in them, lines put together."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
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
    lines: list[Block] = []
    for block in page:
        text = block.kind == "text" and not is_header(block)
        if lines and not (text and _goes_on(lines, block)):
            yield _joined(lines)
            lines.clear()
        if text:
            lines.append(block)
        else:
            yield block
    if lines:
        yield _joined(lines)


def _joined(lines: Sequence[Block]) -> Block:
    return replace(lines[0], text="\n".join(line.text for line in lines))


def _goes_on(lines: Sequence[Block], below: Block) -> bool:
    first, last = lines[0].text, lines[-1]
    listed = first.startswith("Possible ") and last.text[-1] not in ",:"
    ended = listed or first == "API only" or _STARTS_NOTE.match(below.text)
    return below.line == last.line + 1 and not ended


def _text(part: str, line: int) -> Iterator[Block]:
    text = _DIV.sub("", _plain(part))
    kept = text.lstrip()
    if kept:
        line += text.count("\n", 0, len(text) - len(kept))
        yield Block("text", kept.rstrip(), line)


def _plain(text: str) -> str:
    return _ATTRIBUTES.sub("", _SPAN.sub(r"\1", _TAG.sub("", text)))
