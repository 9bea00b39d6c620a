"""Limits that prose claims and no schema has are asked for as well, and told apart."""

from decimal import Decimal

import pytest
from fal_codegen.contract import Claim, Endpoint, Json
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document
from fal_codegen.pages import Page, Statement
from fal_codegen.probe import Census, Ledger, Plan, claimed_limits, make_plan

from tests.documents import document, fields

from .workshop import WORKSHOP, Schema, Service, census, terse

PROPERTIES: Schema = {
    "prompt": {"type": "string", "maxLength": 90, "description": "Max 40 characters."},
    "image_urls": {"type": "array", "items": {"type": "string"}, "description": "2-4 images."},
    "num_images": {"type": "integer", "maximum": 4, "description": "Between 1 and 8."},
    "voice": {"type": "string"},
}
GIVEN = fields("prompt", "image_urls", "voice", **PROPERTIES)
DOCUMENT = document(GIVEN, id_=WORKSHOP)
VOICES = Statement(Claim("input/voice", "enum", ["Ada", "Bo"], "The voices"), "table", 7)
NAMED = Statement(Claim("input/voice", "enum", ["Ada"], "such as Ada"), "description", 8)
IN_PROSE = {"prompt maxLength 40", "image_urls minItems 2", "image_urls maxItems 4",
            "num_images minimum 1", "voice enum"}  # fmt: skip


def endpoint() -> Endpoint:
    found = read_document(DOCUMENT).endpoint
    assert found
    return found


def plan() -> Plan:
    page = Page(id=WORKSHOP, statements=(VOICES, NAMED))
    claims = claimed_limits(endpoint(), page)
    return make_plan(endpoint(), Judge(DOCUMENT), claims=claims)


PLAN = plan()


def enforcing(**limits: Schema) -> Schema:
    properties: Schema = {
        name: {**schema, **limits.get(name, {})} for name, schema in PROPERTIES.items()
    }
    return {**GIVEN, "properties": properties}


AS_CLAIMED = enforcing(
    prompt={"maxLength": 40},
    image_urls={"minItems": 2, "maxItems": 4},
    num_images={"minimum": 1},
    voice={"enum": ["Ada", "Bo"]},
)


def in_prose(found: Census) -> dict[str, str]:
    return {
        f"{each.limit.place} {each.limit.keyword}"
        + (f" {each.limit.limit}" if each.limit.keyword != "enum" else ""): each.verdict
        for each in found.limits
        if each.claim
    }


def test_a_claim_that_the_schema_implies_or_that_names_some_values_is_none() -> None:
    shown = {each.claim.text: each.claim.line for each in census(Service(GIVEN), PLAN).limits
             if each.claim}  # fmt: skip
    assert in_prose(census(Service(GIVEN), PLAN)).keys() == IN_PROSE
    assert shown["The voices"] == 7
    assert "such as Ada" not in shown


@pytest.mark.parametrize("answer", [None, terse], ids=["explaining", "terse"])
def test_a_service_that_does_as_the_schema_says_is_lax_of_every_claim(answer: object) -> None:
    found = census(Service(GIVEN, **({"answer": answer} if answer else {})), PLAN)  # type: ignore[arg-type]
    assert in_prose(found) == dict.fromkeys(IN_PROSE, "lax")
    assert {each.verdict for each in found.limits if not each.claim} == {"enforced"}
    assert not found.refused


@pytest.mark.parametrize("answer", [None, terse], ids=["explaining", "terse"])
def test_a_service_that_does_as_prose_says_enforces_every_claim(answer: object) -> None:
    found = census(Service(AS_CLAIMED, **({"answer": answer} if answer else {})), PLAN)  # type: ignore[arg-type]
    assert in_prose(found) == dict.fromkeys(IN_PROSE, "enforced")
    wrong = {f"{e.limit.place} {e.limit.keyword}": e.bound for e in found.limits if e.found}
    assert wrong == {"prompt maxLength": 40}, "the schema allows more, and the service does not"


def test_a_service_that_refuses_what_prose_allows_is_stricter_than_that() -> None:
    fewer = enforcing(prompt={"maxLength": 39}, image_urls={"maxItems": 3})
    found = in_prose(census(Service(fewer), PLAN))
    assert found["prompt maxLength 40"] == found["image_urls maxItems 4"] == "stricter"


def test_claims_are_paid_like_others_and_come_after_the_schema() -> None:
    service = Service(GIVEN)
    found = census(service, PLAN, Ledger(Decimal(2)))
    assert service.billed == 2
    assert {each.verdict for each in found.limits if not each.claim} == {"enforced"}
    assert sorted(in_prose(found).values()) == ["lax", *["silent"] * 4]
    poor = census(Service(GIVEN), PLAN, Ledger(Decimal(1)))
    assert {*in_prose(poor).values()} == {"silent"}
    assert poor.found is False


def test_a_claim_names_the_line_of_its_description() -> None:
    (limit,) = (each for each in claimed_limits(endpoint(), None) if each.keyword == "maxItems")
    assert (limit.where, limit.text) == ("description", "2-4 images.")
    images: list[list[Json]] = [["a"] * size for size in (4, 5)]
    bodies: list[Json] = [{"image_urls": each} for each in images]
    assert [limit.is_broken(each) for each in bodies] == [False, True]
