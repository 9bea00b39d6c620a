"""The documentation page held to the document."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from fal_codegen.check import rules
from fal_codegen.check.findings import Finding
from fal_codegen.check.rules import Rule
from fal_codegen.compare import Difference, Kind, compare, facets
from fal_codegen.contract import (
    NULL,
    Array,
    Claim,
    Endpoint,
    EndpointId,
    Enum,
    Field,
    FieldPlace,
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
from fal_codegen.pages import SHOWN_LIMITS

RULE_OF: Mapping[Kind, Rule | None] = {
    "field": rules.DOCS_FIELD_DIFFERS,
    "required": rules.DOCS_REQUIRED_DIFFERS,
    "nullable": rules.DOCS_NULLABLE_DIFFERS,
    "type": rules.DOCS_TYPE_DIFFERS,
    "enum": rules.DOCS_ENUM_DIFFERS,
    "limit": rules.DOCS_LIMIT_DIFFERS,
    "default": rules.DOCS_DEFAULT_DIFFERS,
    "order": rules.DOCS_ORDER_DIFFERS,
    "description": None,  # wording is no promise
    "examples": None,  # as above
    "deprecated": None,  # no form of page shows it
    "extra": None,  # as above
    "endpoint": None,  # both witnesses are there
}
"""What each kind of difference between page and document falls under; None for no finding."""


def check_docs(page: Page, endpoint: Endpoint) -> Iterator[Finding]:
    """Give where a page and its endpoint's document disagree."""
    differences = compare(page.endpoint, as_a_page_tells(endpoint))
    undefined = {each.place for each in differences if each.name == "anything" and each.before}
    for difference in differences:
        if difference.place not in undefined:  # of a type it does not define a page says nothing
            yield from _differs(endpoint.id, difference)
    for claim in page.prose:
        yield from _claim(claim, endpoint, rules.DOCS_PROSE_DIFFERS)
    for claim in page.limitations:
        yield from _claim(claim, endpoint, rules.DOCS_LIMITATION_DIFFERS)
    yield from _silent(page, endpoint)


def _differs(endpoint: EndpointId, each: Difference) -> Iterator[Finding]:
    rule = RULE_OF[each.kind]
    if rule is not None:
        yield Finding(rule, endpoint, FieldPlace(each.place), each.before, each.after, each.name)


def _claim(claim: Claim, endpoint: Endpoint, rule: Rule) -> Iterator[Finding]:
    """Hold what a page says outside its field list to the document."""
    place, promised = FieldPlace(claim.place), _promised(claim, endpoint)
    if claim.keyword == "properties":
        if endpoint.input.field(claim.place.removeprefix("input/")) is None:
            yield Finding(rules.DOCS_PROSE_FIELD_UNKNOWN, endpoint.id, place)
    elif not json_equal(promised, claim.value):
        yield Finding(rule, endpoint.id, place, claim.value, promised, claim.keyword)


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
        place, shown = FieldPlace("input"), sorted(listed)
        yield Finding(rules.DOCS_LIMITATIONS_SILENT, endpoint.id, place, [*shown], missing)


def as_a_page_tells(endpoint: Endpoint) -> Endpoint:
    """Weaken an endpoint to what a page can show of it.

    Pages show neither string lengths nor list sizes, and of null only whether an enum may be it;
    nor do they tell what is deprecated (recorded pages of three forms).
    """
    weak = _weak(endpoint.input)
    assert isinstance(weak, Object)
    parts = tuple(Part(part.name, _weak(part.shape)) for part in endpoint.parts)
    return replace(endpoint, input=weak, output=_weak(endpoint.output), parts=parts)


def _weak(shape: Shape) -> Shape:
    match shape:
        case Scalar(type=type_, limits=limits):
            return Scalar(type_, tuple(limit for limit in limits if limit.keyword in SHOWN_LIMITS))
        case Array(items=items):
            return Array(_weak(items))
        case Object(fields=fields):
            return Object(tuple(map(_weak_field, fields)))
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


def _weak_field(field: Field) -> Field:
    return replace(field, shape=_weak(field.shape), deprecated=False)
