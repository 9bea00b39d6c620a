"""Texts with several pages, with none, and with something that is nearly one."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fal_codegen.pages import read_pages
from fal_codegen.pages.copied import uncopied

CASES = Path(__file__).parent / "cases"
GUIDE = """# Getting started

Calls look like `fal.subscribe("studio/somewhere-else")`.

```python
# Input
print("not a title")
```

"""


def text(case: str) -> str:
    return (CASES / case / "page.md").read_text("utf-8")


def test_a_whole_site_as_one_file_is_read_page_by_page() -> None:
    site = "\n".join(
        (
            GUIDE,
            text("mintlify_page_with_two_tabs"),
            "# Errors\n\nThere are some.\n",
            text("api_page_joined_without_spaces"),
            GUIDE,
            text("llms_txt_that_contradicts_itself"),
            text("mintlify_page_with_tables_and_whole_numbers"),
            "# Changes\n\nNone.",
        )
    )
    read = read_pages(site)
    assert [(page.id, page.form) for page in read.pages] == [
        ("studio/paper-lantern", "mintlify"),
        ("studio/paper-lantern/refold", "mintlify"),
        ("studio/paper-plane/fast", "api-page"),
        ("studio/paper-star", "llms.txt"),
        ("studio/paper-film", "mintlify"),
    ]
    assert read.problems == ()
    lines = site.split("\n")
    for page in read.pages:
        for entry in page.input:
            assert entry.name in lines[entry.line - 1]
        for statement in page.statements:
            assert statement.claim.text.split()[-1].strip(".") in lines[statement.line - 1]


def test_an_api_page_copied_twice_is_read_twice() -> None:
    twice = text("browser_text_of_an_api_page") + "\n" + text("browser_text_of_an_api_page")
    first, second = read_pages(twice).pages
    assert first == second
    assert first.line < second.line


def test_a_page_after_a_page_of_another_form_is_read_too() -> None:
    both = text("browser_text_of_an_api_page") + "\n" + text("llms_txt_that_contradicts_itself")
    assert [page.form for page in read_pages(both).pages] == ["api-text", "llms.txt"]


def test_line_ends_of_windows_change_nothing() -> None:
    plain = text("browser_text_of_an_api_page")
    assert read_pages(plain.replace("\n", "\r\n")) == read_pages(plain)


NEAREST = {
    "## Overview\n\n- **Model ID**: `acme/painter`\n\n## Fields\n": (
        'nearest to an llms.txt page; it breaks at line 3: the heading "Input Schema" is missing'
    ),
    "# Painter\n\n**Endpoint ID:** `acme/painter`\n\n### Input Schema\n\nNone.\n": (
        "nearest to a Mintlify reference page; it breaks at line 5: "
        "a field, as in <ParamField is missing"
    ),
    "acme/painter\n\n## 5. Schema\n\n### Input\n\nprompt, a string\n": (
        "nearest to an API page; it breaks at line 5: a field, as in `prompt` `string` is missing"
    ),
    "Schema\n#\nInput\n#\nprompt string\n": ("an API page, but nothing in it names the endpoint"),
    "- **Model ID**: `painter`\n\n### Input Schema\n": (
        "'painter' is not an endpoint id: expected owner/name or owner/name/path, of letters, "
        "digits, '.', '_' and '-', at most 8 segments of 100"
    ),
    "Dear reader, nothing is documented here.": (
        "no documentation page: not a mark of an llms.txt, Mintlify or API page"
    ),
    "": "no documentation page: not a mark of an llms.txt, Mintlify or API page",
}


@pytest.mark.parametrize(("content", "message"), NEAREST.items(), ids=range(len(NEAREST)))
def test_a_text_without_a_page_says_how_near_it_came(content: str, message: str) -> None:
    read = read_pages(content)
    assert read.pages == ()
    assert [problem.message for problem in read.problems] == [message]


def test_one_page_that_is_none_does_not_hide_the_others() -> None:
    broken = "# Painter\n\n- **Model ID**: `painter`\n\n"
    read = read_pages(broken + text("llms_txt_that_contradicts_itself"))
    assert [page.id for page in read.pages] == ["studio/paper-star"]
    assert len(read.problems) == 1


def test_a_reference_page_may_have_titles_of_its_own_in_the_middle() -> None:
    page = text("mintlify_page_with_two_tabs")
    head, limits, tail = page.partition("## Limitations")
    assert limits
    parted = f"{head}# How to ask well\n\nShort words.\n\n{limits}{tail}"
    read = read_pages(f"{parted}\n\n# Errors\n\n> What may go wrong.\n\n{GUIDE}")
    assert read.pages == read_pages(page).pages
    assert all(page.said("limitations") for page in read.pages)


def test_a_step_is_read_beside_its_range_and_in_limitations() -> None:
    page = """**Endpoint ID:** `acme/painter`

