"""A census beside Schemathesis: services with one bug each, the same for both."""

import json
from collections.abc import Mapping

import httpx
import pytest
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document
from fal_codegen.probe import Census, Ledger, Plan, Target, make_plan, probe, sender

from .seeded_service import DOCUMENT, ID, SEEDED, Body, Bug, SeededService, sound

pytestmark = pytest.mark.deep


@pytest.fixture(scope="module")
def plan() -> Plan:
    endpoint = read_document(DOCUMENT).endpoint
    assert endpoint
    return make_plan(endpoint, Judge(DOCUMENT))


def never(_body: Body) -> bool:
    return False


def census(plan: Plan, takes: Bug, breaks_down: Bug = never) -> Census:
    service = SeededService(takes)

    def answered(request: httpx.Request) -> httpx.Response:
        if breaks_down(json.loads(request.content)):
            return httpx.Response(500, stream=httpx.ByteStream(b""))
        answer = service.respond(request.content)
        return httpx.Response(answer.status_code, stream=httpx.ByteStream(bytes(answer.body)))

    target = Target("http://127.0.0.1:1", ID)
    with httpx.Client(transport=httpx.MockTransport(answered), trust_env=False) as http:
        send = sender(http, target)
        return probe(plan, Ledger(), send, url="x", date="2026-01-01", contract="c")


def test_nothing_is_found_of_a_service_without_a_bug(plan: Plan) -> None:
    assert not census(plan, sound).found


@pytest.mark.parametrize("bug", SEEDED)
def test_each_bug_that_services_have_is_found(plan: Plan, bug: str) -> None:
    assert census(plan, SEEDED[bug]).found


BREAKDOWNS: Mapping[str, Bug] = {
    "at NUL": lambda body: "\0" in str(body.get("prompt")),
    "at the maximum": lambda body: body.get("num_images") == 4,
    "beyond the maximum": lambda body: body.get("num_images") == 5,
    "at one pair": lambda body: body.get("num_images") == 4 and body.get("resolution") == "4K",
    "at a list": lambda body: isinstance(body.get("prompt"), list),
}


@pytest.mark.parametrize("when", BREAKDOWNS)
def test_of_a_service_that_breaks_down_nobody_says_that_it_enforces_everything(
    plan: Plan, when: str
) -> None:
    found = census(plan, sound, BREAKDOWNS[when])
    assert found.silent
    assert not found.found
