"""Reader of the Mintlify reference page: MDX with one tab for each endpoint of a model."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, pairwise

from fal_codegen.contract import EndpointId, Json, Problem, node_of
from fal_codegen.pages.blocks import Block, blocks, running, titled
from fal_codegen.pages.drafts import Draft, from_plain, gather
from fal_codegen.pages.entry import Entry, distinct
from fal_codegen.pages.literals import example
from fal_codegen.pages.mintlify_converted import converted_blocks
from fal_codegen.pages.mintlify_copied import copied_blocks
from fal_codegen.pages.page import Page, Statement
from fal_codegen.pages.prices import prices
from fal_codegen.pages.statements import (
    about_fields,
    described,
    fits,
    is_limitation,
    limitations,
)
from fal_codegen.pages.types import plain_type
from fal_codegen.prose import unescaped

_ID = re.compile(r"\*\*Endpoint ID:\*\* `([^`]+)`")
_URL = re.compile(r"\*\*Endpoint:\*\* `(?:[A-Z]+ )?([^`]+)`")
_TAG = re.compile(r'^[ \t]*(</?[A-Z]\w*(?:"[^"]*"|\{[^}<]*\}|[^<>"{])*>)', re.MULTILINE)
_FIELD = re.compile(r"<(?:Param|Response)Field\b")
_ATTRIBUTE = re.compile(r'\s([\w-]+)(?:="([^"]*)"|=\{([^}]*)\})?')
_MOST_TABS = 100
"""Tabs of one page that are read; each is held to every other, and real pages have ten."""
_CLOSING = "</ParamField>"
_NO_PROSE = frozenset({"output schema", "input example", "output example", "related"})
_BEFORE_PROSE = frozenset({"quick start", "examples"})
"""Sections after which a page's own text goes on without a heading."""


@dataclass(frozen=True, slots=True)
class _Tab:
    """One endpoint's part of the page, read as far as it goes alone."""

    page: Page
    blocks: Sequence[Block]
    given: Sequence[Draft]


def read_mintlify(text: str, first: int = 1) -> tuple[Page | Problem, ...]:
    """Read what each tab says of its endpoint; a page without tabs has one.

    Text outside the tabs speaks of all of them, but a claim about a field that only another tab has
    is left to that tab, and so is a limitation that fits only another one's field. What a converter
    made of the web page has its fields as a browser shows them.
    """
    if not _FIELD.search(text):
        return _tabs(tuple(converted_blocks(text, first)), first)
    return _tabs(tuple(_untangled(blocks(text, first))), first)


def read_copied_mintlify(text: str, first: int = 1) -> tuple[Page | Problem, ...]:
    """Read a page that was copied from a browser, which shows one tab."""
    return _tabs(tuple(copied_blocks(text, first)), first)


def _tabs(page: Sequence[Block], first: int) -> tuple[Page | Problem, ...]:
    before, cut, after = _cut(page)
    if len(cut) > _MOST_TABS:
        return (Problem("", f"line {first}: a page with {len(cut)} tabs, more than {_MOST_TABS}"),)
    read = [_read(part, _about(page)) for part in cut]
    tabs = [each for each in read if isinstance(each, _Tab)]
    around = (*before, *after)
    return tuple(_whole(each, tabs, around) if isinstance(each, _Tab) else each for each in read)


def _read(tab: Sequence[Block], about: str) -> _Tab | Problem:
    named = next((found[1] for block in tab[:2] if (found := _ID.search(block.text))), "")
    try:
        id_ = EndpointId(named)
    except ValueError as error:
        return Problem("", str(error))
    url = next((found[1] for block in tab[:2] if (found := _URL.search(block.text))), "")
    shown = _example(_all(tab, "Input Example"))
    answer = _example(_all(tab, "Output Example"))
    given = gather(_all(tab, "Input Schema"), _header)
    answered = gather(_all(tab, "Output Schema"), _header)
    page = Page(
        id=id_,
        form="mintlify",
        input=_entries(given, shown),
        output=_entries(answered, answer),
        about=about,
        url=url,
        input_example=shown,
        output_example=answer,
        line=tab[0].line,
    )
    return _Tab(page, tab, given)


