"""Pages held to a document, field by field: what a form can show, and what it cannot."""

from dataclasses import replace

import pytest
from fal_codegen.contract import Json
from fal_codegen.pages import FORMS, FormName, Page

from tests.check.conftest import PAINT
from tests.check.painter_pages import (
    COUNT,
    RATIO,
    SECONDS,
    SHOWN,
    SYNC,
    URL,
    details,
    entry,
    found,
    page,
)


@pytest.mark.parametrize("form", SHOWN)
def test_what_a_form_cannot_show_is_no_disagreement(form: FormName) -> None:
    assert details(found(page(form))) == []


def test_of_copied_text_what_is_required_is_not_known() -> None:
    shown = tuple(replace(each, required=False) for each in SHOWN["api-page"])
    text = tuple(replace(each, word=each.word.removesuffix(" | null")) for each in shown)
    assert details(found(Page(id=PAINT, form="api-text", input=text, output=(URL,)))) == []


def test_of_a_table_that_does_not_show_it_what_is_required_is_not_known() -> None:
    answer = replace(URL, required=None)
    shown = Page(id=PAINT, form="api-page", input=SHOWN["api-page"], output=(answer,))
    assert details(found(shown)) == []
    told = found(replace(shown, output=(replace(URL, required=False),)))
    assert [each.rule.id for each in told] == ["docs-required-differs"]


def test_an_api_page_without_any_null_denies_none() -> None:
    plain = [replace(each, word=each.word.removesuffix(" | null")) for each in SHOWN["api-page"]]
    assert details(found(page("api-page", *plain))) == []


DISAGREE: dict[str, tuple[Page, tuple[str, str, str, Json, Json]]] = {
    "a field too many": (
        page("llms.txt", entry("style", "string")),
        ("docs-field-differs", "input/style", "", {"required": False, "default": None}, None),
    ),
    "required": (
        page("mintlify", replace(COUNT, required=True)),
        ("docs-required-differs", "input/num_images", "", True, False),
    ),
    "an enum's value": (
        page("llms.txt", replace(RATIO, values=("auto", "2:1", "9:1"))),
        ("docs-enum-differs", "input/ratio", '"9:1"', ["9:1"], None),
    ),
    "a number of another value, where only its spelling is shown": (
        page("mintlify", replace(SECONDS, values=("4", "8", "16"), default="4")),
        ("docs-enum-differs", "input/seconds", '"16"', ["16"], None),
    ),
    "a range": (
        page("llms.txt", replace(COUNT, maximum=8)),
        ("docs-limit-differs", "input/num_images", "maximum", 8, 4),
    ),
    "a default": (
        page("api-page", entry("num_images", "integer", default=2)),
        ("docs-default-differs", "input/num_images", "", [2], [1]),
    ),
    "a default that is not shown and could be": (
        page("api-page", entry("num_images", "integer")),
        ("docs-default-differs", "input/num_images", "", None, [1]),
    ),
    "a false default where false is shown": (
        page("mintlify", SYNC),
        ("docs-default-differs", "input/sync", "", None, [False]),
    ),
    "null where null is shown": (
        page("api-page", replace(RATIO, word="Enum")),
        ("docs-nullable-differs", "input/ratio", "", False, True),
    ),
    "the URL": (
        replace(page(), url="https://fal.run/acme/other"),
        ("page-url-differs", "page", "", "https://fal.run/acme/other", PAINT),
    ),
}


@pytest.mark.parametrize(("shown", "expected"), DISAGREE.values(), ids=DISAGREE)
def test_what_a_page_shows_otherwise_is_found(
    shown: Page, expected: tuple[str, str, str, Json, Json]
) -> None:
    assert expected in details(found(shown))
    assert {finding.severity for finding in found(shown)} == {"warning"}


def test_a_field_too_few_is_found_however_little_a_form_shows() -> None:
    for form in SHOWN:
        shown = page(form)
        less = replace(shown, input=shown.input[:-1])
        assert details(found(less)) == [
            ("docs-field-differs", "input/old", "", None, {"required": False, "default": None})
        ]


def test_another_order_is_told_once() -> None:
    shown = page()
    first, second, *others = shown.input
    (finding,) = found(replace(shown, input=(second, first, *others)))
    assert (finding.rule.id, str(finding.place)) == ("docs-order-differs", "input")


def test_every_form_says_what_it_cannot_show() -> None:
    assert all(form.hidden() for form in FORMS.values())
