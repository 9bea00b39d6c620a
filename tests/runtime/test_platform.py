"""What the platform is asked: catalogue, prices, usage and requests, by both clients."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from fal_codegen.contract import EndpointId, platform_document
from fal_codegen.emulator import emulator, running
from pydantic import BaseModel

from tests.documents import document, fields

from .conftest import KEY, FakeService, WithClient, listed

IDS = [EndpointId(f"acme/painter-{letter}") for letter in "abcde"]


@pytest.fixture(scope="module")
def platform(api: ModuleType) -> ModuleType:
    return import_module(f"{api.__name__}.platform")


@pytest.fixture(scope="module")
def gateway() -> Iterator[str]:
    asks, says = fields(prompt={"type": "string"}), fields(text={"type": "string"})
    known = {id_: document(asks, says, id_=id_) for id_ in IDS}
    with running(emulator(known, key=KEY)) as url:
        yield url


@pytest.fixture(params=["Fal", "AsyncFal"])
def served(request: pytest.FixtureRequest, api: ModuleType, gateway: str) -> Callable[..., Any]:
    """Act with a client of either kind on an emulator."""

    def waiting(*actions: Callable[[Any], Any], **settings: str) -> list[Any]:
        with api.Fal(gateway=gateway, **settings) as fal:
            return [action(fal) for action in actions]

    async def awaiting(*actions: Callable[[Any], Any], **settings: str) -> list[Any]:
        async with api.AsyncFal(gateway=gateway, **settings) as fal:
            return [await action(fal) for action in actions]

    if request.param == "Fal":
        return waiting
    return lambda *actions, **settings: asyncio.run(awaiting(*actions, **settings))


def test_what_has_no_pages_is_asked_for_whole(api: ModuleType, platform: ModuleType) -> None:
    with (
        api.Fal(key="k") as fal,
        pytest.raises(TypeError, match=r"a GetMeta has no pages: ask\(\) gives it whole"),
    ):
        list(fal.ask_all(platform.GetMeta()))


def asking(query: object, fal: Any) -> Any:  # noqa: ANN401 - of a package built by the test
    return fal.ask(query)


def all_of(query: object, fal: Any) -> Any:  # noqa: ANN401 - as above
    return listed(fal.ask_all(query))


def test_the_catalogue_is_searched_over_all_its_pages_without_a_key(
    platform: ModuleType, served: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FAL_KEY", "FAL_KEY_ID", "FAL_KEY_SECRET"):
        monkeypatch.delenv(name, raising=False)
    search = platform.SearchModels(q="acme", limit=2)
    models, page = served(partial(all_of, search), partial(asking, search))
    assert [model.endpoint_id for model in models] == IDS
    assert {type(model) for model in models} == {platform.Model}
    assert models[0].metadata.status == "active"
    assert (len(page.models), page.has_more, page.next_cursor) == (2, True, IDS[2])


def left_out(value: Any, place: str = "") -> Iterator[str]:  # noqa: ANN401 - of a package built by the test
    """Give the documented fields that an answer does not have."""
    if isinstance(value, list):
        for each in value:  # pyright: ignore[reportUnknownVariableType] - nothing says of what
            yield from left_out(each, place)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name in value.model_fields_set:
                yield from left_out(getattr(value, name), f"{place}.{name}")
            else:
                yield f"{place}.{name}"


def test_all_that_can_be_asked_is_answered_as_the_document_has_it(
    platform: ModuleType, served: Callable[..., Any]
) -> None:
    def run(fal: Any) -> Any:  # noqa: ANN401 - as above
        return fal.run(IDS[0], {"prompt": "a door"})

    (answer,) = served(run, key=KEY)
    id_, one = answer.response.request_id, IDS[0]
    asked = [
        (platform.SearchModels(endpoint_id=[one], expand=["openapi-3.0"]), "models"),
        (platform.GetPrices(endpoint_id=IDS[:2]), "prices"),
        (platform.EstimateByCalls(endpoints={one: platform.Calls(call_quantity=2)}), "total_cost"),
        (platform.EstimateByUnits(endpoints={one: platform.Units(unit_quantity=2)}), "total_cost"),
        (platform.GetUsage(expand=["summary"]), "summary"),
        (platform.GetAnalytics(endpoint_id=one, timeframe="hour"), "time_series"),
        (platform.ListBillingEvents(request_id=id_), "billing_events"),
        (platform.ListRequests(endpoint_id=one, request_id=id_, expand=["payloads"]), "items"),
        (platform.DeletePayloads(request_id=id_, idempotency_key="once"), "cdn_delete_results"),
        (platform.GetMeta(), "webhook_ip_ranges"),
    ]
    answers = served(*[partial(asking, query) for query, _ in asked], key=KEY)
    for (query, field), answer in zip(asked, answers, strict=True):
        assert isinstance(answer, query.answer_type())
        assert answer.disagreements == ()
        assert field in answer.model_fields_set, query
        assert {*left_out(answer)} <= {".summary", ".time_series"}, "of which one is asked for"
    assert answers[7].items[0].json_input == {"prompt": "a door"}
    paths: Any = platform_document()["paths"]
    operations = sum(len(methods) for methods in paths.values())
    assert len({(query.route.method, query.route.path) for query, _ in asked}) == operations


def test_what_the_platform_refuses_says_so_in_its_words(
    api: ModuleType, platform: ModuleType, served: Callable[..., Any]
) -> None:
    prices = partial(asking, platform.GetPrices(endpoint_id="no/such"))
    with pytest.raises(api.NotFound, match="404 not_found: None of these") as caught:
        served(prices, key=KEY)
    assert caught.value.error_type == "not_found"
    with pytest.raises(api.Unauthorized, match="401 authorization_error: ") as refused:
        served(prices, key="id:a-wrong-secret")
    assert refused.value.error_type == "authorization_error"
    with pytest.raises(api.ApiError, match="400 validation_error: start: Input should be"):
        served(partial(asking, platform.GetUsage(start="yesterday")), key=KEY)


def test_a_question_is_checked_before_it_is_sent(
    platform: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    for wrong in (
        platform.GetPrices,
        lambda: platform.GetPrices(endpoint_id=[]),
        lambda: platform.GetPrices(endpoint_id=IDS * 11),
        lambda: platform.SearchModels(limit=0),
        lambda: platform.SearchModels(words="door"),
        lambda: platform.ListRequests(endpoint_id="a/b", limit=101),
        lambda: platform.EstimateByUnits(endpoints={}),
    ):
        with pytest.raises(ValueError, match="validation error"):
            wrong()
    with pytest.raises(ValueError, match="timeout"):
        with_client(lambda fal: fal.ask(platform.GetMeta(), timeout="soon"))
    assert service.requests == []


def test_names_in_a_path_lead_nowhere_else(
    platform: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(200, {})
    query = platform.DeletePayloads(request_id="../../x?y", idempotency_key="once")
    with_client(partial(asking, query))
    (request,) = service.requests
    assert request.url.raw_path == b"/v1/models/requests/..%2F..%2Fx%3Fy/payloads"
    assert request.headers["idempotency-key"] == "once"


def test_a_cursor_that_leads_in_a_circle_is_the_end(
    platform: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    for cursor in ("b", "a", "b", "a"):
        model = {"endpoint_id": f"at/{cursor}"}
        service.says(200, {"models": [model], "next_cursor": cursor, "has_more": True})
    found = with_client(partial(all_of, platform.SearchModels(cursor="a")))
    assert len(found) <= 3
    assert len(service.requests) == len(found)


def test_a_page_is_asked_for_when_it_is_needed(
    platform: ModuleType, service: FakeService, api: ModuleType
) -> None:
    page = {"models": [{"endpoint_id": "a/b"}], "next_cursor": "c", "has_more": True}
    service.says(200, page)
    with api.Fal(http=httpx.Client(transport=httpx.MockTransport(service))) as fal:
        models = fal.ask_all(platform.SearchModels())
        assert service.requests == []
        assert next(models).endpoint_id == "a/b"
        models.close()
    assert len(service.requests) == 1


def test_an_answer_that_disagrees_with_the_document_is_given_all_the_same(
    api: ModuleType, platform: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(200, {"models": [{"endpoint_id": 7, "new": True}], "has_more": False})
    with pytest.warns(api.DisagreementWarning):
        (model,) = with_client(partial(all_of, platform.SearchModels()))
    assert (model.endpoint_id, model.model_extra) == (7, {"new": True})


def test_nothing_of_the_platform_is_loaded_before_it_is_used() -> None:
    code = "import fal_endpoints, sys; print('fal_endpoints.platform' in sys.modules)"
    path = Path(__file__).parents[2] / "generated/python"
    out = subprocess.check_output([sys.executable, "-c", code], cwd=path, text=True)
    assert out.strip() == "False"
