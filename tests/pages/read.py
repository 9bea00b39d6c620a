"""A page that is read whole, and what it claims in words."""

from fal_codegen.pages import Page, read_pages


def one(text: str) -> Page:
    read = read_pages(text)
    assert read.problems == ()
    (page,) = read.pages
    return page


def claims(page: Page) -> list[tuple[str, str, object]]:
    return [(each.claim.place, each.claim.keyword, each.claim.value) for each in page.statements]
