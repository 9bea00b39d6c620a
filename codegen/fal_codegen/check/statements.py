"""What a page says in words held to its own notes on the field, and to the document."""

import math
from collections.abc import Iterator

from fal_codegen.check import page_rules as rules
from fal_codegen.check.facets import Facets, facets
from fal_codegen.check.findings import Finding
from fal_codegen.check.rule import Rule
from fal_codegen.contract import (
    KEYWORDS,
    Array,
    Claim,
    Endpoint,
    FieldPlace,
    Json,
    Object,
    Shape,
    items_of,
    json_equal,
    without_null,
)
from fal_codegen.pages import Entry, Page, Statement, fits, plain

_ENFORCEABLE = KEYWORDS.keys() | {"enum", "default", "anyOf", "oneOf"}


def check_statement(statement: Statement, page: Page, endpoint: Endpoint) -> Iterator[Finding]:
    """Give where a statement contradicts the page's own notes, or the document.

    Where the notes say what the document does, the contradiction is told once.
    """
    claim = statement.claim
    place = FieldPlace(claim.place)
    if claim.keyword == "properties":
        if endpoint.input.field(_name(claim)) is None:
            yield Finding(rules.DOCS_PROSE_FIELD_UNKNOWN, endpoint.id, place)
        return
    own = page.fields.get(_name(claim))
    listed = claim.place == f"input/{_name(claim)}" and own is not None
    if listed and (fits(claim, page) or endpoint.input.field(_name(claim)) is None):
        return  # the field list says as much, and is held to the document itself
    if statement.where == "description" and own and (against := _against_notes(claim, own)):
        rule, said, noted = against
        yield Finding(rule, endpoint.id, place, said, noted, claim.keyword)
        if _same(noted, _promised(claim, endpoint)):
            return
    yield from _against_document(statement, endpoint)


def _against_notes(claim: Claim, own: Entry) -> tuple[Rule, Json, Json] | None:
    """Hold a description to the notes below it; None where they agree or have nothing to say."""
    match claim.keyword:
        case "minimum" | "maximum":
            noted = own.minimum if claim.keyword == "minimum" else own.maximum
            differs = noted is not None and not json_equal(noted, claim.value)
            return (rules.PAGE_RANGE_DIFFERS, claim.value, noted) if differs else None
        case "default":
            differs = own.has_default and not _same(own.default, claim.value)
            return (rules.PAGE_DEFAULT_DIFFERS, claim.value, own.default) if differs else None
        case "enum":
            further: list[Json] = [*_further(claim.value, [*own.values])] if own.values else []
            return (rules.PAGE_VALUES_DIFFER, further, [*own.values]) if further else None
        case _:
            return None


def _against_document(statement: Statement, endpoint: Endpoint) -> Iterator[Finding]:
    claim = statement.claim
    promised = _promised(claim, endpoint)
    if claim.keyword not in _ENFORCEABLE and (promised is None or _near(claim.value, promised)):
        return  # the size or duration of a file: no document enforces it, and sentences round it
    if claim.keyword == "enum" and statement.where == "description" and promised is not None:
        differs = bool(_further(claim.value, promised))  # it may name some of the values
    else:
        differs = not _same(claim.value, promised)
    if differs:
        limited = statement.where == "limitations"
        rule = rules.DOCS_LIMITATION_DIFFERS if limited else rules.DOCS_PROSE_DIFFERS
        place = FieldPlace(claim.place)
        yield Finding(rule, endpoint.id, place, claim.value, promised, claim.keyword)


def _promised(claim: Claim, endpoint: Endpoint) -> Json:
    """Give what the document promises under a claim's keyword, enforced or in its own `x-fal`."""
    shape = _at(endpoint, claim.place)
    field = endpoint.input.field(_name(claim))
    if shape is None or field is None:
        return None
    promised = facets(endpoint, shape)
    match claim.keyword:
        case "enum":
            return [*promised.enum] if promised.enum else None
        case "default":
            return field.default if field.has_default else None
        case "minimum" | "maximum" if promised.enum:
            return _end(promised, claim.keyword)
        case keyword if keyword in KEYWORDS:
            return promised.limits.get(keyword)
        case keyword:
            said = (each for each in endpoint.claims if each.place == claim.place)
            return next((each.value for each in said if each.keyword == keyword), None)


def _end(promised: Facets, keyword: str) -> Json:
    """Give the least or the greatest of values that are numbers, if only in their spelling."""
    numbers = [number for value in promised.enum or () if (number := _number(value)) is not None]
    if not numbers:
        return None
    return min(numbers) if keyword == "minimum" else max(numbers)


def _at(endpoint: Endpoint, place: str) -> Shape | None:
    """Follow a place to its shape, through references, lists and objects."""
    shape: Shape | None = endpoint.input
    for step in place.split("/")[1:]:
        inner = endpoint.resolve(without_null(shape)) if shape is not None else None
        promised = facets(endpoint, inner) if inner is not None else None
        if promised and step == "*" and promised.arrays:
            shape = promised.arrays[0].items
        elif promised and promised.objects:
            fields = (one.field(step) for one in promised.objects)
            shape = next((field.shape for field in fields if field), None)
        else:
            shape = None
    return shape if not isinstance(shape, Object | Array) or "/" in place else None


def _further(said: Json, known: Json) -> list[str]:
    """Give the values that are said and not known, by their spelling."""
    spelled = {plain(value).lower() for value in items_of(known)}
    values = said if isinstance(said, list) else [said]
    return [plain(value) for value in values if plain(value).lower() not in spelled]


def _same(one: Json, other: Json) -> bool:
    """Tell whether two witnesses say the same: of values, the order does not matter."""
    if isinstance(one, list) and isinstance(other, list):
        return sorted(map(plain, one)) == sorted(map(plain, other))
    return json_equal(one, other) or (
        one is not None and other is not None and plain(one) == plain(other)
    )


def _near(one: Json, other: Json) -> bool:
    """Tell whether two numbers are within a hundredth: `10 s` is what 10.05 is called."""
    said, known = _number(one), _number(other)
    return said is not None and known is not None and math.isclose(said, known, rel_tol=0.01)


def _number(value: Json) -> int | float | None:
    try:
        found = None if isinstance(value, bool | list | dict) or value is None else float(value)
    except ValueError:
        return None
    return int(found) if found is not None and found.is_integer() else found


def _name(claim: Claim) -> str:
    return claim.place.removeprefix("input/").partition("/")[0]