### Input Schema

<ParamField body="noise" type="float" default="0.1">
  Range: `0` to `1`, step: `0.05`
</ParamField>

## Limitations

* `noise` range: 0 to 1 (step 0.05)
* Nothing indecent is painted
"""
    (read,) = read_pages(page).pages
    assert [(entry.minimum, entry.maximum, entry.step) for entry in read.input] == [(0, 1, 0.05)]
    assert [(claim.keyword, claim.value) for claim in read.said("limitations")] == [
        ("minimum", 0),
        ("maximum", 1),
        ("multipleOf", 0.05),
    ]


COPIED: dict[str, Callable[[str], str]] = {
    "blanks that do not break": lambda page: re.sub(r" (?=\S)", "\N{NO-BREAK SPACE}", page),
    "signs without width": lambda page: page.replace("`", "`\N{ZERO WIDTH SPACE}"),
    "a mark of byte order": lambda page: f"\N{ZERO WIDTH NO-BREAK SPACE}{page}",
    "curly quotes": lambda page: page.replace('"', "\N{RIGHT DOUBLE QUOTATION MARK}"),
    "a fence around it": lambda page: f"````markdown\n{page}\n````\n",
}


@pytest.mark.parametrize("copied", COPIED.values(), ids=COPIED)
@pytest.mark.parametrize(
    "case", ["llms_txt_whose_descriptions_explain_values", "mintlify_page_with_two_tabs"]
)
def test_what_copying_does_to_signs_changes_no_field(
    case: str, copied: Callable[[str], str]
) -> None:
    page = text(case)
    assert facts(copied(page)) == facts(page)


def facts(content: str) -> list[object]:
    """Give what is read of the fields, without their texts."""
    return [
        (page.id, each.name, each.word, each.required, each.default, each.shape)
        for page in read_pages(content).pages
        for each in (*page.input, *page.output)
    ]


def test_curly_quotes_within_a_value_are_its_own() -> None:
    page = text("llms_txt_whose_descriptions_explain_values")
    said = page.replace('- Default: `"rag"`', '- Default: `"rag, “fine”"`')
    (read,) = read_pages(said).pages
    assert read.fields["paper"].default == "rag, “fine”"
    prose = "“Rag” is soft; it is the default for “fine”\n“rag”, “fine”,"
    assert uncopied(prose) == prose.replace("“rag”, “fine”", '"rag", "fine"')


@pytest.mark.parametrize(
    ("case", "at"),
    [
        ("llms_txt_that_says_much_of_files", "`duration`** (`Dur"),
        ("llms_txt_that_says_much_of_files", "- **`duration`** (`DurationEnum`, _optional_):\n"),
        ("llms_txt_that_says_much_of_files", "- **`video`**"),
        ("llms_txt_that_says_much_of_files", "- **`video`** (`Fi"),
        ("llms_txt_that_says_much_of_files", "- **`video`** (`File`, _req"),
        ("llms_txt_that_contradicts_itself", "```json\n"),
        ("mintlify_page_with_two_tabs", "### Output Schema\n"),
        ("mintlify_page_that_promises_more_in_prose", '<ParamField body="caption" ty'),
        ("mintlify_page_that_promises_more_in_prose", "At most 80 char"),
        ("api_page_that_defines_its_types", "### Input"),
        ("table_whose_output_shows_not_what_is_required", "| `bell` | Fi"),
    ],
)
def test_a_page_that_ends_among_its_fields_is_told(case: str, at: str) -> None:
    page = text(case)
    ends = page.rindex(at) + len(at)
    if at == "### Input":
        ends = page.index("### Output")
    read = read_pages(page[:ends])
    assert read.pages
    assert [each.message for each in read.problems if "ends " in each.message]


WHOLE = sorted(case.parent.name for case in CASES.glob("*/docs.json"))


@pytest.mark.parametrize("case", WHOLE)
@pytest.mark.parametrize("end", ["", "\n", "\n\n"], ids=["none", "one", "two"])
def test_a_whole_page_is_read_without_a_word_whatever_line_ends_it_has(case: str, end: str) -> None:
    assert not read_pages(text(case).rstrip("\n") + end).problems
