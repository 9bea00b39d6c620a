"""Kinds of pages that people keep copies of, each in its smallest form and in our own words."""

from json import JSONDecoder
from typing import Any

import pytest
from fal_codegen.pages import read_pages

from tests.pages.read import claims, one

LISTED = """# Singer

[API](https://fal.ai/models/studio/singer/api)

## Schema

### Input

`tongue` `TongueEnum`

What is sung in.

Possible enum values: `{values}`
"""
BROWSER = """About
Paints barns.

It takes at most 3 words a barn.

1. Calling the API
#
{calls}
5. Schema
#
Input
#
prompt string
The barn in words.

tokens list<string>
Marks. Default value: <a>,<b>

{{
  "prompt": "red"
}}
Output
#
picture File
The barn
"""
MINTLIFY = """# Barn API

> Reference of the barn painter.

**Endpoint:** `POST https://fal.run/studio/barn`
**Endpoint ID:** `studio/barn`

## Quick Start

<CodeGroup>
  ```python title="Python" theme={{null}}
  import fal_client

  # up to 9 images per request
  ```
</CodeGroup>

{prose}

## API Reference

### Input Schema

<ParamField body="num_images" type="integer" default="1">
  Range: `1` to `4`
</ParamField>

<ParamField body="season" type="SeasonEnum" default="fall">
  Possible values: `fall`, `mud-time`
</ParamField>

### Output Schema

<ParamField body="picture" type="File" required />

## Limitations

* `num_images` range: 1 to 4
"""
OWN_TABLE = """## Input schema

| Parameter    | Type    | Default  | Description                   |
| ------------ | ------- | -------- | ----------------------------- |
| `season`     | string  | `"fall"` | `"fall"`, `"mud-time"`        |
| `num_images` | integer | `2`      | **Required.** How many barns. |

## Output schema

Barns."""
LLMS = """# Barn

## Overview

- **Model ID**: `studio/barn`

## Pricing

{prices}

### Input Schema

- **`guide`** (`Two-PartEnum`, _optional_):
  {said}
  - Options: `"edge"`, `"depth"`, `"pose"`, `"none"`

### Output Schema
"""


@pytest.mark.parametrize(
    ("spelled", "values"),
    [
        ("Frisian, Frisian,Saterland, Sorbian", ("Frisian", "Frisian,Saterland", "Sorbian")),
        ("a,b,c", ("a", "b", "c")),
        ("a,b, c,d", ("a", "b", "c", "d")),
    ],
)
def test_a_value_may_have_a_comma_of_its_own(spelled: str, values: tuple[str, ...]) -> None:
    assert one(LISTED.format(values=spelled)).fields["tongue"].values == values


def test_where_no_field_of_a_page_has_a_star_what_is_required_is_not_known() -> None:
    assert not one(LISTED.format(values="a, b")).shows.required
    starred = LISTED.format(values="a, b") + "\n### Output\n\n`song` `File`* required\n"
    assert one(starred).shows.required


def test_the_addresses_of_jobs_do_not_cut_the_id() -> None:
    looks = "curl https://queue.fal.run/studio/barn/requests/{}/status"
    calls = "\n".join((*[looks.format("$ID")] * 3, looks.format("4b1d"), "{}"))
    asked = calls.format("curl https://queue.fal.run/studio/barn/quick")
    assert one(BROWSER.format(calls=asked)).id == "studio/barn/quick"
    assert one(BROWSER.format(calls=calls.format(""))).id == "studio/barn"


def test_what_a_browser_copies_below_about_is_what_the_page_is_about() -> None:
    page = one(BROWSER.format(calls='fal.run("studio/barn")'))
    assert page.about == "Paints barns. It takes at most 3 words a barn."


def test_a_list_that_a_browser_spells_as_text_is_a_list() -> None:
    page = one(BROWSER.format(calls='fal.run("studio/barn")'))
    assert page.fields["tokens"].default == ["<a>", "<b>"]


def test_an_input_schema_of_the_page_s_own_does_not_hide_the_reference_below_it() -> None:
    page = one(MINTLIFY.format(prose=OWN_TABLE))
    assert list(page.fields) == ["num_images", "season"]
    assert [entry.name for entry in page.output] == ["picture"]
    assert claims(page) == [
        ("input/num_images", "minimum", 1),
        ("input/num_images", "maximum", 4),
        ("input/season", "default", "fall"),
        ("input/season", "enum", ["fall", "mud-time"]),
        ("input/num_images", "default", 2),
    ]


