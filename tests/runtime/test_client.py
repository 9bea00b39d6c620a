"""Both clients, on a service that says its lines: what they send, give and raise."""

import asyncio
import json
from types import ModuleType
from typing import Any

import httpx
import pytest

from .conftest import KEY, Play, Stage

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
    api: ModuleType, stage: Stage, play: Play, request_: object
) -> None:
    stage.says(200, ANSWER, x_fal_request_id="r1")
    answer = play(lambda fal: fal.run(request_))
    assert answer == api.portrait.Output.model_validate(ANSWER, strict=False)
    assert stage.asked == [("POST", "https://fal.run/toy/portrait/edit")]
    [sent] = stage.requests
    assert json.loads(sent.content) == {"prompt": "by night", "num_images": 2}
    assert sent.headers["content-type"] == "application/json"
    assert sent.headers["authorization"] == f"Key {KEY}"


@pytest.mark.parametrize("kind", ["id", "body", "class"])
def test_what_is_no_request_is_refused_before_anything_is_sent(
    api: ModuleType, stage: Stage, play: Play, kind: str
) -> None:
    others: dict[str, Any] = {"id": "toy/portrait", "body": {}, "class": api.portrait.Input}
    with pytest.raises(TypeError, match=r"a request is the Input\(…\) of an endpoint's module"):
        play(lambda fal: fal.submit(others[kind]))
    assert not stage.requests


