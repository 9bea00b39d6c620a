"""Documentation pages: three forms of them read, one written, and `docs.json` both ways."""

from fal_codegen.contract import EndpointId, Page, Problem
from fal_codegen.pages.api_page import read_api_page
from fal_codegen.pages.docs_json import PageProvenance, read_docs, write_docs
from fal_codegen.pages.entries import SHOWN_LIMITS, entries
from fal_codegen.pages.llms import read_llms
from fal_codegen.pages.llms_text import write_llms
from fal_codegen.pages.mintlify import read_mintlify

__all__ = ["SHOWN_LIMITS", "PageProvenance", "read_docs", "read_page", "write_docs", "write_llms"]

_LONGEST = 1_000_000
_FORMS = (  # a text that only this form contains, and its reader
    ("**Endpoint ID:**", read_mintlify),
    ("**Model ID**", read_llms),
    ("Schema", read_api_page),
)


def read_page(text: str, id_: EndpointId) -> Page | Problem:
    """Read what a documentation page claims of an endpoint, whichever form the page has.

    A page longer than a million characters, of no known form, about another endpoint, or without a
    single field is a Problem.
    """
    if len(text) > _LONGEST:
        return Problem("", f"a page of {len(text)} characters, more than the {_LONGEST} read")
    refused: list[Problem] = []
    for mark, read in _FORMS:
        if mark in text:
            page = read(text, id_)
            if isinstance(page, Page) and _tells(page):
                return page
            refused.append(page if isinstance(page, Problem) else Problem("", "no field is shown"))
    return refused[0] if refused else Problem("", "no documentation page of a known form")


def _tells(page: Page) -> bool:
    return bool(entries(page.endpoint.input) or entries(page.endpoint.output))
