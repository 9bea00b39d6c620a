"""Reader of `https://fal.ai/models/<id>/llms.txt`, the documentation page in markdown."""

import re
from collections.abc import Sequence
from itertools import pairwise

from fal_codegen.contract import EndpointId, Json, Page, Problem
from fal_codegen.pages.blocks import Block, blocks, running, section, sections
from fal_codegen.pages.claims import limitations, prose
from fal_codegen.pages.drafts import Draft, from_json, gather
from fal_codegen.pages.entries import endpoint
from fal_codegen.pages.literals import example

_HEADER = re.compile(
    r"\*\*`([^`]+)`\*\* \(`([^`]+)`, _(required|optional)_\):?[^\S\n]*(?:\n(.*))?", re.DOTALL
)
_SHIELD = re.compile(r"^(\d{0,9})\\(?=[!-/:-@\[-`{-~])")
_KNOWN = frozenset({"overview", "api information", "additional resources", "limitations"})


def read_llms(text: str, id_: EndpointId) -> Page | Problem:
    """Read what an llms.txt claims of the endpoint it must be about."""
    page = blocks(text)
    named = _overview(page, "Model ID").strip("`")
    if named != id_:
        return Problem("", f"the page is about {named or 'no endpoint'}, not {id_}")
    inputs, outputs = section(page, "Input Schema"), section(page, "Output Schema")
    told = endpoint(
        id_,
        input_=map(from_json, gather(inputs, _header)),
        output=map(from_json, gather(outputs, _header)),
        types={
            name: map(from_json, gather(shown, _header))
            for name, shown in sections(section(page, "Other Types"))
        },
        category=_overview(page, "Category"),
        about=next((_unshield(block.text) for block in page if block.kind == "quote"), ""),
    )
    return Page(
        told,
        _example(inputs, "Full Example", "Required Parameters Example"),
        _example(outputs, "Example Response"),
        limitations(section(page, "Limitations"), told),
        prose(running(page, _KNOWN), told),
    )


def _unshield(text: str) -> str:
    """Take away the backslash that keeps a line's first sign from being markdown."""
    return _SHIELD.sub(r"\1", " ".join(text.split()))


def _header(text: str) -> Draft | None:
    found = _HEADER.fullmatch(text)
    if not found:
        return None
    name, word, required, said = found.groups()
    return Draft(name, word, required == "required", [_unshield(said or "")])


def _overview(page: Sequence[Block], key: str) -> str:
    """Find a line of the overview, such as `**Category**: image-to-image`."""
    lines = (line for block in section(page, "Overview") for line in block.text.splitlines())
    start = f"**{key}**: "
    return next((line.removeprefix(start) for line in lines if line.startswith(start)), "")


def _example(page: Sequence[Block], *labels: str) -> Json:
    """Read the code below the first of these bold labels that the section has."""
    for label in labels:
        for above, block in pairwise(page):
            if block.kind == "code" and above.text == f"**{label}**:":
                return example(block.text)
    return None
