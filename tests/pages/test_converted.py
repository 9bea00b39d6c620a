"""A page of each form as its converters and browsers write it: whichever did, the same is read.

`page` is what was converted; `expected.json` was written by hand, from what a browser shows.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from fal_codegen.pages import Page, read_pages
from fal_codegen.report import pages_data

FOLDER = Path(__file__).parent / "converted"
WRITINGS = sorted(path for path in FOLDER.rglob("*") if path.suffix in (".md", ".html"))
BROWSER = "browser"
"""Copies of an API page from a browser, which show no star: what is required is not known."""


def fields(shown: list[dict[str, Any]], *, required: bool) -> list[dict[str, Any]]:
    kept = ("name", "type", "required", "default", "minimum", "maximum", "enum")
    rows = [{key: field[key] for key in kept if key in field} for field in shown]
    return rows if required else [row | {"required": None} for row in rows]


def read(path: Path) -> tuple[Page, dict[str, Any]]:
    read = read_pages(path.read_text("utf-8"))
    assert read.problems == ()
    (data,) = json.loads(json.dumps(pages_data(read.pages)))
    return read.pages[0], data


@pytest.mark.parametrize("path", WRITINGS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_page_says_the_same_whichever_converter_wrote_it(path: Path) -> None:
    expected = json.loads((path.parent / "expected.json").read_text("utf-8"))
    page, data = read(path)
    required = expected["form"] != "api-page" or not path.stem.startswith(BROWSER)
    assert data["form"] == (expected["form"] if required else "api-text")
    for side in ("input", "output"):
        assert fields(data[side], required=required) == fields(expected[side], required=required)
    assert {
        name: fields(shown, required=required) for name, shown in data.get("types", {}).items()
    } == {name: fields(shown, required=required) for name, shown in expected["types"].items()}
    for key in ("endpoint_id", "input_example", "output_example"):
        assert data[key] == expected[key]
    assert page.category in (expected["category"], "")
    said = [[claim["place"], claim["keyword"], claim["value"]] for claim in data["claims"]]
    assert said == expected["claims"]
    prices = [[price["amount"], price["unit"]] for price in data.get("prices", [])]
    assert prices == expected["prices"]


@pytest.mark.parametrize("path", WRITINGS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_line_of_a_field_and_of_a_claim_is_that_of_the_file(path: Path) -> None:
    page, data = read(path)
    lines = path.read_text("utf-8").replace("\\", "").replace("`", "").split("\n")
    for field in data["input"]:
        assert field["name"] in lines[field["line"] - 1]
    for statement in page.statements:
        first = statement.claim.text.split()[0].replace("`", "")
        assert first in lines[statement.line - 1]


def test_at_least_twelve_converters_are_heard() -> None:
    assert len({path.stem for path in WRITINGS}) >= 20
