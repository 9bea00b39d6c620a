"""The documentation page held to the document, and to itself."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from fal_codegen.check import page_rules as rules
from fal_codegen.check.examples import check_examples
from fal_codegen.check.findings import Finding
from fal_codegen.check.rule import Rule
from fal_codegen.check.statements import check_statement
from fal_codegen.check.weakened import weakened
from fal_codegen.compare import Difference, Kind, compare_documents
from fal_codegen.contract import (
    Claim,
    Endpoint,
    FieldPlace,
    Json,
    equality_key,
    items_of,
    spelled_document,
)
from fal_codegen.judge import Judge
from fal_codegen.pages import Page, plain

RULE_OF: Mapping[Kind, Rule] = {
    "field": rules.DOCS_FIELD_DIFFERS,
    "required": rules.DOCS_REQUIRED_DIFFERS,
    "nullable": rules.DOCS_NULLABLE_DIFFERS,
    "type": rules.DOCS_TYPE_DIFFERS,
    "alternative": rules.DOCS_TYPE_DIFFERS,
    "enum": rules.DOCS_ENUM_DIFFERS,
    "limit": rules.DOCS_LIMIT_DIFFERS,
    "default": rules.DOCS_DEFAULT_DIFFERS,
    "order": rules.DOCS_ORDER_DIFFERS,
}
"""What each kind of difference between page and document falls under."""

NO_FINDING: Mapping[Kind, str] = {
    "default-refused": "both say the same default",
    "spelling": "pages are spelled as they must be",
    "extra": "no form of page shows it",
    "items": "no form of page shows the first items of a list apart",
    "unused": "a type that no field refers to promises nothing",
}
"""Kinds of difference that are no disagreement, each with the reason."""


def check_docs(page: Page, endpoint: Endpoint, judge: Judge) -> Iterator[Finding]:
    """Give where a page disagrees with its endpoint's document, and with itself.

    What the page's form cannot show is no disagreement; `judge` holds the page's examples to the
    document.
    """
    for each in _differences(page, endpoint):
        if rule := RULE_OF.get(each.kind):
            place = FieldPlace(each.place)
            for name, left, right in _sides(each, page):
                yield Finding(rule, endpoint.id, place, left, right, name)
    for statement in page.statements:
        yield from check_statement(statement, page, endpoint)
    yield from check_examples(page, judge)
    if page.url and urlsplit(page.url).path.strip("/") != page.id:
        place = FieldPlace("page")
        yield Finding(rules.PAGE_URL_DIFFERS, page.id, place, page.url, str(page.id))


def _differences(page: Page, endpoint: Endpoint) -> Iterator[Difference]:
    """Compare the field lists; of a type that one side leaves open there is nothing to say."""
    shown, documented = (
        spelled_document(each) for each in (page.endpoint, weakened(endpoint, page))
    )
    differences = compare_documents(shown, documented)
    open_ = {each.place for each in differences if each.kind == "type" and _leaves_open(each)}
    for each in differences:
        if each.place not in open_ and not _hidden(each, page, endpoint):
            yield each


def _leaves_open(difference: Difference) -> bool:
    return any("anything" in items_of(each) for each in (difference.before, difference.after))


def _sides(difference: Difference, page: Page) -> Iterator[tuple[str, Json, Json]]:
    """Give what is said on both sides, one finding each for types and values that only one has."""
    before, after = difference.before, difference.after
    match difference.kind:
        case "field":
            yield "", _summary(before), _summary(after)
        case "type":
            mine, theirs = ({*map(str, items_of(each))} for each in (before, after))
            for name in sorted(mine ^ theirs):
                yield name, name in mine, name in theirs
        case "alternative":
            yield difference.name or "object", before is not None, after is not None
        case "enum" if isinstance(before, list) and isinstance(after, list):
            yield from _values(before, after, typed=page.shows.typed)
        case "order":
            one, other = items_of(before), items_of(after)
            yield "", [n for n in one if n in other], [n for n in other if n in one]
        case "limit":
            yield difference.name, before, after
        case _:
            yield "", before, after


def _values(
    shown: list[Json], documented: list[Json], *, typed: bool
) -> Iterator[tuple[str, Json, Json]]:
    """Give each value that only one side lists; `4` and `"4"` look alike where types are lost."""
    alike = equality_key if typed else plain
    mine, theirs = ({alike(value): value for value in each} for each in (shown, documented))
    for spelling in (*mine, *theirs):
        if spelling not in theirs:
            yield equality_key(mine[spelling]), [mine[spelling]], None
        elif spelling not in mine:
            yield equality_key(theirs[spelling]), None, [theirs[spelling]]


def _summary(field: Json) -> Json:
    """Say of a field that one side lacks what decides its weight."""
    if not isinstance(field, dict):
        return None
    schema = field["schema"]
    default: Json = None
    if isinstance(schema, dict) and "default" in schema:
        default = [schema["default"]]
    return {"required": field["required"], "default": default}


def _hidden(difference: Difference, page: Page, endpoint: Endpoint) -> bool:
    """Tell whether the page's form could not have shown what it does not."""
    form = page.shows
    match difference.kind:
        case "required":
            return not form.required
        case "nullable":
            return not (form.nulls and _shows_null(page))
        case "default":
            return _hidden_default(difference, page) or _said_in_vain(difference, endpoint)
        case _:
            return False


def _hidden_default(difference: Difference, page: Page) -> bool:
    shown, documented = difference.before, difference.after
    if shown is not None or not isinstance(documented, list):
        one, other = _only(shown), _only(documented)
        both = shown is not None and documented is not None
        return both and not page.shows.typed and plain(one) == plain(other)
    value = _only(documented)
    unspelled = isinstance(value, list | dict) and not page.shows.typed
    return value is None or unspelled or (not value and value != "" and not page.shows.falsy)


def _said_in_vain(difference: Difference, endpoint: Endpoint) -> bool:
    """Tell whether the document gives the page's default too, and refuses it by its own limits."""
    claimed = (each.value for each in endpoint.claims if _is_default(each, difference.place))
    shown = _only(difference.before)
    return any(plain(value) == plain(shown) for value in claimed)


def _is_default(claim: Claim, place: str) -> bool:
    return claim.keyword == "default" and claim.place == place


def _shows_null(page: Page) -> bool:
    """Tell whether any type on the page is spelled with null: not all API pages do so."""
    types = (entry for _, shown in page.types for entry in shown)
    words = (entry.word for entry in (*page.input, *page.output, *types))
    return any("null" in word.split(" | ") for word in words)


def _only(value: Json) -> Json:
    return value[0] if isinstance(value, list) and len(value) == 1 else value
