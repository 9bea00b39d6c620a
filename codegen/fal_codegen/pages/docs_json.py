"""`docs.json`: a documentation page as data, readable by hand and without loss.

A key that would say nothing is left out: what is absent is false, empty or null. A type that the
page names and does not define is in no `types`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

import jsonschema_rs

from fal_codegen.contract import Claim, EndpointId, Json, Problem, joined_pointer
from fal_codegen.pages.entry import Entry, distinct
from fal_codegen.pages.forms import FORMS, FormName
from fal_codegen.pages.page import Page, Price, Statement, Where

_SHOWN = 200
_TEXT = {"type": "string"}
_LIST = {"type": "array"}
_FIELDS = {"type": "array", "items": {"$ref": "#/$defs/field"}}
_CLAIMS = {"type": "array", "items": {"$ref": "#/$defs/claim"}}


def _closed(required: Iterable[str], /, **properties: object) -> dict[str, object]:
    return {
        "type": "object",
        "required": [*required],
        "properties": properties,
        "additionalProperties": False,
    }


_FORM = jsonschema_rs.Draft202012Validator(
    _closed(
        ("endpoint", "form", "source", "date", "input", "output"),
        endpoint=_TEXT,
        form={"enum": [*FORMS]},
        source=_TEXT,
        date=_TEXT,
        category=_TEXT,
        about=_TEXT,
        url=_TEXT,
        input=_FIELDS,
        output=_FIELDS,
        types=_LIST | {"items": _closed(("name", "fields"), name=_TEXT, fields=_FIELDS)},
        input_example=True,
        required_example=True,
        output_example=True,
        prices=_LIST
        | {"items": _closed(("amount", "unit"), amount={"type": "number"}, unit=_TEXT, text=_TEXT)},
        limitations=_CLAIMS,
        prose=_CLAIMS,
    )
    | {
        "$defs": {
            "field": _closed(
                ("name", "type"),
                name=_TEXT,
                type=_TEXT,
                required={"enum": [True, None]},
                default=True,
                minimum={"type": "number"},
                maximum={"type": "number"},
                step={"type": "number"},
                values=_LIST,
                examples=_LIST,
                description=_TEXT,
            ),
            "claim": _closed(
                ("place", "keyword"),
                place=_TEXT,
                keyword=_TEXT,
                value=True,
                text=_TEXT,
                where={"enum": ["description", "table"]},
                line={"type": "integer"},
            ),
        }
    }
)


@dataclass(frozen=True, slots=True)
class PageProvenance:
    """Where a page's claims come from: how they were come by, and the day as ISO has it."""

    source: str
    date: str


def read_docs(value: Json) -> Page | Problem:
    """Read a page from the content of a docs.json."""
    for error in _FORM.iter_errors(value):
        pointer = joined_pointer(error.instance_path)
        return Problem(pointer, f"not as docs.json has it: {error.message[:_SHOWN]}")
    docs = cast("Mapping[str, Json]", value)
    try:
        id_ = EndpointId(_text(docs, "endpoint"))
    except ValueError as error:
        return Problem("/endpoint", str(error))
    return Page(
        id=id_,
        form=cast("FormName", docs["form"]),
        input=_entries(docs["input"]),
        output=_entries(docs["output"]),
        types=tuple((_text(one, "name"), _entries(one["fields"])) for one in _rows(docs, "types")),
        category=_text(docs, "category"),
        about=_text(docs, "about"),
        url=_text(docs, "url"),
        input_example=docs.get("input_example"),
        required_example=docs.get("required_example"),
        output_example=docs.get("output_example"),
        statements=(
            *(_statement(row, "limitations") for row in _rows(docs, "limitations")),
            *(_statement(row, "text") for row in _rows(docs, "prose")),
        ),
        prices=tuple(_price(row) for row in _rows(docs, "prices")),
    )


def write_docs(page: Page, origin: PageProvenance) -> Json:
    """Write the content of a docs.json."""
    limits = [_said(each) for each in page.statements if each.where == "limitations"]
    prose = [_said(each) for each in page.statements if each.where != "limitations"]
    docs: dict[str, Json] = {
        "endpoint": str(page.id),
        "form": page.form,
        "source": origin.source,
        "date": origin.date,
        "category": page.category or None,
        "about": page.about or None,
        "url": page.url or None,
        "input": [_row(one) for one in page.input],
        "output": [_row(one) for one in page.output],
        "types": [
            {"name": name, "fields": [_row(one) for one in shown]} for name, shown in page.types
        ]
        or None,
        "input_example": page.input_example,
        "required_example": page.required_example,
        "output_example": page.output_example,
        "prices": [
            {"amount": price.amount, "unit": price.unit, "text": price.text}
            for price in page.prices
        ]
        or None,
        "limitations": limits or None,
        "prose": prose or None,
    }
    return _telling(docs)


def _row(one: Entry) -> Json:
    row: dict[str, Json] = {
        "name": one.name,
        "type": one.word,
        "required": one.required or None,
        "default": one.default,
        "minimum": one.minimum,
        "maximum": one.maximum,
        "step": one.step,
        "values": [*one.values] or None,
        "examples": [*one.examples] or None,
        "description": one.description or None,
    }
    values = _telling(row)
    if one.has_default and one.default is None:
        values["default"] = None
    if one.required is None:
        values["required"] = None
    return values


def _said(statement: Statement) -> Json:
    claim = statement.claim
    row: dict[str, Json] = {
        "place": claim.place,
        "keyword": claim.keyword,
        "value": claim.value,
        "text": claim.text or None,
        "where": statement.where if statement.where in ("description", "table") else None,
        "line": statement.line or None,
    }
    return _telling(row)


def _telling(row: dict[str, Json]) -> dict[str, Json]:
    """Leave out what says nothing."""
    return {key: value for key, value in row.items() if value is not None}


def _entries(rows: Json) -> tuple[Entry, ...]:
    return distinct(_entry(cast("Mapping[str, Json]", row)) for row in cast("list[Json]", rows))


def _entry(row: Mapping[str, Json]) -> Entry:
    return Entry(
        name=_text(row, "name"),
        word=_text(row, "type"),
        required=cast("bool | None", row.get("required", False)),
        has_default="default" in row,
        default=row.get("default"),
        minimum=row.get("minimum"),
        maximum=row.get("maximum"),
        step=row.get("step"),
        values=tuple(cast("list[Json]", row.get("values", []))),
        examples=tuple(cast("list[Json]", row.get("examples", []))),
        description=_text(row, "description"),
    )


def _statement(row: Mapping[str, Json], where: Where) -> Statement:
    claim = Claim(_text(row, "place"), _text(row, "keyword"), row.get("value"), _text(row, "text"))
    return Statement(claim, cast("Where", row.get("where", where)), cast("int", row.get("line", 0)))


def _price(row: Mapping[str, Json]) -> Price:
    return Price(cast("float", row["amount"]), _text(row, "unit"), _text(row, "text"))


def _text(row: Mapping[str, Json], key: str) -> str:
    return cast("str", row.get(key, ""))


def _rows(docs: Mapping[str, Json], name: str) -> list[Mapping[str, Json]]:
    return cast("list[Mapping[str, Json]]", docs.get(name, []))
