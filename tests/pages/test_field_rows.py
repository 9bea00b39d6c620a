"""Tables of fields, as people write them into notes that call fal."""

import pytest
from fal_codegen.pages import read_pages

from tests.pages.read import claims, one

TABLES = """---
name: barn-painter
---

# Barn painter

```js
{call}
```

## {title} Schema

| Parameter | Type | Required | Default | Description |
| --- | --- | --- | --- | --- |
| `prompt` | string | **Yes** | | The barn in words. |
| `boards` | list\\<Board\\> | No | | What it is made of. |
| `width` | float | No | `0.5` | How wide (0.1-2.0). |
| `seed` | integer | No | random | For the same barn again. |
| `paint` | string | No | | The colour. Default: `"red"` |

## Output Schema

| Field | Type | Description |
| --- | --- | --- |
| `picture` | File | The barn. |
"""


def test_a_table_of_fields_is_read_where_fal_is_called() -> None:
    page = one(TABLES.format(title="Input", call='fal.subscribe("studio/barn", {input})'))
    assert [(entry.name, entry.word, entry.required) for entry in page.input] == [
        ("prompt", "string", True),
        ("boards", "list<Board>", False),
        ("width", "float", False),
        ("seed", "integer", False),
        ("paint", "string", False),
    ]
    assert page.shows.required
    assert [entry.required for entry in page.output] == [None], "its table has no such column"
    assert page.hidden[0] == "which fields of the output are required"
    defaults = {entry.name: entry.default for entry in page.input if entry.has_default}
    assert defaults == {"width": 0.5, "paint": "red"}
    assert [entry.name for entry in page.output] == ["picture"]
    assert claims(page) == [("input/width", "minimum", 0.1), ("input/width", "maximum", 2)]


def test_a_table_may_have_one_column_for_default_and_values() -> None:
    row = (
        "| `roof` | `RoofEnum` | **\\*required** | Of what. | "
        'Default: `"tin"`<br>Possible enum values: `tin`, `hay` |'
    )
    table = (
        "| Field | Type | Required | Description | Default Value / Possible Enum Values |\n"
        f"| :-- | :-- | :-- | :-- | :-- |\n{row}\n"
        "| `wind` | `float` | | From where. | None |\n"
    )
    page = one(f'fal.run("studio/barn")\n\n### Input\n\n{table}')
    assert page.shows.required
    roof, wind = page.input
    assert (roof.required, roof.default, roof.values) == (True, "tin", ("tin", "hay"))
    assert (wind.required, wind.has_default, wind.values) == (False, False, ())


def test_a_bar_in_a_type_does_not_shift_the_cells_behind_it() -> None:
    table = (
        "| Parameter | Type | Required | Default | Description |\n| - | - | - | - | - |\n"
        "| `door` | string | null | **Yes** | | Which. |\n"
        '| `size` | Size | enum: `small`, `tall` | No | `"tall"` | How big. |\n'
        '| `hay` | enum: `dry`, `wet` | No | `"dry"` | Of what kind. |\n'
    )
    door, size, hay = one(f'fal.run("studio/barn")\n\n## Input Schema\n\n{table}').input
    assert (door.word, door.required) == ("string | null", True)
    assert (size.word, size.required, size.values) == ("Size | Enum", False, ("small", "tall"))
    assert (hay.word, hay.default, hay.values) == ("Enum", "dry", ("dry", "wet"))


@pytest.mark.parametrize(
    ("title", "call"),
    [("Input", 'paint("studio/barn")'), ("Options", 'fal.subscribe("studio/barn", {input})')],
)
def test_any_other_table_is_no_page(title: str, call: str) -> None:
    read = read_pages(TABLES.format(title=title, call=call))
    assert read.pages == ()
    assert read.problems
