from dataclasses import replace

import pytest
from fal_codegen.check import Finding, check_docs
from fal_codegen.contract import (
    NULL,
    Anything,
    Array,
    Claim,
    Endpoint,
    Enum,
    Field,
    Json,
    Limit,
    Object,
    Page,
    Scalar,
    Union,
)

from tests.check.conftest import COUNT, PAINT, PROMPT, RATIO, SEED, TAGS, WHOLE, endpoint

AS_SHOWN = endpoint(
    replace(PROMPT, shape=Scalar("string")),
    COUNT,
    RATIO,
    replace(TAGS, shape=Array(Scalar("string"))),
    replace(SEED, shape=Scalar("integer")),
)
"""The endpoint as its page shows it: neither lengths nor sizes, and null only for an enum."""


def shown(field: Field) -> Endpoint:
    """Give what the page shows with one field told otherwise."""
    fields = tuple(field if each.name == field.name else each for each in AS_SHOWN.input.fields)
    return replace(AS_SHOWN, input=Object(fields))


def found(page: Page, of: Endpoint = WHOLE) -> list[Finding]:
    return [*check_docs(page, of)]


def test_a_page_that_tells_all_it_can_is_in_no_disagreement() -> None:
    assert found(Page(AS_SHOWN)) == []


def test_what_no_page_can_show_is_no_disagreement() -> None:
    fields = tuple(replace(field, deprecated=True) for field in WHOLE.input.fields)
    shut = replace(WHOLE, input=Object(fields, extra=None))
    assert found(Page(AS_SHOWN), shut) == []


def test_an_endpoint_told_in_full_is_in_no_disagreement_either() -> None:
    assert {finding.rule.id for finding in found(Page(WHOLE))} == {
        "docs-limit-differs",
        "docs-nullable-differs",
    }


MORE = Field("style", Scalar("string"))
TOLD: dict[str, tuple[Endpoint, str, str, Json, Json]] = {
    "a field too many": (
        replace(AS_SHOWN, input=Object((*AS_SHOWN.input.fields, MORE))),
        "docs-field-differs",
        "input/style",
        {"required": False, "default": None},
        None,
    ),
    "a field too few": (
        replace(AS_SHOWN, input=Object(AS_SHOWN.input.fields[:-1])),
        "docs-field-differs",
        "input/seed",
        None,
        {"required": False, "default": None},
    ),
    "a field of the answer": (
        replace(AS_SHOWN, output=Object()),
        "docs-field-differs",
        "output/url",
        None,
        {"required": True, "default": None},
    ),
    "required": (
        shown(replace(COUNT, required=True)),
        "docs-required-differs",
        "input/num_images",
        True,
        False,
    ),
    "null of an enum": (
        shown(replace(RATIO, shape=Enum(("auto", "2:1")))),
        "docs-nullable-differs",
        "input/ratio",
        False,
        True,
    ),
    "an enum's value": (
        shown(replace(RATIO, shape=Union((Enum(("auto", "2:1", "9:1")), NULL)))),
        "docs-enum-differs",
        "input/ratio",
        ["9:1"],
        None,
    ),
    "a limit": (
        shown(replace(COUNT, shape=Scalar("integer", (Limit("minimum", 1), Limit("maximum", 8))))),
        "docs-limit-differs",
        "input/num_images",
        8,
        4,
    ),
    "a default": (
        shown(replace(COUNT, default=2)),
        "docs-default-differs",
        "input/num_images",
        [2],
        [1],
    ),
    "no default": (
        shown(replace(COUNT, has_default=False, default=None)),
        "docs-default-differs",
        "input/num_images",
        None,
        [1],
    ),
}


@pytest.mark.parametrize(("told", "rule", "place", "one", "other"), TOLD.values(), ids=TOLD)
def test_what_a_page_tells_otherwise_is_the_one_finding(
    told: Endpoint, rule: str, place: str, one: Json, other: Json
) -> None:
    (finding,) = found(Page(told))
    assert (finding.endpoint, finding.rule.id, finding.severity) == (PAINT, rule, "warning")
    assert (str(finding.place), finding.left, finding.right) == (place, one, other)


def test_another_type_is_told_of_both_types() -> None:
    findings = found(Page(shown(replace(SEED, shape=Scalar("string")))))
    assert {(each.rule.id, str(each.place), each.name, each.left) for each in findings} == {
        ("docs-type-differs", "input/seed", "integer", False),
        ("docs-type-differs", "input/seed", "string", True),
    }


def test_another_order_is_told_once() -> None:
    first, second, *others = AS_SHOWN.input.fields
    (finding,) = found(Page(replace(AS_SHOWN, input=Object((second, first, *others)))))
    assert (finding.rule.id, str(finding.place)) == ("docs-order-differs", "input")


@pytest.mark.parametrize(
    "field",
    [
        replace(PROMPT, shape=Scalar("string"), description="in other words"),
        replace(COUNT, examples=(3,)),
        replace(SEED, shape=Anything()),
    ],
    ids=["a description", "examples", "a type that the page does not define"],
)
def test_what_is_no_promise_is_no_finding(field: Field) -> None:
    assert found(Page(shown(field))) == []


def claim(place: str, keyword: str, value: Json) -> Claim:
    return Claim(f"input/{place}", keyword, value, "as it was said")


PROSE: dict[str, tuple[Claim, list[tuple[str, Json]]]] = {
    "a field that exists": (claim("seed", "properties", None), []),
    "a field that does not": (
        claim("style", "properties", None),
        [("docs-prose-field-unknown", None)],
    ),
    "the limit that holds": (claim("tags", "maxItems", 3), []),
    "another limit": (claim("tags", "maxItems", 14), [("docs-prose-differs", 3)]),
    "a limit of nothing": (claim("style", "maxItems", 14), [("docs-prose-differs", None)]),
    "the values that are allowed": (claim("ratio", "enum", ["auto", "2:1"]), []),
    "other values": (claim("ratio", "enum", ["2:1"]), [("docs-prose-differs", ["auto", "2:1"])]),
}


@pytest.mark.parametrize(("told", "expected"), PROSE.values(), ids=PROSE)
def test_prose_is_held_to_the_document(told: Claim, expected: list[tuple[str, Json]]) -> None:
    findings = found(Page(AS_SHOWN, prose=(told,)))
    assert [(each.rule.id, each.right) for each in findings] == expected
    assert all(each.severity == "warning" and str(each.place) == told.place for each in findings)


EVERY = (
    claim("prompt", "maxLength", 40),
    claim("num_images", "maximum", 4),
    claim("ratio", "enum", ["auto", "2:1"]),
    claim("tags", "maxItems", 3),
)


def test_limitations_that_are_whole_and_true_are_in_no_disagreement() -> None:
    assert found(Page(AS_SHOWN, limitations=EVERY)) == []


def test_a_limitation_that_is_not_so_is_a_warning() -> None:
    told = (*EVERY[:-1], claim("tags", "maxItems", 5))
    (finding,) = found(Page(AS_SHOWN, limitations=told))
    assert (finding.rule.id, finding.severity) == ("docs-limitation-differs", "warning")
    assert (finding.name, finding.left, finding.right) == ("maxItems", 5, 3)


def test_limitations_that_are_left_out_are_a_note() -> None:
    (finding,) = found(Page(AS_SHOWN, limitations=EVERY[1:3]))
    assert (finding.rule.id, finding.severity) == ("docs-limitations-silent", "note")
    assert (finding.left, finding.right) == (["num_images", "ratio"], ["prompt", "tags"])