def test_where_there_is_no_status_stream_subscribe_looks_and_fetches(
    stage: Stage, play: Play, request_: object
) -> None:
    log = {"message": "drawing", "timestamp": "t", "level": "INFO", "source": "USER"}
    stage.says(200, TICKET)
    stage.says(202, {"status": "IN_QUEUE", "queue_position": 3, "logs": None})
    stage.says(202, {"status": "IN_PROGRESS", "logs": [log]})
    stage.says(200, {"status": "COMPLETED", "logs": [log], "metrics": {"inference_time": 1.5}})
    stage.says(200, ANSWER)
    updates: list[Any] = []
    answer = play(lambda fal: fal.subscribe(request_, on_update=updates.append, logs=True))
    assert answer.images[0].url == "https://a.example/1.png"
    look = ("GET", f"{QUEUE}/requests/r1/status?logs=1")
    assert stage.asked == [
        ("POST", "https://queue.fal.run/toy/portrait/edit"),
        ("GET", f"{QUEUE}/requests/r1/status/stream?logs=1"),
        *[look] * 3,
        ("GET", f"{QUEUE}/requests/r1"),
    ]
    assert {request.headers["authorization"] for request in stage.requests} == {f"Key {KEY}"}
    assert [request.content for request in stage.requests[1:]] == [b""] * 5
    assert [pause for pause in stage.pauses if pause] == [0.1, 0.125]
    assert [update.status for update in updates] == ["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]
    assert updates[0].queue_position == 3
    assert updates[1].logs[0].message == "drawing"
    assert updates[2].metrics == {"inference_time": 1.5}


def test_a_state_nobody_knows_is_waited_through(stage: Stage, play: Play, request_: object) -> None:
    stage.says(200, TICKET)
    stage.says(200, {"status": "PAUSED", "mood": "calm"})
    stage.says(200, {"status": "COMPLETED"})
    stage.says(200, ANSWER)
    assert play(lambda fal: fal.subscribe(request_)).description == ""


def test_a_completed_job_that_failed_raises_its_refusal(
    api: ModuleType, stage: Stage, play: Play, request_: object
) -> None:
    detail = [{"loc": ["body", "prompt"], "msg": "too dark", "type": "content_policy_violation"}]
    stage.says(200, TICKET)
    stage.says(200, {"status": "COMPLETED", "error": "too dark", "error_type": "bad_request"})
    stage.says(422, {"detail": detail}, x_fal_request_id="another")
    with pytest.raises(api.Refused, match="prompt: too dark") as caught:
        play(lambda fal: fal.subscribe(request_))
    assert caught.value.request_id == "r1"
    assert caught.value.violations[0].path == ("prompt",)


def test_a_submitted_request_is_found_again_by_its_handle(
    api: ModuleType, stage: Stage, play: Play, request_: object
) -> None:
    stage.says(200, TICKET)
    handle = play(lambda fal: fal.submit(request_))
    assert handle.request_id == "r1"
    again = play(lambda fal: fal.handle(api.portrait.Input, "r1"))
    assert again.job == handle.job


def test_a_handle_tells_fetches_and_cancels(api: ModuleType, stage: Stage, play: Play) -> None:
    stage.says(200, {"status": "IN_QUEUE", "queue_position": 1})
    stage.says(200, ANSWER)
    stage.says(202, {"status": "CANCELLATION_REQUESTED"})
    kind = api.portrait.Input
    assert play(lambda fal: fal.handle(kind, "r1").status()).queue_position == 1
    assert play(lambda fal: fal.handle(kind, "r1").result()).description == ""
    assert play(lambda fal: fal.handle(kind, "r1").cancel()) is True
    assert stage.asked == [
        ("GET", f"{QUEUE}/requests/r1/status"),
        ("GET", f"{QUEUE}/requests/r1"),
        ("PUT", f"{QUEUE}/requests/r1/cancel"),
    ]


def test_cancelling_what_is_done_is_no_error_and_cancelling_nothing_is(
    api: ModuleType, stage: Stage, play: Play
) -> None:
    stage.says(400, {"status": "ALREADY_COMPLETED"})
    stage.says(200, {"success": False})
    stage.says(404, {"status": "NOT_FOUND"})
    kind = api.portrait.Input
    assert play(lambda fal: fal.handle(kind, "r1").cancel()) is False
    assert play(lambda fal: fal.handle(kind, "r1").cancel()) is False
    with pytest.raises(api.NotFound):
        play(lambda fal: fal.handle(kind, "r1").cancel())


def test_a_handle_waits_for_its_answer(api: ModuleType, stage: Stage, play: Play) -> None:
    stage.says(200, {"status": "COMPLETED"})
    stage.says(200, ANSWER)
    answer = play(lambda fal: fal.handle(api.portrait.Input, "r1").wait())
    assert answer.images[0].url == "https://a.example/1.png"


def test_a_gateway_stands_in_front_of_every_host(
    monkeypatch: pytest.MonkeyPatch, stage: Stage, play: Play, request_: object
) -> None:
    stage.says(200, ANSWER)
    stage.says(200, TICKET)
    play(lambda fal: fal.run(request_), gateway="http://127.0.0.1:8787")
    monkeypatch.setenv("FAL_GATEWAY", "http://127.0.0.1:8788/")
    handle = play(lambda fal: fal.submit(request_))
    assert stage.asked == [
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
    stage: Stage,
    play: Play,
    request_: object,
    key: str,
) -> None:
    monkeypatch.setenv("FAL_KEY", key)
    with pytest.raises(api.FalError, match="key") as caught:
        play(lambda fal: fal.run(request_))
    assert not stage.requests
    assert not key.strip() or key not in str(caught.value)


def test_a_key_that_is_given_goes_before_the_environments(
    stage: Stage, play: Play, request_: object
) -> None:
    stage.says(200, ANSWER)
    play(lambda fal: fal.run(request_), key="given:key\n")
    assert stage.requests[0].headers["authorization"] == "Key given:key"


def test_an_answer_without_a_promised_field_rides_along(
    api: ModuleType, stage: Stage, play: Play, request_: object
) -> None:
    stage.says(200, b'{"images": [{}]}')
    stage.says(200, b"<html>")
    with pytest.raises(api.UnexpectedAnswer) as caught:
        play(lambda fal: fal.run(request_))
    assert caught.value.reply.body == b'{"images": [{}]}'
    assert "images.0.url: Field required; description: Field required" in str(caught.value)
    with pytest.raises(api.UnexpectedAnswer, match="body: Invalid JSON"):
        play(lambda fal: fal.run(request_))


def test_a_redirect_is_not_followed(
    api: ModuleType, stage: Stage, play: Play, request_: object
) -> None:
    stage.says(307, {}, location="https://evil.example/")
    with pytest.raises(api.ApiError, match="307"):
        play(lambda fal: fal.run(request_))
    assert len(stage.requests) == 1


def test_no_call_begins_after_the_deadline(
    api: ModuleType, stage: Stage, play: Play, request_: object
) -> None:
    stage.says(200, TICKET)
    for _ in range(20):
        stage.says(200, {"status": "IN_PROGRESS"})
    with pytest.raises(api.Timeout, match="request r1") as caught:
        play(lambda fal: fal.subscribe(request_), timeout=2.0)
    assert caught.value.request_id == "r1"
    assert stage.now < 1002.0


def test_no_call_waits_longer_than_is_left(api: ModuleType, stage: Stage, play: Play) -> None:
    stage.says(200, {"status": "IN_PROGRESS"})
    stage.says(200, {"status": "COMPLETED"})
    stage.says(200, ANSWER)
    play(lambda fal: fal.handle(api.portrait.Input, "r1").wait(), timeout=4.0)
    left = [request.extensions["timeout"]["read"] for request in stage.requests]
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
    *, api: ModuleType, stage: Stage, play: Play, error: Exception, kind: str
) -> None:
    stage.fails(error)
    with pytest.raises(getattr(api, kind), match="request r1") as caught:
        play(lambda fal: fal.handle(api.portrait.Input, "r1").status(), retries=0)
    assert type(caught.value).__name__ == kind


def test_a_client_that_was_given_is_left_open(api: ModuleType, stage: Stage) -> None:
    http = httpx.Client(transport=httpx.MockTransport(stage))
    with api.Fal(http=http):
        pass
    assert not http.is_closed
    later = httpx.AsyncClient(transport=httpx.MockTransport(stage))
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
    with pytest.raises(RuntimeError, match="closed"):
        fal.run(request_)
    later = api.AsyncFal()
    asyncio.run(_open_and_close(later))
    with pytest.raises(RuntimeError, match="closed"):
        asyncio.run(later.run(request_))
