"""What came back is what was asked for: the emulator, honest and lying."""

from collections.abc import Iterator

import httpx
import pytest
from fal_codegen.cases import NoSample, valid_body
from fal_codegen.cassettes import fetched, urls_in
from fal_codegen.check import (
    HeldFact,
    asked_by,
    asking,
    hold,
    pictures_of,
    repeats,
)
from fal_codegen.contract import Document, Endpoint, EndpointId, Json
from fal_codegen.emulator import emulator, running
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document

from tests.check.asked import (
    ASKING,
    DOCUMENTS,
    PRO,
    SIZED,
    endpoint_of,
)
from tests.documents import corpus, load


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with running(emulator(DOCUMENTS)) as front, httpx.Client(base_url=front) as http:
        http.headers["Authorization"] = "Key a:b"
        yield http


def facts_of(
    client: httpx.Client, endpoint: Endpoint, body: dict[str, Json], lie: str = ""
) -> list[HeldFact]:
    """Ask the emulator twice, fetch what comes, and hold all of it to what was asked for."""
    fault = {"X-Emulator-Fault": f"lie={lie}" if lie else ""}
    answers = [
        client.post(f"/fal.run/{endpoint.id}", json=body, headers=fault).raise_for_status().json()
        for _ in range(2)
    ]
    urls = {url for each in answers for url in urls_in(each) if not url.startswith("data:")}
    files = {url: fetched(client.get(url).content) for url in urls}
    one, other = (pictures_of(each, files) for each in answers)
    facts = [*hold(asked_by(endpoint, body), answers[0], one)]
    return [*facts, *repeats(one, other)] if "seed" in body else facts


def lies(facts: list[HeldFact]) -> set[str]:
    """Name the facts that are otherwise; of large files alone nobody knows whether they repeat."""
    assert facts
    assert {each.fact for each in facts if each.verdict == "cannot tell"} <= {"seed"}
    return {each.fact for each in facts if each.verdict == "otherwise"}


LIES = {
    "one-short": {"count"},
    "one-more": {"count"},
    "smaller": {"pixels"},
    "larger": {"pixels"},
    "swapped": {"ratio"},
    "square": {"ratio"},
    "other-form": {"form"},
    "misnamed": {"form", "named"},
    "mistyped": {"named"},
    "no-picture": {"form", "named", "pixels", "ratio"},
    "unseeded": {"seed"},
    "inlined": {"inline"},
}


@pytest.mark.parametrize(("lie", "facts"), LIES.items())
def test_a_lie_of_the_service_is_caught_and_nothing_else_blamed(
    client: httpx.Client, lie: str, facts: set[str]
) -> None:
    endpoint = endpoint_of(EndpointId(PRO))
    assert lies(facts_of(client, endpoint, ASKING)) == set()
    assert lies(facts_of(client, endpoint, ASKING, lie)) == facts


def test_an_address_in_place_of_a_data_uri_is_caught(client: httpx.Client) -> None:
    endpoint = endpoint_of(EndpointId(PRO))
    body = ASKING | {"sync_mode": True}
    assert lies(facts_of(client, endpoint, body)) == set()
    assert lies(facts_of(client, endpoint, body, "linked")) == {"inline"}
    assert lies(facts_of(client, endpoint, body, "misnamed")) == {"form", "named"}


def test_numbers_that_are_not_those_of_the_bytes_are_caught(client: httpx.Client) -> None:
    endpoint = endpoint_of(SIZED)
    assert lies(facts_of(client, endpoint, {"prompt": "a"})) == set()
    assert lies(facts_of(client, endpoint, {"prompt": "a"}, "misdescribed")) == {"described"}


def test_the_table_and_the_emulator_agree_on_what_is_asked_for(client: httpx.Client) -> None:
    checked = 0
    for id_, whole in DOCUMENTS.items():
        endpoint = endpoint_of(id_)
        for _, body in asking(endpoint, valid_body(endpoint, Judge(whole))):
            facts = facts_of(client, endpoint, body)
            assert lies(facts) == set()
            checked += len(facts)
    assert checked > 100


@pytest.mark.deep
def test_on_real_documents_the_table_and_the_emulator_agree() -> None:
    documents: dict[EndpointId, tuple[Endpoint, Document]] = {}
    for file in sorted(corpus().rglob("*.json"))[::4]:
        try:
            whole = load(file)
            endpoint = read_document(whole).endpoint
        except ValueError:
            continue
        if endpoint and endpoint.id not in documents:
            documents[endpoint.id] = endpoint, whole
    asked = 0
    with (
        running(emulator({id_: whole for id_, (_, whole) in documents.items()})) as front,
        httpx.Client(base_url=front, headers={"Authorization": "Key a:b"}, timeout=60) as http,
    ):
        for endpoint, whole in documents.values():
            try:
                bodies = [*asking(endpoint, valid_body(endpoint, Judge(whole)))]
            except NoSample:
                continue
            for _, body in bodies:
                facts = facts_of(http, endpoint, body)
                asked += bool(facts)
                assert not [
                    each for each in facts if each.verdict not in {"kept", "cannot tell"}
                ], (endpoint.id, body)
    assert asked > 20
