"""`docs.json`: a documentation page as data, readable by hand and without loss.

A key that would say nothing is left out: what is absent is false, empty or null. A type that the
page names and does not define is in no `types`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

import jsonschema_rs

from fal_codegen.contract import Claim, EndpointId, Json, Object, Page, Problem, escape
from fal_codegen.pages.entries import Entry, endpoint, entries

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
        form={"enum": ["llms.txt", "mintlify", "api-page"]},
        source=_TEXT,
        date=_TEXT,
        category=_TEXT,
        about=_TEXT,
        input=_FIELDS,
        output=_FIELDS,
        types=_LIST | {"items": _closed(("name", "fields"), name=_TEXT, fields=_FIELDS)},
        input_example=True,
        output_example=True,
        limitations=_CLAIMS,
        prose=_CLAIMS,
    )
    | {
        "$defs": {
            "field": _closed(
                ("name", "type"),
                name=_TEXT,
                type=_TEXT,
                required={"const": True},
                default=True,
                minimum={"type": "number"},
                maximum={"type": "number"},
                values=_LIST,
                examples=_LIST,
                description=_TEXT,
            ),
            "claim": _closed(
                ("place", "keyword"), place=_TEXT, keyword=_TEXT, value=True, text=_TEXT
            ),
        }
    }
)


@dataclass(frozen=True, slots=True)
class PageProvenance:
    """Where a page's claims come from.

    `form` is `llms.txt`, `mintlify` or `api-page`; `source` says how they were come by; `date` is
    written as ISO has it.
    """

    form: str
    source: str
    date: str


def read_docs(value: Json) -> Page | Problem:
    """Read a page from the content of a docs.json."""
    for error in _FORM.iter_errors(value):
        pointer = "".join(f"/{escape(str(step))}" for step in error.instance_path)
        return Problem(pointer, f"not as docs.json has it: {error.message[:_SHOWN]}")
    docs = cast("Mapping[str, Json]", value)
    try:
        id_ = EndpointId(cast("str", docs["endpoint"]))
    except ValueError as error:
        return Problem("/endpoint", str(error))
    told = endpoint(
        id_,
        input_=_entries(docs["input"]),
        output=_entries(docs["output"]),
        types={cast("str", one["name"]): _entries(one["fields"]) for one in _rows(docs, "types")},
        category=cast("str", docs.get("category", "")),
        about=cast("str", docs.get("about", "")),
    )
    claims = (tuple(_claim(row) for row in _rows(docs, name)) for name in ("limitations", "prose"))
    return Page(told, docs.get("input_example"), docs.get("output_example"), *claims)


def write_docs(page: Page, origin: PageProvenance) -> Json:
    """Write the content of a docs.json; a shape that no page can show is weakened to one."""
    told = page.endpoint
    defined = [part for part in told.parts if isinstance(part.shape, Object)]
    docs: dict[str, Json] = {
        "endpoint": str(told.id),
        "form": origin.form,
        "source": origin.source,
        "date": origin.date,
        "category": told.category or None,
        "about": told.about or None,
        "input": [_row(one) for one in entries(told.input)],
        "output": [_row(one) for one in entries(told.output)],
        "types": [
            {"name": part.name, "fields": [_row(one) for one in entries(part.shape)]}
            for part in defined
        ]
        or None,
        "input_example": page.input_example,
        "output_example": page.output_example,
        "limitations": [_said(claim) for claim in page.limitations] or None,
        "prose": [_said(claim) for claim in page.prose] or None,
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
        "values": [*one.values] or None,
        "examples": [*one.examples] or None,
        "description": one.description or None,
    }
    told = _telling(row)
    return told | {"default": None} if one.has_default and one.default is None else told


def _said(claim: Claim) -> Json:
    row: dict[str, Json] = {
        "place": claim.place,
        "keyword": claim.keyword,
        "value": claim.value,
        "text": claim.text or None,
    }
    return _telling(row)


def _telling(row: dict[str, Json]) -> dict[str, Json]:
    """Leave out what says nothing."""
    return {key: value for key, value in row.items() if value is not None}


def _entries(rows: Json) -> list[Entry]:
    return [_entry(cast("Mapping[str, Json]", row)) for row in cast("list[Json]", rows)]


def _entry(row: Mapping[str, Json]) -> Entry:
    return Entry(
        name=cast("str", row["name"]),
        word=cast("str", row["type"]),
        required="required" in row,
        has_default="default" in row,
        default=row.get("default"),
        minimum=row.get("minimum"),
        maximum=row.get("maximum"),
        values=tuple(cast("list[Json]", row.get("values", []))),
        examples=tuple(cast("list[Json]", row.get("examples", []))),
        description=cast("str", row.get("description", "")),
    )


def _claim(row: Mapping[str, Json]) -> Claim:
    place, keyword = cast("str", row["place"]), cast("str", row["keyword"])
    return Claim(place, keyword, row.get("value"), cast("str", row.get("text", "")))


def _rows(docs: Mapping[str, Json], name: str) -> list[Mapping[str, Json]]:
    return cast("list[Mapping[str, Json]]", docs.get(name, []))
