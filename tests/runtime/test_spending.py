"""What calls cost: prices, sums, and a sum that is not to be exceeded."""

import asyncio
import math
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import ModuleType
from typing import Any

import httpx
import pytest

from .conftest import ANSWER, FakeService, WithClient

ENDPOINT = "toy/portrait/edit"
PRICE = {"endpoint_id": ENDPOINT, "unit_price": 0.25, "unit": "images", "currency": "USD"}
PRICES = {"prices": [{**PRICE, "endpoint_id": "toy/other"}, PRICE]}


def answers(service: FakeService, units: str = "2", id_: str = "") -> None:
    service.says(200, ANSWER, x_fal_billable_units=units, x_fal_request_id=id_)


def priced(asked: object, fal: Any) -> Any:  # noqa: ANN401 - of a package built by the test
    return fal.price(asked)


def test_a_price_is_asked_for_by_request_class_or_id(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    kind = api.portrait.Input
    for asked in (kind, kind(prompt="by night"), ENDPOINT):
        service.says(200, PRICES)
        price = with_client(partial(priced, asked))
        assert (price.unit_price, price.unit, price.currency) == (0.25, "images", "USD")
    place = "https://api.fal.ai/v1/models/pricing?endpoint_id=toy%2Fportrait%2Fedit"
    assert {url for _, url in service.asked} == {place}
    service.says(200, {"prices": []})
    with pytest.raises(api.UnexpectedAnswer, match="no price of toy/portrait/edit"):
        with_client(lambda fal: fal.price(kind))


def test_what_answers_cost_is_added_up_and_a_job_once(
    api: ModuleType, service: FakeService
) -> None:
    http = httpx.Client(transport=httpx.MockTransport(service))
    with api.Fal(http=http, **service.settings) as fal, fal.spending() as spent:
        answers(service, "2", "a")
        fal.run(api.portrait.Input(prompt="by night"))
        answers(service, "0.5", "b")
        fal.run("any/model", {})
        handle = fal.handle(api.portrait.Input, "r1")
        with fal.spending() as inner:
            for _ in range(2):
                answers(service, "1")
                handle.result()
        answers(service, "")
        fal.run("any/model", {})
    assert spent.units == {ENDPOINT: 3.0, "any/model": 0.5}
    assert inner.units == {ENDPOINT: 1.0}
    assert spent.cost is None, "no price was asked for"
    assert "any/model" in repr(spent)


def test_a_request_beyond_the_sum_is_not_sent(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    request = api.portrait.Input(prompt="by night")
    service.says(200, PRICES)
    answers(service, "2", "a")
    answers(service, "1", "b")
    with api.Fal(key="k").spending(most=0.9) as spent:
        with_client(lambda fal: fal.run(request))
        with_client(lambda fal: fal.run(request))
        sent = len(service.requests)
        with pytest.raises(
            api.BudgetSpent, match=r"0\.75 of 0\.9 USD are spent, and a unit of toy"
        ):
            with_client(lambda fal: fal.run(request))
    assert len(service.requests) == sent == 3
    assert spent.cost == 0.75
    with pytest.raises(ValueError, match="most is a sum of money"):
        api.Fal(key="k").spending(most=-1)


def test_a_task_that_begins_inside_is_counted_and_another_is_not(
    api: ModuleType, service: FakeService
) -> None:
    async def scenario() -> Any:  # noqa: ANN401 - of a package built by the test
        http = httpx.AsyncClient(transport=httpx.MockTransport(service))
        request = api.portrait.Input(prompt="by night")
        async with api.AsyncFal(http=http, **service.settings) as fal:
            inside = asyncio.Event()

            async def other() -> None:
                await inside.wait()
                await fal.run(request)

            task = asyncio.create_task(other())
            with fal.spending() as spent:
                inside.set()
                await asyncio.gather(fal.run(request), fal.run(request), task)
            return spent

    for _ in range(3):
        answers(service, "1")
    assert asyncio.run(scenario()).units == {ENDPOINT: 2.0}


def test_what_is_under_way_counts_as_a_unit(api: ModuleType, service: FakeService) -> None:
    async def scenario() -> Any:  # noqa: ANN401 - of a package built by the test
        async def slowly(request: httpx.Request) -> httpx.Response:
            await asyncio.sleep(0)
            return service(request)

        http = httpx.AsyncClient(transport=httpx.MockTransport(slowly))
        request = api.portrait.Input(prompt="by night")
        async with api.AsyncFal(http=http, **service.settings) as fal:
            with fal.spending(most=0.8) as spent:
                await fal.run(request)
                calls = [fal.run(request) for _ in range(9)]
                return spent, await asyncio.gather(*calls, return_exceptions=True)

    service.says(200, PRICES)
    for id_ in "abc":
        answers(service, "1", id_)
    spent, outcomes = asyncio.run(scenario())
    refused = [each for each in outcomes if isinstance(each, api.BudgetSpent)]
    assert len(refused) == 7
    assert spent.cost == 0.75
    assert "0.5 are under way" in str(refused[0])


def test_a_job_is_under_way_until_its_answer_is_fetched(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    request = api.portrait.Input(prompt="by night")
    service.says(200, PRICES)
    service.says(200, {"request_id": "r1"})
    with api.Fal(key="k").spending(most=0.5) as spent:
        with_client(lambda fal: fal.submit(request))
        service.says(200, {"request_id": "r2"})
        with_client(lambda fal: fal.submit(request))
        with pytest.raises(api.BudgetSpent, match=r"0 of 0\.5 USD are spent, 0\.5 are under way"):
            with_client(lambda fal: fal.submit(request))
        service.says(422, {"detail": "no"}, x_fal_billable_units="0")
        with pytest.raises(api.Refused):
            with_client(lambda fal: fal.handle(type(request), "r1").result())
        service.says(200, {"request_id": "r3"})
        with_client(lambda fal: fal.submit(request))
    assert (spent.cost, spent.units) == (0.0, {ENDPOINT: 0.0})


FAILURES: list[tuple[dict[str, Any] | Exception, str, float]] = [
    ({"status": 422, "body": {}, "x_fal_billable_units": "3"}, "Refused", 0.75),
    ({"status": 500, "body": {}}, "ServerError", 0.0),
    ({"status": 200, "body": b"no JSON", "x_fal_billable_units": "2"}, "UnexpectedAnswer", 0.5),
    (httpx.ConnectError("refused"), "TransportError", 0.0),
]


@pytest.mark.parametrize(("reply", "error", "cost"), FAILURES)
def test_what_fails_costs_what_the_service_says(  # noqa: PLR0913 - fixtures
    *,
    api: ModuleType,
    service: FakeService,
    with_client: WithClient,
    reply: Any,  # noqa: ANN401 - a reply or an exception
    error: str,
    cost: float,
) -> None:
    request = api.portrait.Input(prompt="by night")
    service.says(200, PRICES)
    service.fails(reply) if isinstance(reply, Exception) else service.says(**reply)
    with api.Fal(key="k").spending(most=1.0) as spent:
        with pytest.raises(getattr(api, error)):
            with_client(lambda fal: fal.run(request), retries=0)
        answers(service, "1", "z")
        with_client(lambda fal: fal.run(request))
    assert spent.cost == cost + 0.25


def test_a_request_that_was_broken_off_stays_under_way(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    request = api.portrait.Input(prompt="by night")
    service.says(200, PRICES)
    service.fails(httpx.ReadError("reset"))
    with api.Fal(key="k").spending(most=0.25):
        with pytest.raises(api.TransportError) as caught:
            with_client(lambda fal: fal.run(request), retries=0)
        assert caught.value.delivered
        with pytest.raises(api.BudgetSpent, match=r"0 of 0\.25 USD are spent, 0\.25 are under way"):
            with_client(lambda fal: fal.run(request))


def test_another_thread_counts_in_a_block_of_its_own(api: ModuleType, service: FakeService) -> None:
    http = httpx.Client(transport=httpx.MockTransport(service))
    request = api.portrait.Input(prompt="by night")
    service.says(200, PRICES)
    for id_ in "abc":
        answers(service, "1", id_)
    with api.Fal(http=http, **service.settings) as fal, fal.spending(most=math.inf) as spent:

        def work() -> None:
            with spent:
                fal.run(request)

        fal.run(request)
        with ThreadPoolExecutor(1) as threads:
            threads.submit(work).result()
            threads.submit(fal.run, request).result()
    assert (spent.units, spent.cost) == ({ENDPOINT: 2.0}, 0.5)
