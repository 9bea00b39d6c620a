"""A service that fails is neither taken for one that refuses nor for one that takes."""

from decimal import Decimal

import httpx
import pytest
from fal_codegen.contract import Json
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document
from fal_codegen.probe import Census, Ledger, Plan, make_plan

from tests.documents import document, fields

from .services import said
from .workshop import WORKSHOP, Body, Queue, Service, census, explained, terse

PROPERTIES: dict[str, Json] = {
    "prompt": {"type": "string", "minLength": 3},
    "num": {"type": "integer", "minimum": 1, "maximum": 4, "default": 1},
    "seed": {"type": "integer"},
}
SCHEMA = fields("prompt", **PROPERTIES)


def small() -> Plan:
    made = document(SCHEMA, id_=WORKSHOP)
    endpoint = read_document(made).endpoint
    assert endpoint
    return make_plan(endpoint, Judge(made))


PLAN = small()


def wrong(body: Body) -> bool:
    return body.get("num") == 5


def last(body: Body) -> bool:
    return body.get("num") == 4


def verdict(found: Census, name: str = "num maximum") -> tuple[str, str]:
    (limit,) = (e for e in found.limits if f"{e.limit.place} {e.limit.keyword}" == name)
    return limit.verdict, limit.reason


def failing(failure: str, request: httpx.Request) -> httpx.Response:
    match failure:
        case "late":
            raise httpx.ReadTimeout("late", request=request)
        case "dropped":
            raise httpx.RemoteProtocolError("dropped", request=request)
        case "error":
            return said(200, {"error": {"message": "no"}})
        case "detail":
            return said(200, {"detail": "no"})
        case "page":
            return said(200, "no", {"content-type": "text/html; charset=utf-8"})
        case status:
            return said(int(status), {"detail": "no"})


FAILURES = {
    "late": "no answer came (late)",
    "dropped": "no answer came (dropped)",
    "error": "it answered 200 with an error in place of an output",
    "detail": "it answered 200 with an error in place of an output",
    "page": "it answered 200 with a page for people",
    "500": "it answered 500",
    "503": "it answered 503",
}


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("at", [wrong, last], ids=["beyond", "within"])
def test_a_failure_at_a_bound_makes_its_limit_silent(failure: str, at: object) -> None:
    assert callable(at)

    def answer(request: httpx.Request, body: Body, errors: list[object]) -> httpx.Response:
        if at(body):
            return failing(failure, request)
        return terse(request, body, errors)

    found = census(Service(SCHEMA, answer=answer), PLAN)
    said_, why = verdict(found)
    assert (said_, why.endswith(FAILURES[failure])) == ("silent", True)
    assert (found.found, found.silent) == (False, True)
    assert verdict(found, "num minimum")[0] == "enforced"


def test_a_refusal_that_names_another_field_is_told() -> None:
    def answer(request: httpx.Request, body: Body, errors: list[object]) -> httpx.Response:
        number = body.get("num")
        if isinstance(number, int) and number > 4:
            return said(422, {"detail": [{"loc": ["body", "seed"], "type": "value_error"}]})
        return explained(request, body, errors)

    said_, why = verdict(census(Service(SCHEMA, answer=answer), PLAN))
    assert (said_, "for another field: seed" in why) == ("silent", True)


def test_a_queue_that_checks_nothing_is_lax_where_the_service_is_not() -> None:
    sound = census(Queue(Service(SCHEMA)), PLAN, queue=True)
    assert {each.verdict for each in sound.limits} == {"enforced"}
    assert not sound.silent
    lax = census(Queue(Service(SCHEMA), checks=False), PLAN, queue=True)
    assert {each.verdict for each in lax.limits} == {"lax"}


def test_what_is_refused_for_a_field_whatever_it_holds_proves_no_limit_of_it() -> None:
    def all_fields(_: httpx.Request, __: Body, ___: list[object]) -> httpx.Response:
        return said(422, {"detail": [{"loc": ["body", name], "type": "x"} for name in PROPERTIES]})

    found = census(Service(SCHEMA, answer=all_fields), PLAN)
    assert {each.verdict for each in found.limits} == {"silent"}
    assert found.found
    assert verdict(found)[1] == "the service refuses for the same field what the contract allows"


def test_a_field_named_in_a_refusal_in_which_nothing_is_wrong_is_found() -> None:
    def too_many(_: httpx.Request, body: Body, errors: list[object]) -> httpx.Response:
        answer = explained(_, body, errors)
        if body.get("num") != 5:
            return answer
        places = ("num", "seed")
        return said(422, {"detail": [{"loc": ["body", name], "type": "x"} for name in places]})

    found = census(Service(SCHEMA, answer=too_many), PLAN)
    assert {each.limit.key: each.misnamed for each in found.limits if each.misnamed} == {
        ("num", "maximum"): ("seed",)
    }
    assert verdict(found)[0] == "enforced"
    assert found.found
    sound = census(Service(SCHEMA), PLAN)
    assert not any(each.misnamed for each in sound.limits)


@pytest.mark.parametrize("budget", range(4))
def test_nothing_is_proven_of_what_a_budget_left_untried(budget: int) -> None:
    found = census(Service(SCHEMA), PLAN, Ledger(Decimal(budget)))
    assert (found.found, found.silent, found.cut_short) == (False, True, True)
