"""A page's examples held to its own fields and to the document."""

from collections.abc import Iterator
from dataclasses import replace

from fal_codegen.check import page_rules as rules
from fal_codegen.check.findings import Finding
from fal_codegen.contract import FieldPlace, Json, Side, admits, any_item_path, in_body
from fal_codegen.judge import Judge
from fal_codegen.pages import Entry, Page, plain


def check_examples(page: Page, judge: Judge) -> Iterator[Finding]:
    """Give what an example sends or shows that the page or the document does not allow.

    A null stands for what is not sent. An example of an answer may be shortened, so it lacks
    nothing.
    """
    for value in (page.required_example, page.input_example):
        yield from _check(page, judge, "input", value)
    yield from _check(page, judge, "output", page.output_example)


def _check(page: Page, judge: Judge, side: Side, value: Json) -> Iterator[Finding]:
    if not isinstance(value, dict):
        return
    body: dict[str, Json] = {name: item for name, item in value.items() if item is not None}
    found = list(_against_fields(page, side, body))
    yield from found
    yield from _against_document(page, judge, side, body, {str(each.place) for each in found})


def _against_fields(page: Page, side: Side, body: dict[str, Json]) -> Iterator[Finding]:
    fields = page.input if side == "input" else page.output
    known = {entry.name: entry for entry in fields}
    endpoint = (page if side == "input" else _shortened(page)).endpoint
    for name, value in body.items():
        place, entry = FieldPlace(f"{side}/{name}"), known.get(name)
        if entry is None:
            yield Finding(rules.PAGE_EXAMPLE_UNLISTED, page.id, place, value)
        elif not admits(endpoint, entry.shape, value):
            allowed = [*entry.values] or _allowed(entry)
            yield Finding(rules.PAGE_EXAMPLE_DIFFERS, page.id, place, value, allowed)
    for entry in fields if side == "input" and page.shows.required else ():
        if entry.required and entry.name not in body:
            place = FieldPlace(f"{side}/{entry.name}")
            yield Finding(rules.PAGE_EXAMPLE_LACKS, page.id, place)


def _against_document(
    page: Page, judge: Judge, side: Side, body: dict[str, Json], reported: set[str]
) -> Iterator[Finding]:
    for violation in judge.input(body) if side == "input" else judge.output(body):
        place = in_body(side, any_item_path(violation.path))
        if "/".join(place.split("/")[:2]) in reported:
            continue
        if violation.keyword != "required":
            values = violation.value, violation.limit, violation.keyword
            yield Finding(rules.DOCS_EXAMPLE_REFUSED, page.id, FieldPlace(place), *values)
        elif side == "input":
            yield Finding(rules.DOCS_EXAMPLE_LACKS, page.id, FieldPlace(place))


def _shortened(page: Page) -> Page:
    """Give the page with types of which any field may be left out."""
    types = (
        (name, tuple(replace(entry, required=False) for entry in shown))
        for name, shown in page.types
    )
    return replace(page, types=tuple(types))


def _allowed(entry: Entry) -> Json:
    if entry.minimum is None and entry.maximum is None:
        return entry.word
    return f"{entry.word}, {plain(entry.minimum)} to {plain(entry.maximum)}"
