import json
from pathlib import Path

import pytest
from fal_codegen.contract import Array, EndpointId, Limit, Part, Problem, Ref, Scalar
from fal_codegen.pages import Page, PageProvenance, read_docs, read_page, write_docs

CASES = sorted((Path(__file__).parent / "cases").iterdir())
PAGES = [case for case in CASES if (case / "docs.json").exists()]
PROBLEMS = [case for case in CASES if (case / "problem.json").exists()]


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_a_page_is_read_as_its_golden_docs_json_says(case: Path) -> None:
    expected = json.loads((case / "docs.json").read_text("utf-8"))
    page = read_page((case / "page.md").read_text("utf-8"), EndpointId(expected["endpoint"]))
    assert isinstance(page, Page)
    origin = PageProvenance(expected["source"], expected["date"])
    assert write_docs(page, origin) == expected
    assert read_docs(expected) == page


@pytest.mark.parametrize("case", PROBLEMS, ids=lambda case: case.name)
def test_what_is_no_such_page_is_a_problem(case: Path) -> None:
    expected = json.loads((case / "problem.json").read_text("utf-8"))
    read = read_page((case / "page.md").read_text("utf-8"), EndpointId(expected["endpoint"]))
    assert read == Problem("", expected["problem"])


def test_every_case_is_a_page_or_a_problem() -> None:
    assert PAGES
    assert PROBLEMS
    assert sorted([*PAGES, *PROBLEMS]) == CASES


def one_field(word: str, *lines: str) -> Page:
    indented = "\n".join(f"  {line}" for line in lines)
    text = (
        "## Overview\n\n- **Model ID**: `acme/painter`\n\n### Input Schema\n\n"
        f"- **`x`** (`{word}`, _optional_):\n{indented}\n"
    )
    page = read_page(text, EndpointId("acme/painter"))
    assert isinstance(page, Page)
    return page


def test_a_type_the_page_does_not_define_becomes_a_part_that_promises_nothing() -> None:
    endpoint = one_field("list<LoraWeight>").endpoint
    assert endpoint.input.fields[0].shape == Array(Ref("LoraWeight"))
    assert [part.name for part in endpoint.parts] == ["LoraWeight"]
    assert all(isinstance(part, Part) for part in endpoint.parts)


def test_the_range_of_a_list_is_that_of_its_items() -> None:
    (field,) = one_field("list<integer>", "- Range: `1` to `4`").endpoint.input.fields
    assert field.shape == Array(Scalar("integer", (Limit("minimum", 1), Limit("maximum", 4))))


@pytest.mark.parametrize("spelled", ["`many` to `4`", "`1e999` to `4`", "`true` to `4`", "up"])
def test_a_bound_that_is_no_number_is_left_out(spelled: str) -> None:
    (field,) = one_field("integer", f"- Range: {spelled}").endpoint.input.fields
    assert isinstance(field.shape, Scalar)
    assert Limit("minimum", 1) not in field.shape.limits
    assert all(limit.value == 4 for limit in field.shape.limits)


def test_the_first_of_two_fields_of_one_name_is_kept() -> None:
    page = one_field("string", "First.", "- **`x`** (`integer`, _optional_):", "  Second.")
    (field,) = page.endpoint.input.fields
    assert field.description == "First."


HOSTILE = {
    "a page of quotes": ">" * 100_000,
    "nested lists": "- " * 50_000,
    "backticks of every length": "".join("`" * length + " " for length in range(1, 400)),
    "tags that never end": "<ParamField \n" * 10_000 + "<A {\n" * 10_000,
    "a tag of blanks": '<ParamField body="a"' + " " * 100_000 + ">",
    "endless headings": "\n\n".join(f"#### {number}" for number in range(10_000)),
    "a type of lists": '<ParamField body="a" type="' + "list<" * 20_000 + '">',
    "a default nested deeply": '<ParamField body="a" default="' + "[" * 100_000 + '">',
    "a wide table": "|" + "a|" * 300 + "\n|" + "-|" * 300 + "\n" + "|\n" * 3_000,
    "a lone surrogate and a null": "\ud800\x00",
    "types that never end": ("list<" * 150 + " | ") * 300,
    "unions of lists": ("x list<a>" + " | list<a>" * 90 + "!\n") * 300,
    "names like types": ("string" * 160 + "!\n") * 300,
    "braces": "{\n" * 50_000,
    "defaults of nothing": 'Default value: "' * 20_000 + "Default value: `" * 20_000,
    "titles": "# Input\n## Input\n" * 2_000,
    "empty lines": "\n" * 100_000,
    "lines that only a number sign has": "x\n#\n" * 10_000,
    "headings of blanks": "# a" + " " * 100_000 + "b",
    "a type of blanks": '<ParamField body="a" type="a' + " " * 100_000 + 'b">',
    "divisions": ":::\n" * 20_000,
    "text of many lines": "```\n" + "x\n" * 30_000,
    "code that never ends": '{"a": [1,\n' * 10_000,
    "tags of HTML that never end": "<div\n" * 20_000 + '<a "' * 20_000,
    "comments that never end": "<!--" * 20_000,
    "marks for the other direction": "\u202e\u200f" * 50_000,
    "ten thousand columns": "|" + "a|" * 10_000 + "\n|" + "-|" * 10_000 + "\n|\n|\n",
    "escapes": "\\" * 100_000,
    "prices": "$0.5 per image " * 6_000,
    "lists of values": ("one of " + "a or " * 700 + "\n") * 50,
}


@pytest.mark.deep
@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize(
    "start",
    [
        "**Endpoint ID:** `acme/painter`\n\n### Input Schema\n\n",
        "## Overview\n\n- **Model ID**: `acme/painter`\n\n### Input Schema\n\n- **`x`** (`list",
        "acme/painter\n\n## Schema\n\n### Input\n\n`x` `string`\n\n",
        "acme/painter\n\nSchema\n#\nInput\n#\nx string\n",
        "acme/painter\n\nSchema\nInput\nx string\n",
        "<html>acme/painter<h3>Input</h3><div><code>x</code> <code>string</code></div>",
    ],
)
def test_a_hostile_page_is_read_or_refused_and_never_raises(start: str, content: str) -> None:
    assert isinstance(read_page(start + content, EndpointId("acme/painter")), Page | Problem)


def test_a_page_of_more_than_a_million_characters_is_not_read() -> None:
    read = read_page("**Model ID**" + " " * 1_000_000, EndpointId("acme/painter"))
    assert read == Problem("", "line 1: a page of 1000012 characters, more than the 1000000 read")
