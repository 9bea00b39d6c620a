"""A kept census is held to the contract as it is now, limit by limit."""

import json
from decimal import Decimal

import pytest
from fal_codegen.check import Finding, check_census, rules
from fal_codegen.contract import EndpointId, FieldPlace, FilePlace, Json, digest
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document
from fal_codegen.probe import Ledger, Reply, make_plan, probe
from fal_codegen.report import census_data

from tests.documents import document, fields

PAINT = EndpointId("acme/painter")
PLACE = FilePlace("contracts/acme/painter/census.json")
COUNT: dict[str, Json] = {"type": "integer", "minimum": 1, "maximum": 4}
TAGS: Json = {"type": "array", "items": {"type": "string", "maxLength": 9}}
SIZE: Json = {"anyOf": [{"enum": ["wide"]}, {"type": "object"}]}
BEFORE = document(fields("prompt", prompt={"type": "string"}, num=COUNT, tags=TAGS, size=SIZE))


def _never(_: object) -> Reply:
    raise AssertionError("nothing is sent without a budget")


def kept() -> bytes:
    """Give a census as `probe --save` keeps one."""
    endpoint = read_document(BEFORE).endpoint
    assert endpoint
    plan = make_plan(endpoint, Judge(BEFORE))
    asked = probe(plan, Ledger(Decimal(0)), _never, url="x", date="d", contract=digest(BEFORE))
    return json.dumps(census_data(asked)).encode()


KEPT = kept()


def found(now: dict[str, Json], census: bytes = KEPT) -> list[Finding]:
    endpoint = read_document(now).endpoint
    assert endpoint
    return [*check_census(endpoint, census, digest(now), PLACE)]


def test_a_census_of_the_contract_as_it_is_or_changed_elsewhere_is_not_stale() -> None:
    assert found(BEFORE) == []
    described: Json = {"type": "string", "description": "What to paint."}
    elsewhere = document(fields("prompt", prompt=described, num=COUNT, tags=TAGS, size=SIZE))
    assert digest(elsewhere) != digest(BEFORE)
    assert found(elsewhere) == []


@pytest.mark.parametrize(
    ("changed", "place", "keyword", "before", "after"),
    [
        ({"num": {**COUNT, "maximum": 8}}, "input/num", "maximum", 4, 8),
        ({"num": {"type": "integer", "minimum": 1}}, "input/num", "maximum", 4, None),
        (
            {"tags": {"type": "array", "items": {"type": "string", "maxLength": 8}}},
            "input/tags/*", "maxLength", 9, 8,
        ),
        ({"seed": {"type": "integer"}}, "input/seed", "type", None, "integer"),
        ({"size": {"anyOf": [{"enum": ["tall"]}, {"type": "object"}]}}, "input/size", "enum",
         ["wide"], ["tall"]),
    ],
)  # fmt: skip
def test_a_limit_that_is_another_since_is_named_with_both_values(
    changed: dict[str, Json], place: str, keyword: str, before: Json, after: Json
) -> None:
    given: dict[str, Json] = {"prompt": {"type": "string"}, "num": COUNT, "tags": TAGS}
    (stale,) = found(document(fields("prompt", **(given | {"size": SIZE} | changed))))
    assert (stale.rule, stale.place) == (rules.CENSUS_STALE, FieldPlace(place))
    assert (stale.name, stale.left, stale.right) == (keyword, before, after)


@pytest.mark.parametrize("text", [b"{", b"[]", b'{"limits": 7}', b"\xff"])
def test_a_census_that_is_none_is_told(text: bytes) -> None:
    (broken,) = found(BEFORE, text)
    assert (broken.rule, broken.place) == (rules.CENSUS_UNREADABLE, PLACE)
