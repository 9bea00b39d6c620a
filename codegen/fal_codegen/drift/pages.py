"""What a documentation page shows and claims otherwise than it did."""

from collections.abc import Iterator, Mapping

from fal_codegen.compare import Kind, compare_documents
from fal_codegen.contract import EndpointId, Json, spelled_document
from fal_codegen.drift.change import Change
from fal_codegen.drift.rules import RULES_BY_ID
from fal_codegen.pages import Page

_SHOWN: frozenset[Kind] = frozenset(
    ("field", "required", "nullable", "type", "alternative", "enum", "limit", "default", "order")
)
"""Kinds of difference between two pages that readers see as such."""


def page_changes(old: Page, new: Page, endpoint: EndpointId) -> tuple[Change, ...]:
    """Give what a page claims differently; how it words that is no change.

    Of two pages in different forms only that is told: each shows what the other cannot.
    """
    if old.form != new.form:
        return (_change(endpoint, "envelope/page", "form", old.form, new.form),)
    return (*_fields(old, new, endpoint), *_said(old, new, endpoint))


def _fields(old: Page, new: Page, endpoint: EndpointId) -> Iterator[Change]:
    documents = (spelled_document(each.endpoint) for each in (old, new))
    for each in compare_documents(*documents):
        if each.kind in _SHOWN:
            name = each.name or each.kind
            yield _change(endpoint, each.place, name, each.before, each.after)


def _said(old: Page, new: Page, endpoint: EndpointId) -> Iterator[Change]:
    before, after = _claims(old), _claims(new)
    for place, name in dict.fromkeys((*after, *before)):
        one, other = before.get((place, name)), after.get((place, name))
        if one != other:
            yield _change(endpoint, place, name, one, other)


def _claims(page: Page) -> Mapping[tuple[str, str], Json]:
    """Give what a page says in words, and its prices and address, by place and name."""
    found: dict[tuple[str, str], list[Json]] = {}
    for statement in page.statements:
        claim = statement.claim
        worded: Json = {"value": claim.value, "text": claim.text}
        found.setdefault((claim.place, claim.keyword), []).append(worded)
    for price in page.prices:
        found.setdefault(("envelope/page", f"price for one {price.unit}"), []).append(price.amount)
    if page.url:
        found["envelope/page", "url"] = [page.url]
    return {key: values[0] if len(values) == 1 else values for key, values in found.items()}


def _change(endpoint: EndpointId, place: str, name: str, before: Json, after: Json) -> Change:
    side = {"input": "request", "output": "answer"}.get(place.split("/", maxsplit=1)[0], "envelope")
    place = place if side != "envelope" else "envelope/page"
    rule = RULES_BY_ID[f"{side}-page-changed"]
    return Change(endpoint, rule, rule.level, place, "", name, before, after, (place,))
