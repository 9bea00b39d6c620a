"""Reader of the Mintlify reference page: MDX with one tab for each endpoint of a model."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile, pairwise

from fal_codegen.contract import Claim, EndpointId, Json, Page, Problem
from fal_codegen.pages.blocks import Block, blocks, running, section
from fal_codegen.pages.claims import limitations, prose
from fal_codegen.pages.drafts import Draft, from_plain, gather
from fal_codegen.pages.entries import Entry, endpoint
from fal_codegen.pages.literals import example

_ID = re.compile(r"\*\*Endpoint ID:\*\* `([^`]+)`")
_TAG = re.compile(r'^[ \t]*(</?[A-Z]\w*(?:"[^"]*"|\{[^}<]*\}|[^<>"{])*>)', re.MULTILINE)
_FIELD = re.compile(r"<(?:Param|Response)Field\b")
_ATTRIBUTE = re.compile(r'\s([\w-]+)(?:="([^"]*)"|=\{([^}]*)\})?')
_CLOSING = "</ParamField>"
_KNOWN = frozenset(
    {
        "quick start",
        "input schema",
        "output schema",
        "input example",
        "output example",
        "examples",
        "related",
        "limitations",
    }
)


def read_mintlify(text: str, id_: EndpointId) -> Page | Problem:
    """Read what the tab of one endpoint claims.

    Text outside the tabs speaks of all of them, but a claim about a field that only another tab
    has is left to that tab.
    """
    page = tuple(_untangled(blocks(text)))
    before, tabs, after = _tabs(page)
    tab = tabs.get(id_)
    if tab is None:
        return Problem("", f"the page has no tab for {id_}")
    told = endpoint(
        id_,
        input_=_inputs(tab),
        output=map(from_plain, gather(section(tab, "Output Schema"), _header)),
        types={},
        about=_about(page),
    )
    own = {field.name for field in told.input.fields}
    foreign = {one.name for other in tabs.values() for one in _inputs(other)} - own
    return Page(
        told,
        _example(section(tab, "Input Example")),
        _example(section(tab, "Output Example")),
        _without(foreign, limitations(section((*tab, *after), "Limitations"), told)),
        _without(foreign, prose(running((*before, *tab, *after), _KNOWN), told)),
    )


def _untangled(page: Iterable[Block]) -> Iterator[Block]:
    """Part the tags that open a line from the text around them, and that text into its lines."""
    for block in page:
        pieces = _TAG.split(block.text) if block.kind == "text" else [block.text]
        for index, piece in enumerate(pieces):
            if block.kind != "text":
                yield block
            elif index % 2:
                yield Block("tag", piece)
            else:
                lines = (line.strip().removesuffix(_CLOSING) for line in piece.splitlines())
                yield from (Block("text", line) for line in lines if line)


def _tabs(
    page: Sequence[Block],
) -> tuple[Sequence[Block], dict[str, Sequence[Block]], Sequence[Block]]:
    """Cut the page into what is before the tabs, each endpoint's own, and what is after."""
    closing = Block("tag", "</Tabs>")
    end = page.index(closing) if closing in page else len(page)
    starts = [index for index, block in enumerate(page[:end]) if _ID.search(block.text)]
    cuts = [*starts, end]
    tabs = {
        found.group(1): page[start:stop]
        for start, stop in pairwise(cuts)
        if (found := _ID.search(page[start].text))
    }
    return page[: cuts[0]], tabs, page[end:]


def _inputs(tab: Sequence[Block]) -> list[Entry]:
    return [from_plain(draft) for draft in gather(section(tab, "Input Schema"), _header)]


def _header(text: str) -> Draft | None:
    start = _FIELD.match(text)
    if not start:
        return None
    found = {name: html.unescape(one or other) for name, one, other in _ATTRIBUTE.findall(text)}
    name = found.get("body") or found.get("name")
    if not name:
        return None
    notes = {"Default": found["default"]} if "default" in found else {}
    return Draft(name, found.get("type", "object"), "required" in found, notes=notes)


def _about(page: Iterable[Block]) -> str:
    """Find the quoted line below the title."""
    titled = dropwhile(lambda block: block.kind != "heading", page)
    return next((block.text for block in titled if block.kind == "quote"), "")


def _example(page: Iterable[Block]) -> Json:
    return next((example(block.text) for block in page if block.kind == "code"), None)


def _without(names: set[str], claims: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple(claim for claim in claims if claim.place.removeprefix("input/") not in names)
