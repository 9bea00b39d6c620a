"""What is said around the two schemas: addresses, calls, documentation in words, and pages."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from fal_codegen.contract import Claim, Document, Json
from fal_codegen.drift import changes, page_changes
from fal_codegen.pages import Entry, Page, Price, Statement

from tests.documents import RESULT, SUBMIT, document, fields

from .test_rules import COUNT, ID, TEXT

HERE: dict[str, Json] = {"url": "https://queue.fal.run"}
THERE: Json = {"url": "https://queue.example"}


def with_value(place: str, value: Json) -> Document:
    """Give a document with a value at a place of its envelope; steps are divided by spaces."""
    whole: Document = deepcopy(document(fields(it=TEXT)))
    *steps, last = place.split()
    node: Any = whole
    for step in steps:
        node = node.setdefault(step, {})
    node[last] = value
    return whole


AROUND: dict[str, tuple[str, Json, Json, list[tuple[str, str]]]] = {
    "another host": ("servers", [HERE], [THERE], [("envelope-server-changed", "breaking")]),
    "a host less": ("servers", [HERE, THERE], [HERE], [("envelope-server-changed", "breaking")]),
    "a further host": ("servers", [HERE], [HERE, THERE], [("envelope-offer-changed", "info")]),
    "words about the host": (
        "servers",
        [{**HERE, "description": "a"}],
        [{**HERE, "description": "b"}],
        [("envelope-description-changed", "info")],
    ),
    "a call that is deprecated": (
        f"paths {SUBMIT} post deprecated",
        False,
        True,
        [("envelope-deprecated-changed", "warning")],
    ),
    "a call that is spelled as not deprecated": (
        f"paths {SUBMIT} post deprecated",
        None,
        False,
        [],
    ),
    "an endpoint that is deprecated": (
        "info x-fal-metadata",
        None,
        {"deprecated": True},
        [("envelope-deprecated-changed", "warning")],
    ),
    "a refusal that is documented now": (
        f"paths {RESULT} get responses 422",
        None,
        {"description": "Refused", "content": {"application/json": {"schema": TEXT}}},
        [("envelope-metadata-changed", "info")],
    ),
    "a word that nobody knows": ("x-quota", 1, 2, [("envelope-other-changed", "unknown")]),
}


@pytest.mark.parametrize("key", AROUND)
def test_what_is_said_around_the_schemas_has_its_level(key: str) -> None:
    place, before, after, expected = AROUND[key]
    found = changes(with_value(place, before), with_value(place, after), ID)
    assert [(each.rule.id, each.level) for each in found] == expected


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("Costs $0.04 an image.", "Costs $0.40 an image.", "claim"),
        ("A picture.", "A picture of 2 MP.", "claim"),
        ("The picture.", "Picture.", "description"),
        ("Sharp, in 2K or 4K.", "In 4K or 2K, sharp.", "description"),
    ],
)
def test_other_numbers_in_words_are_a_warning_and_other_words_are_none(
    before: str, after: str, rule: str
) -> None:
    one, other = (document(fields(it={**TEXT, "description": text})) for text in (before, after))
    (change,) = changes(one, other, ID)
    assert change.rule.id == f"request-{rule}-changed"
    assert change.level == {"claim": "warning", "description": "info"}[rule]


PAGE = Page(
    id=ID,
    input=(Entry(name="size", word="integer", minimum=1, maximum=8, description="The size."),),
    statements=(Statement(Claim("input/size", "maximum", 8, "Sizes up to 8."), "text"),),
    prices=(Price(0.04, "image", "$0.04 per image"),),
    url="https://fal.run/acme/painter",
)
TOLD: dict[str, tuple[Page, str, str, Json, Json]] = {
    "a range": (
        replace(PAGE, input=(replace(PAGE.input[0], maximum=4),)),
        "request-page-changed",
        "maximum",
        8,
        4,
    ),
    "a sentence": (
        replace(
            PAGE,
            statements=(Statement(Claim("input/size", "maximum", 4, "Sizes up to 4."), "text"),),
        ),
        "request-page-changed",
        "maximum",
        {"value": 8, "text": "Sizes up to 8."},
        {"value": 4, "text": "Sizes up to 4."},
    ),
    "a price": (
        replace(PAGE, prices=(Price(0.08, "image", "$0.08"),)),
        "envelope-page-changed",
        "price for one image",
        0.04,
        0.08,
    ),
    "the address": (
        replace(PAGE, url="https://fal.run/acme/other"),
        "envelope-page-changed",
        "url",
        "https://fal.run/acme/painter",
        "https://fal.run/acme/other",
    ),
    "the form": (
        replace(PAGE, form="mintlify"),
        "envelope-page-changed",
        "form",
        "llms.txt",
        "mintlify",
    ),
}


@pytest.mark.parametrize("key", TOLD)
def test_what_a_page_claims_otherwise_is_a_warning_with_both_claims(key: str) -> None:
    after, rule, name, *values = TOLD[key]
    (change,) = page_changes(PAGE, after, ID)
    assert (change.rule.id, change.level, change.name) == (rule, "warning", name)
    assert [change.before, change.after] == values


def test_a_page_that_only_words_things_otherwise_claims_the_same() -> None:
    worded = replace(PAGE, about="More.", input=(replace(PAGE.input[0], description="Size!"),))
    assert page_changes(PAGE, worded, ID) == ()


def test_a_number_that_a_schema_bounds_as_well_is_told_for_both() -> None:
    before, after = (
        document(fields(it={**COUNT, "maximum": most, "description": f"At most {most}."}))
        for most in (9, 5)
    )
    rules = {each.rule.id: each.level for each in changes(before, after, ID)}
    assert rules == {"request-limit-tightened": "breaking", "request-claim-changed": "warning"}


HEADER: dict[str, Json] = {"in": "header", "name": "X-Team", "schema": TEXT}
NEEDED: dict[str, Json] = {**HEADER, "required": True}
PARAMETERS: dict[str, tuple[list[Json], list[Json], list[tuple[str, str]]]] = {
    "a new one that must be sent": (
        [],
        [NEEDED],
        [("envelope-parameter-added-required", "breaking")],
    ),
    "a new one that may be left out": ([], [HEADER], [("envelope-parameter-added", "info")]),
    "one that must be sent now": (
        [HEADER],
        [NEEDED],
        [("envelope-parameter-tightened", "breaking")],
    ),
    "one that may be left out now": ([NEEDED], [HEADER], [("envelope-parameter-loosened", "info")]),
    "one that is gone": ([HEADER], [], [("envelope-parameter-removed", "warning")]),
    "a header in another case": ([HEADER], [{**HEADER, "name": "x-team"}], []),
    "one that takes less": (
        [HEADER],
        [{**HEADER, "schema": {**TEXT, "maxLength": 3}}],
        [("request-limit-tightened", "breaking")],
    ),
    "one that says anything else": (
        [HEADER],
        [{**HEADER, "explode": True}],
        [("envelope-other-changed", "unknown")],
    ),
    "what is no parameter": ([7], [8], [("envelope-other-changed", "unknown")]),
}


@pytest.mark.parametrize("place", ["post parameters", "parameters"])
@pytest.mark.parametrize("key", PARAMETERS)
def test_headers_and_queries_have_their_levels_wherever_they_are_listed(
    key: str, place: str
) -> None:
    before, after, expected = PARAMETERS[key]
    one, other = (with_value(f"paths {SUBMIT} {place}", [*each]) for each in (before, after))
    assert [(each.rule.id, each.level) for each in changes(one, other, ID)] == expected


def test_a_header_that_must_be_sent_shows_the_call_that_breaks() -> None:
    place = f"paths {SUBMIT} post parameters"
    one, other = with_value(place, []), with_value(place, [NEEDED])
    (change,) = changes(one, other, ID)
    assert change.place == "envelope/submit/header/x-team"
    assert change.shown == f"POST {SUBMIT} without header X-Team"


def test_a_parameter_that_is_referred_to_is_told_where_it_is_used_and_once() -> None:
    calls: Json = [{"$ref": "#/components/parameters/Team"}]
    one, other = (with_value(f"paths {SUBMIT} post parameters", calls) for _ in range(2))
    for whole, stated in ((one, HEADER), (other, NEEDED)):
        components: Any = whole["components"]
        components["parameters"] = {"Team": stated, "Unused": {"in": "query", "name": str(stated)}}
    found = [(each.rule.id, each.pointer) for each in changes(one, other, ID)]
    assert found == [
        ("envelope-parameter-tightened", "/components/parameters/Team"),
        ("envelope-unused-changed", "/components/parameters/Unused"),
    ]


def test_a_call_or_a_path_with_an_address_of_its_own_goes_there() -> None:
    for place in ("servers", "post servers"):
        one, other = (with_value(f"paths {SUBMIT} {place}", [each]) for each in (HERE, THERE))
        (change,) = changes(one, other, ID)
        assert (change.rule.id, change.level) == ("envelope-server-changed", "breaking")


def test_another_form_of_the_body_is_judged_as_a_request() -> None:
    place = f"paths {SUBMIT} post requestBody content multipart/form-data schema"
    one, other = (with_value(place, fields(it={**TEXT, "maxLength": most})) for most in (5, 3))
    (change,) = changes(one, other, ID)
    assert (change.rule.id, change.level) == ("request-limit-tightened", "breaking")
    assert change.place == "envelope/submit/it"


@pytest.mark.parametrize(
    ("place", "call"),
    [(f"paths {SUBMIT} post", f"POST {SUBMIT}"), (f"paths {RESULT} get", f"GET {RESULT}")],
)
@pytest.mark.parametrize("stated", ["by the call", "by the document"])
def test_what_breaks_by_another_key_is_the_call_that_takes_it(
    place: str, call: str, stated: str
) -> None:
    other = {SUBMIT: f"paths {RESULT} get", RESULT: f"paths {SUBMIT} post"}[place.split()[1]]

    def secured(scheme: str) -> Document:
        whole = with_value(f"{other} security", [{"a": []}])
        schemes = {"a": {"type": "http", "scheme": "basic"}, "b": {"type": "openIdConnect"}}
        node: Any = whole
        node["components"]["securitySchemes"] = schemes
        for step in place.split() if stated == "by the call" else ():
            node = node[step]
        node["security"] = [{scheme: []}]
        return whole

    found = [each for each in changes(secured("a"), secured("b"), ID) if each.level == "breaking"]
    assert [each.shown for each in found] == [f"{call} with a"]


@pytest.mark.parametrize(
    ("place", "call"),
    [
        ("", f"POST {SUBMIT}"),
        (f"paths {SUBMIT} ", f"POST {SUBMIT}"),
        (f"paths {SUBMIT} post ", f"POST {SUBMIT}"),
        (f"paths {RESULT} ", f"GET {RESULT}"),
        (f"paths {RESULT} get ", f"GET {RESULT}"),
    ],
)
def test_what_breaks_by_another_host_is_the_call_that_goes_there(place: str, call: str) -> None:
    before, after = (with_value(f"{place}servers", [host]) for host in (HERE, THERE))
    (change,) = changes(before, after, ID)
    assert (change.level, change.shown) == ("breaking", call)


def test_a_scheme_that_is_given_by_reference_is_what_it_leads_to() -> None:
    def secured(**schemes: Json) -> Document:
        whole = with_value("security", [{"a": []}])
        return {**whole, "components": {"schemas": {}, "securitySchemes": schemes}}

    basic: Json = {"type": "http", "scheme": "basic"}
    other: Json = {"type": "openIdConnect", "openIdConnectUrl": "https://a.example"}
    through: Json = {"$ref": "#/components/securitySchemes/b~1b%20b"}
    before = secured(a=through, **{"b/b b": basic})
    assert changes(before, secured(a=basic, **{"b/b b": basic}), ID) == ()
    found = changes(before, secured(a=through, **{"b/b b": other}), ID)
    assert [each.level for each in found if each.level == "breaking"]
    ring = secured(a={"$ref": "#/components/securitySchemes/a"})
    assert changes(ring, ring, ID) == ()
