"""Reader of `https://fal.ai/models/<id>/api`, the web page, as converters or browsers copy it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from fal_codegen.contract import EndpointId, Json, Problem, node_of
from fal_codegen.pages.blocks import Block, below, blocks, sections
from fal_codegen.pages.converted import cleaned, rejoined
from fal_codegen.pages.drafts import Draft, from_plain, gather
from fal_codegen.pages.entry import Entry, distinct
from fal_codegen.pages.field_rows import row_header
from fal_codegen.pages.html_blocks import html_blocks, is_html
from fal_codegen.pages.literals import example
from fal_codegen.pages.page import Page
from fal_codegen.pages.plain_blocks import plain_blocks
from fal_codegen.pages.prices import prices
from fal_codegen.pages.statements import about_fields, described
from fal_codegen.pages.types import is_type, plain_type

_CODE_HEADER = re.compile(r"(?:` ?([^`\s]+) ?`|\*\*`?([\w.-]+)`?\*\*)\s*(\S.*)", re.DOTALL)
_EMPHASIS = re.compile(r"([*_])([^*_].*)\1")
_INPUT, _OUTPUT = ("input", "input schema"), ("output", "output schema")
_HEADER_LINES = 3
"""Lines over which converters wrap a field's name, type and star."""
_NEED = re.compile(r"(.*?)\s*(\*?)\s*(required|optional)?")
_NAME = re.compile(r"[a-z_][\w.-]*")
_TYPE_START = re.compile(r"list<|string|integer|float|number|boolean|object|void|null|[A-Z]")
_LONGEST_HEADER = 300
_MOST_EXAMPLES = 20
"""Pieces of code in one list of fields that are tried; real pages have three."""
_CATEGORY = re.compile(r"[A-Za-z0-9]{1,20} to [A-Za-z0-9]{1,20}", re.IGNORECASE)
_SEGMENT = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_ID = rf"{_SEGMENT}(?:/{_SEGMENT}){{1,7}}"
_ANCHORED = re.compile(rf"/models/({_ID}?)/api\b")
_LINE = re.compile(rf"^[`# \t]*({_ID})`?[ \t]*$", re.MULTILINE)
_ASKED = (
    r"(?:\b(?:subscribe|submit|run|stream)\(\s*(?:to: )?[\"']|endpoint_id=|\bfal\.run/)"
    rf"({_SEGMENT}(?:/(?!requests\b){_SEGMENT}){{1,7}}?)"
)
_CALLED = re.compile(rf"{_ASKED}(?=[^\w./-]|$)")
_QUEUED = re.compile(rf"{_ASKED}(?=/requests\b)")
"""Where a job is looked at: an address that has no more than the first two parts of an id."""

_Header = Callable[[Block], Draft | None]


@dataclass(frozen=True, slots=True)
class _Part:
    """One endpoint's schema: what stands before it, and its blocks from "Input" on."""

    lead: Sequence[Block]
    blocks: Sequence[Block]


def read_api_page(text: str, first: int = 1) -> tuple[Page | Problem, ...]:
    """Read what an API page says of its endpoint; where several were copied together, of each.

    The page knows a category and an "About", and defines the types it names.
    """
    lines = text.split("\n")
    if is_html(text):
        marked = html_blocks(text, first)
    else:
        marked = tuple(cleaned(blocks(text, first, indented_code=True)))
    for header in (_code_header, row_header):
        parts = list(_parts(marked, header))
        if parts:
            return tuple(_read(part, header, lines, first) for part in parts)
    return tuple(
        _read(part, _plain_header, lines, first)
        for part in _parts(
            tuple(rejoined(plain_blocks(text, first), _is_plain_header)), _plain_header
        )
    )


def _parts(page: Sequence[Block], header: _Header) -> Iterator[_Part]:
    """Cut at every heading "Input" with fields below it; tables of contents have such ones too."""
    starts = [
        index
        for index, block in enumerate(page)
        if block.kind == "heading"
        and block.text.lower() in _INPUT
        and gather(below(page, index), header)
    ]
    for number, (start, stop) in enumerate(pairwise([*starts, len(page)])):
        lead = page[(starts[number - 1] if number else 0) : start]
        yield _Part(lead, page[start:stop])


def _read(part: _Part, header: _Header, lines: Sequence[str], first: int) -> Page | Problem:
    id_ = _endpoint_id(part, lines, first, anywhere=header is not row_header)
    if id_ is None:
        return Problem("", "an API page, but nothing in it names the endpoint")
    inputs, outputs = below(part.blocks, 0), _section(part.blocks, *_OUTPUT)
    given, answered = gather(inputs, header), gather(outputs, header)
    shown, answer = _example(inputs), _example(outputs)
    if header is row_header:
        _settle(given)
        _settle(answered)
    types = tuple(_types(part, header, (*given, *answered)))
    needs = _shows_needs(header, given, answered, types)
    about = _about(part.lead)
    page = Page(
        id=id_,
        form="api-page" if needs else "api-text",
        input=_entries(given, shown),
        output=_entries(answered, answer),
        types=types,
        category=_category(part.lead, id_),
        about=" ".join(word for block in about for word in block.text.split()),
        input_example=shown,
        output_example=answer,
        prices=prices(block for block in part.lead if block.kind in ("text", "row")),
        line=part.lead[0].line if part.lead else part.blocks[0].line,
    )
    return replace(page, statements=(*about_fields(about, page), *described(given, page)))


