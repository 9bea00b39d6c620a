"""What a request decides about cases is laid at the limit that it blames, with its own argument."""

from typing import Any

import pytest
from fal_codegen.cases import Case
from fal_codegen.check import Finding, Rule, beside_cases, check_cases
from fal_codegen.check.property_rules import PROPERTY_UNDRAWN
from fal_codegen.check.rules import CASES_LACK, CASES_NONE, CASES_UNREAD
from fal_codegen.contract import FieldPlace

from tests.check.conftest import PAINT


def refused(loc: list[str], kind: str, **context: object) -> dict[str, Any]:
    return {"errors": [{"loc": loc, "type": kind, "msg": "no", "ctx": context}]}


def allowed(name: str, keyword: str) -> Case:
    return Case(name, keyword, 8, {name: 5}, valid=True, taken=True)


def test_what_is_refused_for_what_it_lacks_is_one_finding_whatever_the_bodies_probe() -> None:
    cases = [allowed("seed", "minimum"), allowed("count", "maximum")]
    outcomes = [refused(["prompt"], "missing")] * 2
    (finding,) = check_cases(PAINT, cases, outcomes, lambda _: ())
    assert (str(finding.place), finding.name) == ("input/prompt", "required")


def test_a_client_tells_the_limit_that_it_has_in_the_documents_place() -> None:
    outcome = refused(["size"], "less_than_equal", le=4)
    (finding,) = check_cases(PAINT, [allowed("size", "maximum")], [outcome], lambda _: ())
    assert (finding.right, finding.evidence) == (8, {"limit": 4})


def test_a_null_that_is_refused_stands_against_a_type_that_has_null() -> None:
    case = Case("size", "type", "integer", {"size": None}, valid=True, taken=True)
    outcome = refused(["size"], "int_type")
    (finding,) = check_cases(PAINT, [case], [outcome], lambda _: ())
    assert (finding.left, finding.right) == (None, ["integer", "null"])


@pytest.mark.parametrize(
    ("rule", "place", "left"),
    [
        (CASES_LACK, "input/pet", ["input", "input/size", "output"]),
        (CASES_LACK, "input/pet/kind", ["input", "input/pet", "input/size", "output"]),
        (CASES_NONE, "input/pet", ["input/pet", "input/size", "output"]),
        (CASES_UNREAD, "input", ["input/pet", "input/size", "output"]),
    ],
)
def test_where_no_case_could_be_made_at_that_very_place_it_is_not_said_that_nothing_was_drawn(
    rule: Rule, place: str, left: list[str]
) -> None:
    places = ["input", "input/pet", "input/size", "output"]
    drawn = [Finding(PROPERTY_UNDRAWN, PAINT, FieldPlace(each)) for each in places]
    told = [Finding(rule, PAINT, FieldPlace(place))]
    assert [str(each.place) for each in beside_cases(told, drawn)] == left
