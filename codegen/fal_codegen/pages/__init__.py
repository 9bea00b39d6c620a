"""Documentation pages: three forms of them read, one written, and `docs.json` both ways."""

from typing import TYPE_CHECKING

from fal_codegen.front import importing

if TYPE_CHECKING:
    from fal_codegen.pages.docs_json import PageProvenance, read_docs, write_docs
    from fal_codegen.pages.entry import SHOWN_LIMITS, Entry, entries
    from fal_codegen.pages.forms import FORMS, Form, FormName
    from fal_codegen.pages.literals import plain
    from fal_codegen.pages.llms_text import write_llms
    from fal_codegen.pages.page import Page, Price, Statement
    from fal_codegen.pages.reading import Pages, read_page, read_pages
    from fal_codegen.pages.statements import fits
    from fal_codegen.pages.types import common_type
    from fal_codegen.pages.unheld_limits import Unheld, unheld

__all__ = [
    "FORMS",
    "SHOWN_LIMITS",
    "Entry",
    "Form",
    "FormName",
    "Page",
    "PageProvenance",
    "Pages",
    "Price",
    "Statement",
    "Unheld",
    "common_type",
    "entries",
    "fits",
    "plain",
    "read_docs",
    "read_page",
    "read_pages",
    "unheld",
    "write_docs",
    "write_llms",
]

__getattr__ = importing(
    __name__,
    {
        "docs_json": "PageProvenance read_docs write_docs",
        "entry": "Entry SHOWN_LIMITS entries",
        "forms": "FORMS Form FormName",
        "literals": "plain",
        "llms_text": "write_llms",
        "page": "Page Price Statement",
        "reading": "Pages read_page read_pages",
        "statements": "fits",
        "types": "common_type",
        "unheld_limits": "Unheld unheld",
    },
)