def _whole(tab: _Tab, tabs: Sequence[_Tab], around: Sequence[Block]) -> Page:
    own = {entry.name for entry in tab.page.input}
    foreign = {entry.name for other in tabs for entry in other.page.input} - own
    listed = [
        each
        for each in limitations(_all((*tab.blocks, *around), "Limitations"), tab.page)
        if fits(each.claim, tab.page) or not any(fits(each.claim, other.page) for other in tabs)
    ]
    text = (*_prose(around), *_prose(tab.blocks))
    said = (*listed, *about_fields(text, tab.page))
    return replace(
        tab.page,
        statements=(*_without(foreign, said), *described(tab.given, tab.page)),
        prices=prices(text),
    )


def _all(page: Sequence[Block], title: str) -> Sequence[Block]:
    """Give what all sections of a title hold; a page's own text may have one above fal's."""
    return [block for below in titled(page, title) for block in below]


def _prose(page: Iterable[Block]) -> Iterator[Block]:
    """Walk the page's own text, without notes on fields, prompts of examples, and pictures."""
    kept: list[Block] = []
    title, noted, code = "", False, False
    for block in page:
        if block.kind == "heading":
            title, noted = block.text.lower(), False
        noted = noted or _FIELD.match(block.text) is not None
        code = block.text.startswith("<CodeGroup") or (code and block.text != "</CodeGroup>")
        shown = code or block.kind == "quote" or block.text.startswith("<")
        if not (noted or (shown and title in _BEFORE_PROSE) or is_limitation(block.text)):
            kept.append(block)
    return running(kept, _NO_PROSE)


def _untangled(page: Iterable[Block]) -> Iterator[Block]:
    """Part the tags that open a line from the text around them, and that text into its lines."""
    for block in page:
        if block.kind != "text":
            yield block
            continue
        line = block.line
        for index, piece in enumerate(_TAG.split(block.text)):
            if index % 2:
                yield Block("tag", piece, line)
            else:
                for offset, text in enumerate(piece.split("\n")):
                    if shown := text.strip().removesuffix(_CLOSING):
                        yield Block("text", unescaped(shown), line + offset)
            line += piece.count("\n")


def _cut(page: Sequence[Block]) -> tuple[Sequence[Block], list[Sequence[Block]], Sequence[Block]]:
    """Cut the page into what is before the tabs, each endpoint's own, and what is after."""
    closing = [i for i, block in enumerate(page) if block.kind == "tag" and block.text == "</Tabs>"]
    end = closing[-1] if closing else len(page)
    starts = [index for index, block in enumerate(page[:end]) if _ID.search(block.text)]
    starts = [index - bool(index and _URL.search(page[index - 1].text)) for index in starts]
    cuts = [*starts, end]
    return page[: cuts[0]], [page[a:b] for a, b in pairwise(cuts)], page[end:]


def _entries(drafts: Iterable[Draft], shown: Json) -> tuple[Entry, ...]:
    values = node_of(shown)
    return distinct(from_plain(draft, values.get(draft.name)) for draft in drafts)


def _header(block: Block) -> Draft | None:
    start = _FIELD.match(block.text)
    if not start:
        return None
    attributes = _ATTRIBUTE.findall(block.text)
    found = {name: html.unescape(one or other) for name, one, other in attributes}
    name = found.get("body") or found.get("name")
    if not name:
        return None
    notes = {"Default": found["default"]} if "default" in found else {}
    word = plain_type(found.get("type", "object"))
    return Draft(name, word, "required" in found, block.line, notes=notes)


def _about(page: Iterable[Block]) -> str:
    """Find the quoted line below the title."""
    titled = dropwhile(lambda block: block.kind != "heading", page)
    return next((block.text for block in titled if block.kind == "quote"), "")


def _example(page: Iterable[Block]) -> Json:
    return next((example(block.text) for block in page if block.kind == "code"), None)


def _without(names: set[str], said: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple(each for each in said if each.claim.place.removeprefix("input/") not in names)
