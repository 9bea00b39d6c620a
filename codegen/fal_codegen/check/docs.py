"""The documentation page held to the document, and to itself."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from fal_codegen.check import rules
from fal_codegen.check.examples import check_examples
from fal_codegen.check.findings import Finding
from fal_codegen.check.rules import Rule
from fal_codegen.check.statements import check_statement
from fal_codegen.check.weakened import weakened
from fal_codegen.compare import Difference, Kind, compare
from fal_codegen.contract import Endpoint, FieldPlace, Json
from fal_codegen.judge import Judge
from fal_codegen.pages import Page, plain

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


def check_docs(page: Page, endpoint: Endpoint, judge: Judge) -> Iterator[Finding]:
    """Give where a page disagrees with its endpoint's document, and with itself.

    What the page's form cannot show is no disagreement; `judge` holds the page's examples to the
    document.
    """
    for each in _differences(page, endpoint):
        if rule := RULE_OF[each.kind]:
            place = FieldPlace(each.place)
            yield Finding(rule, endpoint.id, place, each.before, each.after, each.name)
    for statement in page.statements:
        yield from check_statement(statement, page, endpoint)
    yield from check_examples(page, judge)
    if page.url and urlsplit(page.url).path.strip("/") != page.id:
        place = FieldPlace("page")
        yield Finding(rules.PAGE_URL_DIFFERS, page.id, place, page.url, str(page.id))


def _differences(page: Page, endpoint: Endpoint) -> Iterator[Difference]:
    """Compare the field lists; of a type that one side leaves open there is nothing to say."""
    differences = compare(page.endpoint, weakened(endpoint, page))
    open_ = {each.place for each in differences if each.name == "anything"}
    spelled = _spelled_alike(page, differences)
    for each in differences:
        alike = each.place in spelled and each.kind in ("enum", "type", "default")
        if each.place not in open_ and not alike and not _hidden(each, page):
            yield each


def _hidden(difference: Difference, page: Page) -> bool:
    """Tell whether the page's form could not have shown what it does not."""
    form = page.shows
    match difference.kind:
        case "required":
            return not form.required
        case "nullable":
            return not (form.nulls and _shows_null(page))
        case "default":
            return _hidden_default(difference, page)
        case _:
            return False


def _hidden_default(difference: Difference, page: Page) -> bool:
    shown, told = difference.before, difference.after
    if shown is not None or not isinstance(told, list):
        one, other = _only(shown), _only(told)
        both = shown is not None and told is not None
        return both and not page.shows.typed and plain(one) == plain(other)
    value = _only(told)
    unspelled = isinstance(value, list | dict) and not page.shows.typed
    return value is None or unspelled or (not value and value != "" and not page.shows.falsy)


def _spelled_alike(page: Page, differences: tuple[Difference, ...]) -> set[str]:
    """Give the places whose values differ only in being strings or numbers, which is not shown."""
    if page.shows.typed:
        return set()
    values: dict[str, tuple[set[str], set[str]]] = {}
    for each in differences:
        if each.kind == "enum" and each.name:
            sides = values.setdefault(each.place, (set(), set()))
            if each.before is not None:
                sides[0].add(plain(_only(each.before)))
            if each.after is not None:
                sides[1].add(plain(_only(each.after)))
    return {place for place, (one, other) in values.items() if one == other}


def _shows_null(page: Page) -> bool:
    """Tell whether any type on the page is spelled with null: not all API pages do so."""
    types = (entry for _, shown in page.types for entry in shown)
    words = (entry.word for entry in (*page.input, *page.output, *types))
    return any("null" in word.split(" | ") for word in words)


def _only(value: Json) -> Json:
    return value[0] if isinstance(value, list) and len(value) == 1 else value
