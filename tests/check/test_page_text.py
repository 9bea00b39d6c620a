"""What a page says in words, and its examples, held to its field list and to the document."""

from dataclasses import replace

import pytest
from fal_codegen.contract import Claim, Json
from fal_codegen.pages import Statement
from fal_codegen.pages.page import Where

from tests.check.painter_pages import COUNT, PROMPT, entry, found, page, painter


def said(
    keyword: str, value: Json, place: str = "num_images", where: Where = "description"
) -> Statement:
    return Statement(Claim(f"input/{place}", keyword, value, "as it was said"), where)


STATED: dict[str, tuple[Statement, list[tuple[str, Json]]]] = {
    "a field that does not exist": (
        said("properties", None, "style", "text"),
        [("docs-prose-field-unknown", None)],
    ),
    "a field that does": (said("properties", None, "seed", "text"), []),
    "the limit that holds": (said("maxItems", 3, "tags"), []),
    "another limit": (said("maxItems", 14, "tags", "text"), [("docs-prose-differs", 3)]),
    "a limit that no schema has": (said("maximum", 9, "seed"), [("docs-prose-differs", None)]),
    "the range beside the description": (said("maximum", 6), [("page-range-differs", 4)]),
    "the same range": (said("maximum", 4), []),
    "the default beside the description": (said("default", 2), [("page-default-differs", 1)]),
    "the same default": (said("default", 1), []),
    "a default where none is": (said("default", 7, "steps"), [("docs-prose-differs", None)]),
    "a value that is not listed": (
        said("enum", ["2:1", "9:1"], "ratio"),
        [("page-values-differ", ["auto", "2:1"])],
    ),
    "some of the values": (said("enum", ["2:1"], "ratio"), []),
    "a table with some of the values": (
        said("enum", ["2:1"], "ratio", "table"),
        [("docs-prose-differs", ["auto", "2:1"])],
    ),
    "values that the page lists as numbers": (said("enum", ["4", "8"], "seconds", "table"), []),
    "the ends of values": (said("maximum", 25, "seconds", "table"), [("docs-prose-differs", 8)]),
    "limitations that hold": (said("enum", ["auto", "2:1"], "ratio", "limitations"), []),
    "limitations that do not": (
        said("maximum", 5, where="limitations"),
        [("docs-limitation-differs", 4)],
    ),
    "the size of a file": (said("max_file_size", 10, "prompt"), []),
    "the width of a size": (said("maximum", 9, "size/width"), []),
    "another width": (said("maximum", 10, "size/width"), [("docs-prose-differs", 9)]),
}


@pytest.mark.parametrize(("statement", "expected"), STATED.values(), ids=STATED)
def test_what_a_page_says_in_words_is_held_to_its_notes_and_the_document(
    statement: Statement, expected: list[tuple[str, Json]]
) -> None:
    findings = found(replace(page(), statements=(statement,)))
    assert [(each.rule.id, each.right) for each in findings] == expected
    assert all(str(each.place) == statement.claim.place for each in findings)


def test_notes_that_the_document_denies_are_told_beside_the_page_s_own_contradiction() -> None:
    shown = replace(page("llms.txt", replace(COUNT, maximum=8)), statements=(said("maximum", 6),))
    assert [each.rule.id for each in found(shown)] == [
        "docs-limit-differs",
        "page-range-differs",
        "docs-prose-differs",
    ]


EXAMPLES: dict[str, tuple[str, Json, list[tuple[str, str]]]] = {
    "one that is as it should be": ("input", {"prompt": "a red boat", "num_images": 4}, []),
    "a field that the list lacks": (
        "input",
        {"prompt": "a red boat", "style": "ink"},
        [("page-example-unlisted", "input/style")],
    ),
    "a number out of range": (
        "input",
        {"prompt": "a red boat", "num_images": 9},
        [("page-example-differs", "input/num_images")],
    ),
    "a value that is not listed": (
        "input",
        {"prompt": "a red boat", "ratio": "9:1"},
        [("page-example-differs", "input/ratio")],
    ),
    "a required field left out": ("required", {}, [("page-example-lacks", "input/prompt")]),
    "a null for what is not sent": ("input", {"prompt": "a red boat", "steps": None}, []),
    "a text too short for the document": (
        "input",
        {"prompt": "a"},
        [("docs-example-refused", "input/prompt")],
    ),
    "an answer that is shortened": ("output", {}, []),
    "an answer with more": (
        "output",
        {"url": "https://example.com/a.png", "seed": 1},
        [("page-example-unlisted", "output/seed")],
    ),
}


@pytest.mark.parametrize(("label", "value", "expected"), EXAMPLES.values(), ids=EXAMPLES)
def test_a_pages_examples_are_held_to_its_fields_and_to_the_document(
    label: str, value: Json, expected: list[tuple[str, str]]
) -> None:
    findings = found(page("llms.txt", **{label: value}))
    assert [(each.rule.id, str(each.place)) for each in findings] == expected


def test_an_example_that_lacks_what_only_the_document_requires_is_found() -> None:
    shown = page("llms.txt", replace(PROMPT, required=False), input={"num_images": 1})
    rules_and_places = [(each.rule.id, str(each.place)) for each in found(shown)]
    assert rules_and_places == [
        ("docs-required-differs", "input/prompt"),
        ("docs-example-lacks", "input/prompt"),
    ]


def test_a_length_that_a_sentence_rounds_is_the_documents() -> None:
    clip: Json = {"type": "string", "x-fal": {"max_duration": 10.05}}
    for seconds, expected in ((10, []), (12, ["docs-prose-differs"])):
        shown = replace(
            page("llms.txt", entry("clip_url", "string")),
            statements=(said("max_duration", seconds, "clip_url"),),
        )
        assert [each.rule.id for each in found(shown, painter(clip_url=clip))] == expected


def test_what_the_field_list_says_too_is_told_once() -> None:
    more = entry("style", "StyleEnum", "oil", "ink")
    shown = replace(
        page("mintlify", more, replace(COUNT, maximum=8)),
        statements=(
            said("enum", ["oil", "ink"], "style", "limitations"),
            said("maxLength", 9, "style"),
            said("maximum", 8, where="limitations"),
        ),
    )
    assert [each.rule.id for each in found(shown)] == ["docs-limit-differs", "docs-field-differs"]


def test_the_parts_of_an_answer_may_be_shortened_too() -> None:
    image = ("Image", (entry("url", "string"), entry("width", "integer")))
    url = replace(entry("url", "Image"), required=True)
    shown = replace(page(), output=(url,), types=(image,), output_example={"url": {"width": 9}})
    rules = [each.rule.id for each in found(shown)]
    assert "page-example-differs" not in rules
