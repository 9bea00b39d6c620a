"""The documentation page held to the document."""

from collections.abc import Iterator
from dataclasses import replace

from fal_codegen.check.findings import Finding
from fal_codegen.compare import compare, facets
from fal_codegen.contract import (
    NULL,
    Array,
    Claim,
    Endpoint,
    Enum,
    Json,
    Object,
    Page,
    Part,
    Scalar,
    Shape,
    Union,
    json_equal,
    nullable,
    without_null,
)

_SHOWN = ("minimum", "maximum")
"""The limits a page shows; string lengths and list sizes are in no form of page."""


def check_docs(page: Page, endpoint: Endpoint) -> Iterator[Finding]:
    """Give where a page and its endpoint's document disagree."""
    told = as_a_page_tells(endpoint)
    differences = compare(page.endpoint, told)
    open_ = {each.place for each in differences if each.name == "anything" and each.before}
    for difference in differences:
        if difference.kind in ("description", "examples") or difference.place in open_:
            continue  # wording is no promise, and of a type it does not define a page says nothing
        yield Finding(
            endpoint.id,
            f"docs-{difference.kind}-differs",
            difference.place,
            "warning",
            difference.before,
            difference.after,
            difference.name,
        )
    for claim in page.prose:
        yield from _claim(claim, endpoint, "docs-prose-differs")
    for claim in page.limitations:
        yield from _claim(claim, endpoint, "docs-limitation-differs")
    yield from _silent(page, endpoint)


def _claim(claim: Claim, endpoint: Endpoint, rule: str) -> Iterator[Finding]:
    """Hold what a page says outside its field list to the document."""
    promised = _promised(claim, endpoint)
    if claim.keyword == "properties":
        if endpoint.input.field(claim.place.removeprefix("input/")) is None:
            yield Finding(endpoint.id, "docs-prose-field-unknown", claim.place, "warning")
    elif not json_equal(promised, claim.value):
        yield Finding(
            endpoint.id, rule, claim.place, "warning", claim.value, promised, claim.keyword
        )


def _promised(claim: Claim, endpoint: Endpoint) -> Json:
    """Give what the document promises under a claim's keyword: an enum's values, or a limit."""
    field = endpoint.input.field(claim.place.removeprefix("input/"))
    if field is None:
        return None
    told = facets(endpoint, field.shape)
    return [*told.enum] if claim.keyword == "enum" and told.enum else told.limits.get(claim.keyword)


def _silent(page: Page, endpoint: Endpoint) -> Iterator[Finding]:
    """Note which limited fields a page's list of limitations leaves out."""
    listed = {claim.place.removeprefix("input/") for claim in page.limitations}
    limited = [
        field.name
        for field in endpoint.input.fields
        if (told := facets(endpoint, field.shape)).enum or told.limits
    ]
    missing: list[Json] = [name for name in limited if name not in listed]
    if listed and missing:
        yield Finding(
            endpoint.id, "docs-limitations-silent", "input", "note", [*sorted(listed)], missing
        )


def as_a_page_tells(endpoint: Endpoint) -> Endpoint:
    """Weaken an endpoint to what a page can show of it.

    Pages show neither string lengths nor list sizes, and of null only whether an enum may be it
    (recorded pages of three forms).
    """
    weak = _weak(endpoint.input)
    assert isinstance(weak, Object)
    parts = tuple(Part(part.name, _weak(part.shape)) for part in endpoint.parts)
    return replace(endpoint, input=weak, output=_weak(endpoint.output), parts=parts)


def _weak(shape: Shape) -> Shape:
    match shape:
        case Scalar(type=type_, limits=limits):
            return Scalar(type_, tuple(limit for limit in limits if limit.keyword in _SHOWN))
        case Array(items=items):
            return Array(_weak(items))
        case Object(fields=fields):
            return Object(tuple(replace(field, shape=_weak(field.shape)) for field in fields))
        case Union():
            inner = without_null(shape)
            if isinstance(inner, Enum) and nullable(shape):
                return Union((inner, NULL))
            return (
                Union(tuple(map(_weak, inner.options)))
                if isinstance(inner, Union)
                else _weak(inner)
            )
        case _:
            return shape