def _shows_needs(
    header: _Header,
    given: Sequence[Draft],
    answered: Sequence[Draft],
    types: Sequence[tuple[str, Sequence[Entry]]],
) -> bool:
    """Tell whether a page shows what is required: a star, or a column of a table."""
    drafts = (*given, *answered)
    if header is row_header:
        return any(draft.required is not None for draft in drafts)
    starred = (each.required for _, defined in types for each in defined)
    return any(draft.required for draft in drafts) or any(starred)


def _settle(drafts: Sequence[Draft]) -> None:
    """Take what a table leaves open as optional, if it says of any field that it is required."""
    if any(draft.required is not None for draft in drafts):
        for draft in drafts:
            draft.required = bool(draft.required)


def _types(
    part: _Part, header: _Header, drafts: Sequence[Draft]
) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """Read the types that the page defines, by their names; a copy may have titles in capitals."""
    named = {name.upper(): name for draft in drafts for name in re.findall(r"\w+", draft.word)}
    for title, fields in sections(_section(part.blocks, "other types")):
        name = named.get(title, title)
        yield name, distinct(map(from_plain, gather(fields, header)))


def _code_header(block: Block) -> Draft | None:
    """Read name, type and star, however they are joined, linked, escaped and wrapped."""
    lines = block.text.split("\n") if block.kind == "text" and block.text[:1] in "`*" else []
    for count in range(min(len(lines), _HEADER_LINES), 0, -1):
        head = " ".join(lines[:count]).strip()
        found = _CODE_HEADER.fullmatch(head) if len(head) < _LONGEST_HEADER else None
        need = _NEED.fullmatch(_type(found[3])) if found else None
        if found and need and is_type(need[1]):
            required = bool(need[2]) or need[3] == "required"
            said = Block("text", "\n".join(lines[count:]), block.line + count)
            return _draft(block, found[1] or found[2], need[1], said, required=required)
    return None


def _type(spelled: str) -> str:
    """Spell a type without what surrounds it: links, escapes, the stars of emphasis."""
    plain = plain_type(spelled)
    emphasised = _EMPHASIS.fullmatch(plain)
    return emphasised[2] if emphasised else plain


def _plain_header(block: Block) -> Draft | None:
    """Read `name type`, as a browser copies it; an older page has `name*type`, or no space."""
    if block.kind != "text" or len(block.text) >= _LONGEST_HEADER:
        return None
    first, _, rest = block.text.partition(" ")
    joined = f"{rest and ' '}{rest}"
    splits = [(first, rest)] if rest else []
    splits += [(first[:cut], first[cut:] + joined) for cut in _cuts(first)]
    for name, spelled in splits:
        need = _NEED.fullmatch(plain_type(spelled))
        if need and is_type(need[1]) and _NAME.fullmatch(name.removesuffix("*")):
            required = "*" in block.text or need[3] == "required"
            nothing = Block("text", "", block.line)
            return _draft(block, name.removesuffix("*"), need[1], nothing, required=required)
    return None


def _is_plain_header(block: Block) -> bool:
    return _plain_header(block) is not None


def _cuts(word: str) -> Iterator[int]:
    """Tell where a type may begin in a word that has a name before it."""
    return (found.start() for found in _TYPE_START.finditer(word, 1))


def _draft(block: Block, name: str, word: str, said: Block, *, required: bool) -> Draft:
    draft = Draft(name, word, required, block.line)
    if said.text.strip():
        draft.said.append(said)
    return draft


def _entries(drafts: Iterable[Draft], shown: Json) -> tuple[Entry, ...]:
    values = node_of(shown)
    return distinct(from_plain(draft, values.get(draft.name)) for draft in drafts)


def _section(page: Sequence[Block], *titles: str) -> Sequence[Block]:
    titled = (
        index
        for index, block in enumerate(page)
        if block.kind == "heading" and block.text.lower() in titles
    )
    start = next(titled, None)
    return () if start is None else below(page, start)


def _endpoint_id(
    part: _Part, lines: Sequence[str], first: int, *, anywhere: bool
) -> EndpointId | None:
    """Find the id: in the headings' own links, in a line of its own, in links, in calls.

    Not `anywhere` leaves only where fal itself is linked or called.
    """
    start = part.lead[0].line if part.lead else part.blocks[0].line
    stop = part.blocks[0].line
    heading = lines[stop - first]
    shown = (block.text for block in part.lead)  # of HTML, the lines are not those that are seen
    lead = "\n".join((*lines[start - first : stop - first + 1], *shown))
    alone = ((_LINE, lead),) if anywhere else ()
    linked = ((_ANCHORED, lead), (_CALLED, lead), (_QUEUED, lead))
    for pattern, text in ((_ANCHORED, heading), *alone, *linked):
        for found, _ in Counter(pattern.findall(text)).most_common(1):
            try:
                return EndpointId(found)
            except ValueError:
                continue
    return None


def _category(page: Iterable[Block], id_: EndpointId) -> str:
    """Read the line below the id, `Text to Image`, as the catalogue spells it."""
    lines = (line for block in page for line in block.text.split("\n"))
    shown = [line.strip("` ") for line in lines if line]
    below_id = next((after for before, after in pairwise(shown) if before == id_), "")
    return below_id.lower().replace(" ", "-") if _CATEGORY.fullmatch(below_id) else ""


def _about(page: Sequence[Block]) -> Sequence[Block]:
    for index in reversed(range(len(page))):
        if page[index].kind == "heading" and page[index].text.lower() == "about":
            return [block for block in below(page, index) if block.kind == "text"]
    return ()


def _example(page: Iterable[Block]) -> Json:
    """Read the code that closes a field list: the last that is an object of its own."""
    code = [block.text for block in page if block.kind == "code"]
    shown = (example(text) for text in reversed(code[-_MOST_EXAMPLES:]))
    return next((each for each in shown if isinstance(each, dict)), None)
