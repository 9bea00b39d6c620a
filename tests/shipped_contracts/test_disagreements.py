"""What is known to differ between the witnesses of the family is found from the pages alone."""

from dataclasses import replace
from pathlib import Path

import pytest
from fal_codegen.check import Finding, check_docs
from fal_codegen.contract import EndpointId, Json
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document
from fal_codegen.pages import Page, read_pages

from tests.documents import family

PAGES = Path(__file__).parent / "pages"
OLD = """# Nano Banana Text to Image

fal-ai/nano-banana

Text to Image

### About

Paints what you say.

## 5. Schema

### Input

`prompt` `string`\\* required

What you want to see.

`num_images` `integer`

How many you want. Default value: `1`

```
{
  "prompt": "a lighthouse in a teacup",
  "num_images": 1
}
```

### Output

`images` `list<Image>`\\* required

`description` `string`\\* required

### Other types

#### Image

`url` `string`\\* required
"""
"""The page as it was in 2025, in other words: two fields, and no range."""


def found(page: Page) -> list[Finding]:
    document = family()[page.id]
    endpoint = read_document(document).endpoint
    assert endpoint is not None
    return [*check_docs(page, endpoint, Judge(document))]


def pages() -> dict[EndpointId, Page]:
    texts = (path.read_text("utf-8") for path in sorted(PAGES.iterdir()))
    return {page.id: page for text in texts for page in read_pages(text).pages}


DISAGREE: dict[str, tuple[str, str, str, str, Json, Json]] = {
    "14 images in prose, no bound in the schema": (
        "fal-ai/nano-banana-2/edit",
        "docs-prose-differs",
        "input/image_urls",
        "maxItems",
        14,
        None,
    ),
    "a field that is offered in prose alone": (
        "fal-ai/nano-banana-2",
        "docs-prose-field-unknown",
        "input/enable_google_search",
        "",
        None,
        None,
    ),
    "a default": (
        "fal-ai/nano-banana",
        "docs-default-differs",
        "input/limit_generations",
        "",
        [False],
        [True],
    ),
    "a field that the page requires": (
        "fal-ai/nano-banana-2/edit",
        "docs-required-differs",
        "input/image_urls",
        "",
        True,
        False,
    ),
}


@pytest.mark.parametrize("known", DISAGREE.values(), ids=DISAGREE)
def test_a_known_disagreement_is_found(known: tuple[str, str, str, str, Json, Json]) -> None:
    id_, *expected = known
    findings = found(pages()[EndpointId(id_)])
    disagreements = [
        [each.rule.id, str(each.place), each.name, each.left, each.right] for each in findings
    ]
    assert expected in disagreements


def listed(id_: str, place: str) -> Finding:
    (finding,) = (
        each
        for each in found(pages()[EndpointId(id_)])
        if str(each.place) == place and each.rule.id == "docs-prose-differs"
    )
    return finding


def test_the_table_lists_eleven_ratios_where_the_schema_has_fifteen() -> None:
    finding = listed("fal-ai/nano-banana-2", "input/aspect_ratio")
    assert isinstance(finding.left, list)
    assert isinstance(finding.right, list)
    assert (len(finding.left), len(finding.right)) == (11, 15)


def test_a_size_in_prose_is_none_of_the_resolutions() -> None:
    finding = listed("fal-ai/nano-banana-2", "input/resolution")
    assert finding.left == ["512x512"]
    assert finding.right == ["0.5K", "1K", "2K", "4K"]


def test_one_of_four_media_is_asked_in_prose_alone() -> None:
    finding = listed("fal-ai/nano-banana-2/edit", "input")
    assert (finding.name, finding.right) == ("anyOf", None)


@pytest.mark.parametrize("id_", family())
def test_what_limitations_never_list_is_no_disagreement(id_: str) -> None:
    page = pages()[EndpointId(id_)]
    assert not [each for each in found(page) if each.rule.id == "docs-limitation-differs"]


@pytest.mark.parametrize("id_", family())
def test_an_answer_with_an_empty_description_and_nulls_is_as_page_and_document_have_it(
    id_: str,
) -> None:
    image: Json = {"url": "https://example.com/a.png", "width": None, "file_size": None}
    page = replace(pages()[EndpointId(id_)], output_example={"images": [image], "description": ""})
    assert not [each for each in found(page) if str(each.place).startswith("output")]


def test_an_old_page_lacks_fields_and_what_its_form_cannot_show_it_does_not_lack() -> None:
    (page,) = read_pages(OLD).pages
    disagreements = {(each.rule.id, str(each.place)) for each in found(page)}
    fields = {
        place.partition("/")[2] for rule, place in disagreements if rule == "docs-field-differs"
    }
    assert {"seed", "aspect_ratio", "output_format", "safety_tolerance"} <= fields
    assert not {rule for rule, _ in disagreements} & {"docs-limit-differs", "docs-nullable-differs"}
