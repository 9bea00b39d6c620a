"""Documentation pages: three forms of them read, one written, and `docs.json` both ways."""

from fal_codegen.pages.docs_json import PageProvenance, read_docs, write_docs
from fal_codegen.pages.entries import SHOWN_LIMITS, Entry, entries
from fal_codegen.pages.forms import FORMS, Form, FormName
from fal_codegen.pages.literals import plain
from fal_codegen.pages.llms_text import write_llms
from fal_codegen.pages.page import Page, Price, Statement
from fal_codegen.pages.reading import Pages, read_page, read_pages
from fal_codegen.pages.statements import fits
from fal_codegen.pages.types import common_type

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
    "common_type",
    "entries",
    "fits",
    "plain",
    "read_docs",
    "read_page",
    "read_pages",
    "write_docs",
    "write_llms",
]
