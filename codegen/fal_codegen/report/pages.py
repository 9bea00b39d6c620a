"""Documentation pages as JSON and as text; the JSON's form is described in docs/pages.md."""

from collections.abc import Iterable, Iterator

from fal_codegen.contract import Json
from fal_codegen.pages import Entry, Page, Price, Statement, Unheld, common_type, plain, unheld
from fal_codegen.report.said import said_lines, spelled

_WIDEST = 40


def pages_data(pages: Iterable[Page]) -> Json:
    """Give pages as a JSON list; a key that would say nothing is left out."""
    return [_page(page) for page in pages]


def page_lines(page: Page) -> Iterator[str]:
    """Say what a page shows, line by line."""
    yield f"{page.id}, {page.shows.title} (line {page.line})"
    for side, shown in (("input", page.input), ("output", page.output)):
        yield f"  {side}"
        width = min(max((len(entry.name) for entry in shown), default=0), _WIDEST)
        for entry in shown:
            yield f"    {entry.name:<{width}}  {', '.join(_facts(entry, page))}"
    for name, shown in page.types:
        yield f"  type {name}: {', '.join(entry.name for entry in shown)}"
    if page.statements:
        yield "  said in words"
        yield from said_lines(page.statements)
    if left := unheld(page):
        yield "  limits in words that no keyword holds, or that hold only sometimes"
        for each in left:
            yield f"    line {each.line}, {each.place.removeprefix('input/')}: {each.text}"
    for price in page.prices:
        yield f"  costs ${price.amount:g} per {price.unit} (line {price.line})"
    yield f"  not shown in this form: {'; '.join(page.hidden)}"


def _page(page: Page) -> Json:
    return _telling(
        {
            "endpoint_id": str(page.id),
            "form": page.form,
            "line": page.line,
            "category": page.category or None,
            "about": page.about or None,
            "url": page.url or None,
            "input": [_field(entry, page) for entry in page.input],
            "output": [_field(entry, page) for entry in page.output],
            "types": {name: [_field(entry, page) for entry in shown] for name, shown in page.types}
            or None,
            "input_example": page.input_example,
            "required_example": page.required_example,
            "output_example": page.output_example,
            "claims": [_claim(each) for each in page.statements],
            "unheld": [_unheld(each) for each in unheld(page)],
            "prices": [_price(each) for each in page.prices] or None,
            "not_shown": [*page.hidden],
        }
    )


def _field(entry: Entry, page: Page) -> Json:
    """Give a field; null is a default too, and whether it is required may not be known."""
    values = _telling(
        {
            "name": entry.name,
            "type": common_type(entry.word),
            "minimum": entry.minimum,
            "maximum": entry.maximum,
            "multipleOf": entry.step,
            "enum": [*entry.values] or None,
            "examples": [*entry.examples] or None,
            "description": entry.description or None,
            "line": entry.line,
        }
    )
    values["required"] = entry.required if page.shows.required else None
    if entry.has_default:
        values["default"] = entry.default
    return {key: values[key] for key in _ORDER if key in values}


_ORDER = (
    "name type required default minimum maximum multipleOf enum examples description line".split()
)


def _claim(statement: Statement) -> Json:
    claim = statement.claim
    return {
        "place": claim.place,
        "field": claim.place.partition("/")[2].partition("/")[0] or None,
        "keyword": claim.keyword,
        "value": claim.value,
        "where": statement.where,
        "line": statement.line,
        "text": claim.text,
    }


def _unheld(left: Unheld) -> Json:
    field = left.place.partition("/")[2]
    return {"place": left.place, "field": field, "line": left.line, "text": left.text}


def _price(price: Price) -> Json:
    return {
        "amount": price.amount,
        "currency": "USD",
        "unit": price.unit,
        "line": price.line,
        "text": price.text,
    }


def _facts(entry: Entry, page: Page) -> Iterator[str]:
    yield entry.word
    if entry.required and page.shows.required:
        yield "required"
    if entry.has_default:
        yield f"default {spelled(entry.default)}"
    if entry.minimum is not None or entry.maximum is not None:
        yield f"{plain(entry.minimum)} to {plain(entry.maximum)}"
    if entry.step is not None:
        yield f"in steps of {plain(entry.step)}"
    if entry.values:
        yield f"one of {', '.join(map(spelled, entry.values))}"


def _telling(row: dict[str, Json]) -> dict[str, Json]:
    """Leave out what says nothing."""
    return {key: value for key, value in row.items() if value is not None}
