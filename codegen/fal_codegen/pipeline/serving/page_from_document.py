"""Documentation pages for endpoints that have none: what the document says, in a page's form."""

from fal_codegen.contract import Document, Json, Object, Shape
from fal_codegen.openapi import read_document
from fal_codegen.pages import Page, entries, write_llms


def page_from_document(document: Document) -> str | None:
    """Give the text of an `llms.txt`; None for a document that nothing can be read from.

    It tells what such a page can tell, and no more. It is no witness beside the document, and must
    not be kept as one.
    """
    endpoint = read_document(document).endpoint
    if endpoint is None:
        return None
    page = Page(
        id=endpoint.id,
        input=entries(endpoint.input),
        output=entries(endpoint.output),
        category=endpoint.category,
        about=endpoint.about,
        input_example=_example(endpoint.input),
        output_example=_example(endpoint.output),
    )
    return write_llms(page)


def _example(shape: Shape) -> Json:
    """Put the fields' own examples and defaults together; None where a required field has none."""
    fields = shape.fields if isinstance(shape, Object) else ()
    shown = {
        field.name: field.examples[0] if field.examples else field.default
        for field in fields
        if field.examples or field.default is not None
    }
    whole = all(field.name in shown for field in fields if field.required)
    return shown if shown and whole else None
