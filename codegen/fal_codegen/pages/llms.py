"""Reader of `https://fal.ai/models/<id>/llms.txt`, the documentation page in markdown."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from fal_codegen.contract import EndpointId, Json, Problem
from fal_codegen.pages.blocks import Block, blocks, running, section, sections
from fal_codegen.pages.drafts import Draft, from_json, gather
from fal_codegen.pages.entry import distinct
from fal_codegen.pages.literals import example
from fal_codegen.pages.llms_copied import NAMES_MODEL, copied_llms_blocks
from fal_codegen.pages.page import Page
from fal_codegen.pages.prices import prices
from fal_codegen.pages.statements import about_fields, described, is_limitation, limitations
from fal_codegen.pages.types import plain_type

_HEADER = re.compile(
    r"\*\*`([^`]+)`\*\* \(`([^`]+)`, _(required|optional)_\):?[^\S\n]*(?:\n(.*))?", re.DOTALL
)
_SHIELD = re.compile(r"^(\d{0,9})\\(?=[!-/:-@\[-`{-~])")
_KNOWN = frozenset(
    {"overview", "pricing", "api information", "usage examples", "additional resources"}
)


def read_llms(text: str, first: int = 1) -> Page | Problem:
    """Read what an llms.txt says of the endpoint it names."""
    page = blocks(text, first)
    if NAMES_MODEL.search(text) and not (_overview(page, "Model ID") and _shows_fields(page)):
        page = copied_llms_blocks(text, first)
    named = _overview(page, "Model ID").strip("`")
    try:
        id_ = EndpointId(named)
    except ValueError as error:
        return Problem("", str(error))
    inputs, outputs = section(page, "Input Schema"), section(page, "Output Schema")
    given, answered = gather(inputs, _header), gather(outputs, _header)
    types = tuple(
        (name, distinct(map(from_json, gather(shown, _header))))
        for name, shown in sections(section(page, "Other Types"))
    )
    shown = Page(
        id=id_,
        form="llms.txt",
        input=distinct(map(from_json, given)),
        output=distinct(map(from_json, answered)),
        types=types,
        category=_overview(page, "Category"),
        about=next((_unshield(block.text) for block in page if block.kind == "quote"), ""),
        url=_overview(page, "Endpoint").strip("`"),
        input_example=_example(inputs, "Full Example"),
        required_example=_example(inputs, "Required Parameters Example"),
        output_example=_example(outputs, "Example Response"),
        prices=prices(section(page, "Pricing")),
        line=first,
    )
    return _with_statements(shown, page, given)


def _with_statements(shown: Page, page: Sequence[Block], given: Sequence[Draft]) -> Page:
    return replace(
        shown,
        statements=(
            *limitations(section(page, "Limitations"), shown),
            *about_fields((*running(_unlisted(page), _KNOWN), *_description(page)), shown),
            *described(given, shown),
        ),
    )


def _description(page: Sequence[Block]) -> Iterator[Block]:
    """Give what the overview says of the model in sentences, to the end of its paragraph."""
    start = "**Description**: "
    for block in section(page, "Overview"):
        before, found, said = block.text.partition(start)
        if found:
            yield replace(block, text=said, line=block.line + before.count("\n"))


def _shows_fields(page: Sequence[Block]) -> bool:
    lists = (section(page, title) for title in ("Input Schema", "Output Schema"))
    return any(map(_header, (block for blocks in lists for block in blocks)))


def _unlisted(page: Iterable[Block]) -> list[Block]:
    return [block for block in page if not is_limitation(block.text)]


def _unshield(text: str) -> str:
    """Take away the backslash that keeps a line's first sign from being markdown."""
    return _SHIELD.sub(r"\1", " ".join(text.split()))


def _header(block: Block) -> Draft | None:
    found = _HEADER.fullmatch(block.text)
    if not found:
        return None
    name, word, required, said = found.groups()
    draft = Draft(name, plain_type(word), required == "required", block.line)
    if said:
        draft.said.append(Block("text", _SHIELD.sub(r"\1", said), block.line + 1))
    return draft


def _overview(page: Sequence[Block], key: str) -> str:
    """Find a line of the overview, such as `**Category**: image-to-image`."""
    lines = (line for block in page for line in block.text.splitlines())
    start = f"**{key}**: "
    return next((line.removeprefix(start) for line in lines if line.startswith(start)), "")


def _example(page: Sequence[Block], label: str) -> Json:
    """Read the code below this bold label."""
    for above, block in pairwise(page):
        if block.kind == "code" and above.text == f"**{label}**:":
            return example(block.text)
    return None
