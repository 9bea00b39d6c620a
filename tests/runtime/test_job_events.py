"""A job that is followed: by its status stream, and where there is none by polling."""

import asyncio
import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import httpx
import pytest

from .conftest import ANSWER, ChunkedBody, FakeService, WithClient, listed

QUEUE = "https://queue.fal.run/toy/portrait/requests/r1"


def event(body: object) -> bytes:
    return b"data: " + json.dumps(body).encode() + b"\n\n"


def status(word: str, *logs: str) -> bytes:
    return event({"status": word, "logs": [{"message": log} for log in logs]})


def test_a_job_with_a_status_stream_is_not_polled(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    body = service.streams_status(status("IN_QUEUE"), status("IN_PROGRESS") + status("COMPLETED"))
    service.says(200, ANSWER)
    answer = with_client(lambda fal: fal.handle(api.portrait.Input, "r1").wait())
    assert answer.description == "done"
    assert service.asked == [("GET", f"{QUEUE}/status/stream"), ("GET", QUEUE)]
    assert service.pauses == []
    assert body.closed


def test_the_stream_is_closed_before_the_result_is_asked_for(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    body = service.streams_status(status("COMPLETED"), b": more\n\n")

    def result() -> Iterator[bytes]:
        assert body.closed
        yield json.dumps(ANSWER).encode()

    service.replies.append(httpx.Response(200, stream=ChunkedBody(service, result())))
    answer = with_client(lambda fal: fal.handle(api.portrait.Input, "r1").wait())
    assert answer.description == "done"


def test_log_lines_add_up_as_they_arrive(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.streams_status(status("IN_PROGRESS", "one"), status("COMPLETED", "two", "three"))
    events = with_client(lambda fal: listed(fal.handle(api.portrait.Input, "r1").events(logs=True)))
    received = [[log.message for log in event.logs] for event in events]
    assert received == [["one"], ["one", "two", "three"]]
    assert service.asked == [("GET", f"{QUEUE}/status/stream?logs=1")]


def test_log_lines_that_add_up_to_too_much_are_polled_for(
    *,
    api: ModuleType,
    service: FakeService,
    with_client: WithClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    events = [status("IN_PROGRESS", each) for each in ("one", "two", "six", "ten")]
    size = len(events[0]) - len(b"data: \n\n")
    monkeypatch.setattr(f"{api.__name__}._queue._MOST_LOGGED", 2 * size)
    service.streams_status(*events)
    service.says(200, {"status": "COMPLETED", "logs": []})
    told = with_client(lambda fal: listed(fal.handle(api.portrait.Input, "r1").events(logs=True)))
    assert [len(each.logs) for each in told] == [1, 2, 3, 0]


@pytest.mark.parametrize(
    "chunks",
    [
        (),
        (status("IN_PROGRESS"),),
        (status("IN_PROGRESS"), b"data: oops\n\n", status("COMPLETED")),
        (event({"state": "fine"}), status("COMPLETED")),
        (status("IN_PROGRESS"), httpx.ReadError("cut off")),
        (status("IN_PROGRESS"), 15.0, httpx.ReadTimeout("silent")),
    ],
)
def test_a_job_whose_status_stream_breaks_off_is_polled(
    api: ModuleType,
    service: FakeService,
    with_client: WithClient,
    chunks: tuple[bytes | float | Exception, ...],
) -> None:
    body = service.streams_status(*chunks)
    service.says(200, {"status": "COMPLETED"})
    service.says(200, ANSWER)
    answer = with_client(lambda fal: fal.handle(api.portrait.Input, "r1").wait())
    assert answer.description == "done"
    poll = ("GET", f"{QUEUE}/status")
    assert service.asked == [("GET", f"{QUEUE}/status/stream"), poll, ("GET", QUEUE)]
    assert body.closed


@pytest.mark.parametrize(
    ("code", "headers"), [(404, {}), (200, {}), (307, {"location": "https://evil.example"})]
)
def test_a_job_without_a_status_stream_is_polled_at_once(
    *,
    api: ModuleType,
    service: FakeService,
    with_client: WithClient,
    code: int,
    headers: dict[str, str],
) -> None:
    service.streams.append(httpx.Response(code, json={"status": "COMPLETED"}, headers=headers))
    service.says(200, {"status": "COMPLETED"})
    events = with_client(lambda fal: listed(fal.handle(api.portrait.Input, "r1").events()))
    assert [event.status for event in events] == ["COMPLETED"]
    assert len(service.requests) == 2
    assert service.pauses == []


def test_a_stream_that_says_nothing_at_all_is_not_asked_for_again(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.streams.append(httpx.ReadTimeout("silent"))
    service.says(200, {"status": "COMPLETED"})
    with_client(lambda fal: listed(fal.handle(api.portrait.Input, "r1").events()))
    assert service.asked == [("GET", f"{QUEUE}/status/stream"), ("GET", f"{QUEUE}/status")]
    assert service.pauses == []


def test_the_idle_timeout_of_a_status_stream_is_two_comments_of_the_service(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.streams_status(status("COMPLETED"))
    with_client(lambda fal: listed(fal.handle(api.portrait.Input, "r1").events()))
    assert service.requests[0].extensions["timeout"]["read"] == 35.0


def test_ending_the_events_closes_the_connection(api: ModuleType, service: FakeService) -> None:
    body = service.streams_status(status("IN_QUEUE"), status("IN_PROGRESS"))

    async def scenario() -> None:
        http = httpx.AsyncClient(transport=httpx.MockTransport(service))
        handle = api.AsyncFal(http=http, **service.settings).handle(api.portrait.Input, "r1")
        events = handle.events()
        await anext(events)
        await events.aclose()
        assert body.closed

    asyncio.run(scenario())


def refuse(_: object) -> None:
    raise LookupError("the callback's own")


def test_a_callback_that_fails_closes_the_connection(api: ModuleType, service: FakeService) -> None:
    body = service.streams_status(status("IN_QUEUE"), status("IN_PROGRESS"))
    fal = api.Fal(http=httpx.Client(transport=httpx.MockTransport(service)), **service.settings)
    with pytest.raises(LookupError) as caught:
        fal.handle(api.portrait.Input, "r1").wait(on_update=refuse)
    assert body.closed, caught  # which holds on to every frame


def test_a_callback_that_fails_closes_the_connection_that_is_awaited(
    api: ModuleType, service: FakeService
) -> None:
    body = service.streams_status(status("IN_QUEUE"), status("IN_PROGRESS"))

    async def scenario() -> None:
        http = httpx.AsyncClient(transport=httpx.MockTransport(service))
        fal = api.AsyncFal(http=http, **service.settings)
        with pytest.raises(LookupError) as caught:
            await fal.handle(api.portrait.Input, "r1").wait(on_update=refuse)
        assert body.closed, caught  # which holds on to every frame

    asyncio.run(scenario())


def test_a_callback_may_be_awaited(api: ModuleType, service: FakeService) -> None:
    service.streams_status(status("IN_QUEUE"), status("COMPLETED"))
    service.says(200, ANSWER)
    states: list[str] = []

    async def received(status: Any) -> None:  # noqa: ANN401 - of a package built by the test
        await asyncio.sleep(0)
        states.append(status.status)

    async def scenario() -> None:
        http = httpx.AsyncClient(transport=httpx.MockTransport(service))
        fal = api.AsyncFal(http=http, **service.settings)
        await fal.handle(api.portrait.Input, "r1").wait(on_update=received)

    asyncio.run(scenario())
    assert states == ["IN_QUEUE", "COMPLETED"]
