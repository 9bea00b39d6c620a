"""Both clients, on a service of prepared replies: what they send, give and raise."""

import asyncio
import json
from types import ModuleType
from typing import Any

import httpx
import pytest

from .conftest import KEY, FakeService, WithClient

QUEUE = "https://queue.fal.run/toy/portrait"
ANSWER = {"images": [{"url": "https://a.example/1.png"}], "description": ""}
TICKET = {
    "status": "IN_QUEUE",
    "request_id": "r1",
    "status_url": f"{QUEUE}/requests/r1/status",
    "response_url": f"{QUEUE}/requests/r1",
    "cancel_url": f"{QUEUE}/requests/r1/cancel",
    "queue_position": 0,
}


@pytest.fixture
def request_(api: ModuleType) -> Any:  # noqa: ANN401 - of a package built by the test
    return api.portrait.Input(prompt="by night", num_images=2)


def test_run_sends_the_body_once_and_gives_the_answer(
    api: ModuleType, service: FakeService, with_client: WithClient, request_: object
) -> None:
    service.says(200, ANSWER, x_fal_request_id="r1")
    answer = with_client(lambda fal: fal.run(request_))
    assert answer == api.portrait.Output.model_validate(ANSWER, strict=False)
    assert service.asked == [("POST", "https://fal.run/toy/portrait/edit")]
    [sent] = service.requests
    assert json.loads(sent.content) == {"prompt": "by night", "num_images": 2}
    assert sent.headers["content-type"] == "application/json"
    assert sent.headers["authorization"] == f"Key {KEY}"


@pytest.mark.parametrize("kind", ["body", "class"])
def test_what_is_no_request_is_refused_before_anything_is_sent(
    api: ModuleType, service: FakeService, with_client: WithClient, kind: str
) -> None:
    others: dict[str, Any] = {"body": {}, "class": api.portrait.Input}
    with pytest.raises(TypeError, match=r"a request is the Input\(…\) of an endpoint's module"):
        with_client(lambda fal: fal.submit(others[kind]))
    assert not service.requests


