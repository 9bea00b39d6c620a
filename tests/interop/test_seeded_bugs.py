"""A census beside Schemathesis: services with one bug each, the same for both."""

import httpx
import pytest
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document
from fal_codegen.probe import Census, Ledger, Plan, Target, make_plan, probe, sender

from .seeded_service import DOCUMENT, ID, SEEDED, Bug, SeededService, sound

pytestmark = pytest.mark.deep


@pytest.fixture(scope="module")
def plan() -> Plan:
    endpoint = read_document(DOCUMENT).endpoint
    assert endpoint
    return make_plan(endpoint, Judge(DOCUMENT))


def census(plan: Plan, takes: Bug) -> Census:
    service = SeededService(takes)

    def answered(request: httpx.Request) -> httpx.Response:
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
