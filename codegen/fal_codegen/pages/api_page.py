"""Reader of `https://fal.ai/models/<id>/api`, the 2025 web page, as text."""

import re
from collections.abc import Iterable
from itertools import pairwise

from fal_codegen.contract import EndpointId, Json, Page, Problem
from fal_codegen.pages.blocks import Block, blocks, section, sections
from fal_codegen.pages.claims import prose
from fal_codegen.pages.drafts import Draft, from_plain, gather
from fal_codegen.pages.entries import endpoint
from fal_codegen.pages.literals import example

_HEADER = re.compile(r"`([^`]+)` `([^`]+)`(?:\\*\*)?( required)?")

_CATEGORY = re.compile(r"[A-Za-z0-9 ]{3,40}")


def read_api_page(text: str, id_: EndpointId) -> Page | Problem:
    """Read what an API page claims of the endpoint it must be about.

    The page knows a category and an "About", and defines the types it names.
    """
    page = blocks(text)
    if not any(block.text == id_ for block in page):
        return Problem("", f"the page does not name {id_}")
    schema = section(page, "Schema")
    inputs, outputs = section(schema, "Input"), section(schema, "Output")
    about = [block for block in section(page, "About") if block.kind == "text"]
    told = endpoint(
        id_,
        input_=map(from_plain, gather(inputs, _header)),
        output=map(from_plain, gather(outputs, _header)),
        types={
            name: map(from_plain, gather(shown, _header))
            for name, shown in sections(section(schema, "Other types"))
        },
        category=_category(page, id_),
        about=" ".join(word for block in about for word in block.text.split()),
    )
    return Page(told, _example(inputs), _example(outputs), prose=prose(about, told))


def _header(text: str) -> Draft | None:
    found = _HEADER.fullmatch(text)
    return Draft(found.group(1), found.group(2), bool(found.group(3))) if found else None


def _category(page: tuple[Block, ...], id_: EndpointId) -> str:
    """Read the line below the id, `Text to Image`, as the catalogue spells it."""
    below = next((below.text for above, below in pairwise(page) if above.text == id_), "")
    return below.lower().replace(" ", "-") if _CATEGORY.fullmatch(below) else ""


def _example(page: Iterable[Block]) -> Json:
    """Read the code that closes a field list."""
    return next((example(block.text) for block in page if block.kind == "code"), None)