def test_text_below_the_quick_start_is_read_and_its_code_is_not() -> None:
    page = one(MINTLIFY.format(prose="Paints up to 3 images per request, at $0.02 per image."))
    assert ("input/num_images", "maximum", 3) in claims(page)
    assert ("input/num_images", "maximum", 9) not in claims(page)
    assert [(each.amount, each.unit) for each in page.prices] == [(0.02, "image")]


def test_a_list_of_parameters_may_say_what_one_is_before_its_values() -> None:
    said = '* `season`: When it is painted - "fall" or "mud-time"\n* **2-room barn**: \\$0.25'
    page = one(MINTLIFY.format(prose=said))
    assert ("input/season", "enum", ["fall", "mud-time"]) in claims(page)
    assert [(each.amount, each.unit) for each in page.prices] == [(0.25, "2-room barn")]


def test_prose_below_limitations_is_read_beside_its_list() -> None:
    page = one(MINTLIFY.format(prose="## Limitations\n\n* At most 2 images per request."))
    assert claims(page)[:3] == [
        ("input/num_images", "minimum", 1),
        ("input/num_images", "maximum", 4),
        ("input/num_images", "maximum", 2),
    ]


def test_a_line_that_is_no_kind_of_endpoint_is_no_category() -> None:
    page = "# Barn\n\nstudio/barn\n\n{}\n\n## Schema\n\n### Input\n\n`prompt` `string`\n"
    assert one(page.format("Text to Image")).category == "text-to-image"
    assert one(page.format("Add barns to any picture")).category == ""


def test_a_row_may_name_its_field_behind_the_amount() -> None:
    table = (
        "| What | Result | Note |\n| - | - | - |\n| Batch | 1-3 barns | Set via `num_images` |\n"
    )
    assert claims(one(MINTLIFY.format(prose=table)))[-2:] == [
        ("input/num_images", "minimum", 1),
        ("input/num_images", "maximum", 3),
    ]


def test_an_enum_may_be_called_after_a_field_with_a_dash() -> None:
    page = one(LLMS.format(prices="", said="Which to keep to edge, or pose pictures."))
    assert page.fields["guide"].values == ("edge", "depth", "pose", "none")
    assert page.endpoint.parts == ()


def test_a_default_may_stand_before_the_word() -> None:
    said = "Which picture leads. The `depth` is the default."
    assert claims(one(LLMS.format(prices="", said=said))) == [("input/guide", "default", "depth")]


def test_values_that_a_sentence_only_mentions_are_no_list() -> None:
    said = "Barns are made to look alike by edge, depth, or pose pictures."
    assert claims(one(LLMS.format(prices="", said=said))) == []


def test_the_unit_of_a_price_is_what_it_is_paid_for() -> None:
    prices = (
        "It costs $0.03 for the first megapixel, plus $0.015 per extra megapixel of output, and "
        "$0.08 per started 24 megapixels.\n\nCost per barn: $0.001 per compute second\n\n"
        "Each comes at **0.12** $ per second of film."
    )
    page = one(LLMS.format(prices=prices, said="Which."))
    assert [(each.amount, each.unit) for each in page.prices] == [
        (0.03, "first megapixel"),
        (0.015, "extra megapixel"),
        (0.08, "started 24 megapixels"),
        (0.001, "compute second"),
        (0.12, "second"),
    ]


def test_a_list_of_fields_that_a_reader_mode_left_out_is_told_by_its_example() -> None:
    page = "[barn](https://fal.ai/models/studio/barn/api)\n\n## Schema\n\n### Input\n\n{}\n"
    lists = '`prompt` `string`\n\n### Output\n\n```\n{"picture": 1}\n```'
    read = read_pages(page.format(lists))
    assert list(read.pages[0].fields) == ["prompt"]
    said = "line 1: studio/barn shows an example of its output, and no field of it"
    assert [each.message for each in read.problems] == [said]


def test_lines_that_only_begin_like_json_do_not_read_a_page_again_and_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_at: list[int] = []
    decode = JSONDecoder.raw_decode

    def counting(self: JSONDecoder, text: str, begin: int = 0) -> tuple[Any, int]:
        looked_at.append(len(text) - begin)
        return decode(self, text, begin)

    monkeypatch.setattr(JSONDecoder, "raw_decode", counting)
    page = "Overview\nModel ID: studio/reel\nInput Schema\n"
    for line in ("{", '{"', '{"a":'):
        text = page + f"{line}\n" * 500
        looked_at.clear()
        read_pages(text)
        assert sum(looked_at) <= 50 * len(text)
