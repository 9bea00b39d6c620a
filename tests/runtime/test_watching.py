"""A job that is followed: by its status stream, and where there is none by looking."""

import asyncio
import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import httpx
import pytest

from .conftest import ANSWER, Play, Stage, Told, listed

QUEUE = "https://queue.fal.run/toy/portrait/requests/r1"


def event(body: object) -> bytes:
    return b"data: " + json.dumps(body).encode() + b"\n\n"


def status(word: str, *logs: str) -> bytes:
    return event({"status": word, "logs": [{"message": log} for log in logs]})


def test_a_job_that_is_heard_is_not_looked_at(api: ModuleType, stage: Stage, play: Play) -> None:
    told = stage.streams_status(status("IN_QUEUE"), status("IN_PROGRESS") + status("COMPLETED"))
    stage.says(200, ANSWER)
    answer = play(lambda fal: fal.handle(api.portrait.Input, "r1").wait())
    assert answer.description == "done"
    assert stage.asked == [("GET", f"{QUEUE}/status/stream"), ("GET", QUEUE)]
    assert stage.pauses == []
    assert told.closed


def test_the_stream_is_hung_up_before_the_result_is_asked_for(
    api: ModuleType, stage: Stage, play: Play
) -> None:
    told = stage.streams_status(status("COMPLETED"), b": more\n\n")

    def result() -> Iterator[bytes]:
        assert told.closed
        yield json.dumps(ANSWER).encode()

    stage.replies.append(httpx.Response(200, stream=Told(stage, result())))
    answer = play(lambda fal: fal.handle(api.portrait.Input, "r1").wait())
    assert answer.description == "done"


def test_log_lines_add_up_as_they_are_heard(api: ModuleType, stage: Stage, play: Play) -> None:
    stage.streams_status(status("IN_PROGRESS", "one"), status("COMPLETED", "two", "three"))
    events = play(lambda fal: listed(fal.handle(api.portrait.Input, "r1").events(logs=True)))
    heard = [[log.message for log in event.logs] for event in events]
    assert heard == [["one"], ["one", "two", "three"]]
    assert stage.asked == [("GET", f"{QUEUE}/status/stream?logs=1")]


@pytest.mark.parametrize(
    "bits",
    [
        (),
        (status("IN_PROGRESS"),),
        (status("IN_PROGRESS"), b"data: oops\n\n", status("COMPLETED")),
        (event({"state": "fine"}), status("COMPLETED")),
        (status("IN_PROGRESS"), httpx.ReadError("cut off")),
        (status("IN_PROGRESS"), 15.0, httpx.ReadTimeout("silent")),
    ],
)
def test_a_job_that_is_heard_no_more_is_looked_at(
    api: ModuleType, stage: Stage, play: Play, bits: tuple[bytes | float | Exception, ...]
) -> None:
    told = stage.streams_status(*bits)
    stage.says(200, {"status": "COMPLETED"})
    stage.says(200, ANSWER)
    answer = play(lambda fal: fal.handle(api.portrait.Input, "r1").wait())
    assert answer.description == "done"
    look = ("GET", f"{QUEUE}/status")
    assert stage.asked == [("GET", f"{QUEUE}/status/stream"), look, ("GET", QUEUE)]
    assert told.closed


@pytest.mark.parametrize(
    ("code", "headers"), [(404, {}), (200, {}), (307, {"location": "https://evil.example"})]
)
def test_a_job_that_cannot_be_heard_is_looked_at_at_once(
    *, api: ModuleType, stage: Stage, play: Play, code: int, headers: dict[str, str]
) -> None:
    stage.streams.append(httpx.Response(code, json={"status": "COMPLETED"}, headers=headers))
    stage.says(200, {"status": "COMPLETED"})
    events = play(lambda fal: listed(fal.handle(api.portrait.Input, "r1").events()))
    assert [event.status for event in events] == ["COMPLETED"]
    assert len(stage.requests) == 2
    assert stage.pauses == []


def test_a_stream_that_says_nothing_at_all_is_not_asked_for_again(
    api: ModuleType, stage: Stage, play: Play
) -> None:
    stage.streams.append(httpx.ReadTimeout("silent"))
    stage.says(200, {"status": "COMPLETED"})
    play(lambda fal: listed(fal.handle(api.portrait.Input, "r1").events()))
    assert stage.asked == [("GET", f"{QUEUE}/status/stream"), ("GET", f"{QUEUE}/status")]
    assert stage.pauses == []


def test_fifteen_seconds_are_a_silence(api: ModuleType, stage: Stage, play: Play) -> None:
    stage.streams_status(status("COMPLETED"))
    play(lambda fal: listed(fal.handle(api.portrait.Input, "r1").events()))
    assert stage.requests[0].extensions["timeout"]["read"] == 15.0


def test_whoever_stops_following_a_job_hangs_up(api: ModuleType, stage: Stage) -> None:
    told = stage.streams_status(status("IN_QUEUE"), status("IN_PROGRESS"))

    async def scene() -> None:
        http = httpx.AsyncClient(transport=httpx.MockTransport(stage))
        handle = api.AsyncFal(http=http, **stage.settings).handle(api.portrait.Input, "r1")
        events = handle.events()
        await anext(events)
        await events.aclose()
        assert told.closed

    asyncio.run(scene())


def refuse(_: object) -> None:
    raise LookupError("the listener's own")


def test_a_listener_that_fails_ends_the_connection(api: ModuleType, stage: Stage) -> None:
    told = stage.streams_status(status("IN_QUEUE"), status("IN_PROGRESS"))
    fal = api.Fal(http=httpx.Client(transport=httpx.MockTransport(stage)), **stage.settings)
    with pytest.raises(LookupError) as caught:
        fal.handle(api.portrait.Input, "r1").wait(on_update=refuse)
    assert told.closed, caught  # which holds on to every frame


def test_a_listener_that_fails_ends_the_connection_that_is_awaited(
    api: ModuleType, stage: Stage
) -> None:
    told = stage.streams_status(status("IN_QUEUE"), status("IN_PROGRESS"))

    async def scene() -> None:
        http = httpx.AsyncClient(transport=httpx.MockTransport(stage))
        fal = api.AsyncFal(http=http, **stage.settings)
        with pytest.raises(LookupError) as caught:
            await fal.handle(api.portrait.Input, "r1").wait(on_update=refuse)
        assert told.closed, caught  # which holds on to every frame

    asyncio.run(scene())


def test_a_listener_may_be_awaited(api: ModuleType, stage: Stage) -> None:
    stage.streams_status(status("IN_QUEUE"), status("COMPLETED"))
    stage.says(200, ANSWER)
    told: list[str] = []

    async def heard(status: Any) -> None:  # noqa: ANN401 - of a package built by the test
        await asyncio.sleep(0)
        told.append(status.status)

    async def scene() -> None:
        http = httpx.AsyncClient(transport=httpx.MockTransport(stage))
        fal = api.AsyncFal(http=http, **stage.settings)
        await fal.handle(api.portrait.Input, "r1").wait(on_update=heard)

    asyncio.run(scene())
    assert told == ["IN_QUEUE", "COMPLETED"]