def test_where_there_is_no_status_stream_subscribe_polls_and_fetches(
    service: FakeService, with_client: WithClient, request_: object
) -> None:
    log = {"message": "drawing", "timestamp": "t", "level": "INFO", "source": "USER"}
    service.says(200, TICKET)
    service.says(202, {"status": "IN_QUEUE", "queue_position": 3, "logs": None})
    service.says(202, {"status": "IN_PROGRESS", "logs": [log]})
    service.says(200, {"status": "COMPLETED", "logs": [log], "metrics": {"inference_time": 1.5}})
    service.says(200, ANSWER)
    updates: list[Any] = []
    answer = with_client(lambda fal: fal.subscribe(request_, on_update=updates.append, logs=True))
    assert answer.images[0].url == "https://a.example/1.png"
    poll = ("GET", f"{QUEUE}/requests/r1/status?logs=1")
    assert service.asked == [
        ("POST", "https://queue.fal.run/toy/portrait/edit"),
        ("GET", f"{QUEUE}/requests/r1/status/stream?logs=1"),
        *[poll] * 3,
        ("GET", f"{QUEUE}/requests/r1"),
    ]
    assert {request.headers["authorization"] for request in service.requests} == {f"Key {KEY}"}
    assert [request.content for request in service.requests[1:]] == [b""] * 5
    assert [pause for pause in service.pauses if pause] == [0.1, 0.125]
    assert [update.status for update in updates] == ["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]
    assert updates[0].queue_position == 3
    assert updates[1].logs[0].message == "drawing"
    assert updates[2].metrics == {"inference_time": 1.5}


def test_a_state_nobody_knows_is_waited_through(
    service: FakeService, with_client: WithClient, request_: object
) -> None:
    service.says(200, TICKET)
    service.says(200, {"status": "PAUSED", "mood": "calm"})
    service.says(200, {"status": "COMPLETED"})
    service.says(200, ANSWER)
    assert with_client(lambda fal: fal.subscribe(request_)).description == ""


def test_a_completed_job_that_failed_raises_its_refusal(
    api: ModuleType, service: FakeService, with_client: WithClient, request_: object
) -> None:
    detail = [{"loc": ["body", "prompt"], "msg": "too dark", "type": "content_policy_violation"}]
    service.says(200, TICKET)
    service.says(200, {"status": "COMPLETED", "error": "too dark", "error_type": "bad_request"})
    service.says(422, {"detail": detail}, x_fal_request_id="another")
    with pytest.raises(api.Refused, match="prompt: too dark") as caught:
        with_client(lambda fal: fal.subscribe(request_))
    assert caught.value.request_id == "r1"
    assert caught.value.violations[0].path == ("prompt",)


def test_a_submitted_request_is_found_again_by_its_handle(
    api: ModuleType, service: FakeService, with_client: WithClient, request_: object
) -> None:
    service.says(200, TICKET)
    handle = with_client(lambda fal: fal.submit(request_))
    assert handle.request_id == "r1"
    again = with_client(lambda fal: fal.handle(api.portrait.Input, "r1"))
    assert again.job == handle.job


def test_a_handle_tells_fetches_and_cancels(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(200, {"status": "IN_QUEUE", "queue_position": 1})
    service.says(200, ANSWER)
    service.says(202, {"status": "CANCELLATION_REQUESTED"})
    kind = api.portrait.Input
    assert with_client(lambda fal: fal.handle(kind, "r1").status()).queue_position == 1
    assert with_client(lambda fal: fal.handle(kind, "r1").result()).description == ""
    assert with_client(lambda fal: fal.handle(kind, "r1").cancel()) is True
    assert service.asked == [
        ("GET", f"{QUEUE}/requests/r1/status"),
        ("GET", f"{QUEUE}/requests/r1"),
        ("PUT", f"{QUEUE}/requests/r1/cancel"),
    ]


def test_cancelling_what_is_done_is_no_error_and_cancelling_nothing_is(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(400, {"status": "ALREADY_COMPLETED"})
    service.says(200, {"success": False})
    service.says(404, {"status": "NOT_FOUND"})
    kind = api.portrait.Input
    assert with_client(lambda fal: fal.handle(kind, "r1").cancel()) is False
    assert with_client(lambda fal: fal.handle(kind, "r1").cancel()) is False
    with pytest.raises(api.NotFound):
        with_client(lambda fal: fal.handle(kind, "r1").cancel())


def test_a_handle_waits_for_its_answer(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(200, {"status": "COMPLETED"})
    service.says(200, ANSWER)
    answer = with_client(lambda fal: fal.handle(api.portrait.Input, "r1").wait())
    assert answer.images[0].url == "https://a.example/1.png"


def test_a_gateway_stands_in_front_of_every_host(
    monkeypatch: pytest.MonkeyPatch, service: FakeService, with_client: WithClient, request_: object
) -> None:
    service.says(200, ANSWER)
    service.says(200, TICKET)
    with_client(lambda fal: fal.run(request_), gateway="http://127.0.0.1:8787")
    monkeypatch.setenv("FAL_GATEWAY", "http://127.0.0.1:8788/")
    handle = with_client(lambda fal: fal.submit(request_))
    assert service.asked == [
        ("POST", "http://127.0.0.1:8787/fal.run/toy/portrait/edit"),
        ("POST", "http://127.0.0.1:8788/queue.fal.run/toy/portrait/edit"),
    ]
    front = "http://127.0.0.1:8788/queue.fal.run/toy/portrait"
    assert handle.job.response_url == f"{front}/requests/r1"


@pytest.mark.parametrize("key", ["", " ", "two words", "line\nbreak", "schlüssel"])
def test_without_a_usable_key_nothing_is_sent(  # noqa: PLR0913 - fixtures
    *,
    monkeypatch: pytest.MonkeyPatch,
    api: ModuleType,
    service: FakeService,
    with_client: WithClient,
    request_: object,
    key: str,
) -> None:
    monkeypatch.setenv("FAL_KEY", key)
    with pytest.raises(api.FalError, match="key") as caught:
        with_client(lambda fal: fal.run(request_))
    assert not service.requests
    assert not key.strip() or key not in str(caught.value)


def test_a_key_that_is_given_goes_before_the_environments(
    service: FakeService, with_client: WithClient, request_: object
) -> None:
    service.says(200, ANSWER)
    with_client(lambda fal: fal.run(request_), key="given:key\n")
    assert service.requests[0].headers["authorization"] == "Key given:key"


def test_what_is_no_answer_at_all_rides_along(
    api: ModuleType, service: FakeService, with_client: WithClient, request_: object
) -> None:
    service.says(200, b'[{"images": 7}]')
    service.says(200, b"<html>")
    with pytest.raises(api.UnexpectedAnswer) as caught:
        with_client(lambda fal: fal.run(request_))
    assert caught.value.reply.body == b'[{"images": 7}]'
    assert "body: Input should be an object" in str(caught.value)
    with pytest.raises(api.UnexpectedAnswer, match="body: Invalid JSON"):
        with_client(lambda fal: fal.run(request_))


def test_a_redirect_is_not_followed(
    api: ModuleType, service: FakeService, with_client: WithClient, request_: object
) -> None:
    service.says(307, {}, location="https://evil.example/")
    with pytest.raises(api.ApiError, match="307"):
        with_client(lambda fal: fal.run(request_))
    assert len(service.requests) == 1


def test_no_call_begins_after_the_deadline(
    api: ModuleType, service: FakeService, with_client: WithClient, request_: object
) -> None:
    service.says(200, TICKET)
    for _ in range(20):
        service.says(200, {"status": "IN_PROGRESS"})
    with pytest.raises(api.Timeout, match="request r1") as caught:
        with_client(lambda fal: fal.subscribe(request_), timeout=2.0)
    assert caught.value.request_id == "r1"
    assert service.now < 1002.0


def test_no_call_waits_longer_than_is_left(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(200, {"status": "IN_PROGRESS"})
    service.says(200, {"status": "COMPLETED"})
    service.says(200, ANSWER)
    with_client(lambda fal: fal.handle(api.portrait.Input, "r1").wait(), timeout=4.0)
    left = [request.extensions["timeout"]["read"] for request in service.requests]
    assert left == pytest.approx([4.0, 4.0, 3.9, 3.9])


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ConnectError("refused"), "TransportError"),
        (httpx.RemoteProtocolError("cut off"), "TransportError"),
        (httpx.ReadTimeout("slow"), "Timeout"),
    ],
)
def test_a_call_without_an_answer_names_its_job(
    *, api: ModuleType, service: FakeService, with_client: WithClient, error: Exception, kind: str
) -> None:
    service.fails(error)
    with pytest.raises(getattr(api, kind), match="request r1") as caught:
        with_client(lambda fal: fal.handle(api.portrait.Input, "r1").status(), retries=0)
    assert type(caught.value).__name__ == kind


def test_a_client_that_was_given_is_left_open(api: ModuleType, service: FakeService) -> None:
    http = httpx.Client(transport=httpx.MockTransport(service))
    with api.Fal(http=http):
        pass
    assert not http.is_closed
    later = httpx.AsyncClient(transport=httpx.MockTransport(service))
    asyncio.run(_open_and_close(api.AsyncFal(http=later)))
    assert not later.is_closed


async def _open_and_close(fal: Any) -> None:  # noqa: ANN401 - of a package built by the test
    async with fal:
        pass


def test_a_client_of_our_own_is_closed(
    monkeypatch: pytest.MonkeyPatch, api: ModuleType, request_: object
) -> None:
    monkeypatch.setenv("FAL_KEY", KEY)
    with api.Fal() as fal:
        pass
    with pytest.raises(api.FalError, match="this client is closed"):
        fal.run(request_)
    later = api.AsyncFal()
    with pytest.raises(AttributeError, match=r"'close': here it is aclose\(\)"):
        later.close()
    asyncio.run(_open_and_close(later))
    with pytest.raises(api.FalError, match="this client is closed"):
        asyncio.run(later.run(request_))
