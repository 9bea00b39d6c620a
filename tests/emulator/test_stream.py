import asyncio
import json
from typing import Any

import httpx
import pytest
from fal_codegen.contract import EndpointId, Json
from fal_codegen.emulator import emulator
from fal_codegen.emulator.jobs.backlog import Backlog
from fal_codegen.emulator.jobs.job import Job, Pace
from fal_codegen.emulator.outcome import Outcome
from fal_codegen.emulator.stream import partial_outputs

from .clocks import HandClock
from .conftest import DOCUMENTS, PAINT, RETOUCH, TEXT, WRITE, Stage, document

SUBMIT = f"/queue.fal.run/{WRITE}"


def events(answer: httpx.Response) -> list[Any]:
    assert answer.headers["content-type"] == "text/event-stream"
    blocks = answer.text.split("\n\n")
    assert blocks.pop() == ""
    said = [block.removeprefix("event: event\n") for block in blocks if not block.startswith(":")]
    assert all(block.startswith("data: ") and "\n" not in block for block in said)
    return [json.loads(block.removeprefix("data: ")) for block in said]


def status_stream(client: httpx.Client, ticket: dict[str, Any], query: str = "") -> list[Any]:
    answer = client.get(f"{ticket['status_url']}/stream{query}")
    assert answer.headers["x-fal-request-id"] == ticket["request_id"]
    return events(answer)


def test_a_status_stream_tells_each_stage_and_ends(client: httpx.Client) -> None:
    ticket = client.post(SUBMIT, json={"prompt": "a boat"}).json()
    received = status_stream(client, ticket)
    assert [each["status"] for each in received] == ["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]
    assert received[0] == ticket
    assert all(each["logs"] is None for each in received)
    assert received[-1]["metrics"] == {"inference_time": 1.0}


def test_the_lines_of_a_status_stream_add_up_to_the_log(client: httpx.Client) -> None:
    ticket = client.post(SUBMIT, json={"prompt": "a boat"}).json()
    received = status_stream(client, ticket, "?logs=1")
    lines = [line for each in received for line in each["logs"] or ()]
    assert all(each["logs"] for each in received[1:])
    assert lines == client.get(f"{ticket['status_url']}?logs=1").json()["logs"]


def test_a_stream_of_what_is_done_has_one_event(client: httpx.Client) -> None:
    ticket = client.post(SUBMIT, json={"prompt": "x"}).json()
    status_stream(client, ticket)
    (received,) = status_stream(client, ticket)
    assert (received["status"], received["error_type"]) == ("COMPLETED", "string_too_short")


def test_there_is_no_stream_of_an_unknown_request(client: httpx.Client) -> None:
    assert client.get("/queue.fal.run/acme/scribe/requests/r1/status/stream").status_code == 404


def test_a_stream_of_a_job_by_the_clock_waits_for_each_change(stage: Stage) -> None:
    hand = HandClock()
    stage.app = emulator(DOCUMENTS, clock=hand.clock)
    headers = {"authorization": "Key k", "x-emulator-fault": "takes=4"}
    with httpx.Client(base_url=stage.url, headers=headers) as client:
        ticket = client.post(SUBMIT, json={"prompt": "a boat"}).json()
        received = status_stream(client, ticket, "?logs=1")
    assert [each["status"] for each in received] == [
        "IN_QUEUE",
        "IN_PROGRESS",
        "IN_PROGRESS",
        "COMPLETED",
    ]
    assert [len(each["logs"] or ()) for each in received] == [0, 1, 1, 1]
    assert hand.slept == [2.0, 1.0, 1.0]


def test_a_stream_without_news_says_that_it_is_there(stage: Stage) -> None:
    hand = HandClock()
    stage.app = emulator(DOCUMENTS, clock=hand.clock)
    headers = {"authorization": "Key k", "x-emulator-fault": "takes=20"}
    with httpx.Client(base_url=stage.url, headers=headers) as client:
        ticket = client.post(SUBMIT, json={"prompt": "a boat"}).json()
        text = client.get(f"{ticket['status_url']}/stream").text
    assert text.count(": ping\n\n") > 3
    assert text.count("data: ") == 3


def test_a_job_that_shows_nothing_new_is_not_looked_at_all_the_time() -> None:
    hand = HandClock()
    backlog = Backlog(hand.clock)
    stuck = Job(1, PAINT, lambda: Outcome(200, {}), Pace(ends=False))
    backlog.add(stuck)

    async def looks() -> int:
        seen = 0
        async for job in backlog.watch(stuck):
            seen += 1
            if hand.time > 100:
                backlog.cancel(job)
        return seen

    assert asyncio.run(looks()) < 60
    assert min(hand.slept[3:]) >= 1


def test_a_stream_ends_when_its_caller_leaves(client: httpx.Client) -> None:
    asked = {"x-emulator-fault": "never"}
    ticket = client.post(SUBMIT, json={"prompt": "a boat"}, headers=asked).json()
    with client.stream("GET", f"{ticket['status_url']}/stream") as answer:
        lines = answer.iter_lines()
        while "IN_PROGRESS" not in next(lines):
            pass
    assert client.put(ticket["cancel_url"]).status_code == 202
    assert client.get(ticket["status_url"]).json()["status"] == "COMPLETED"


def test_an_output_streams_as_its_pictures_come(client: httpx.Client) -> None:
    body = {"prompt": "a boat", "num_images": 3, "seed": 1}
    whole = client.post(f"/fal.run/{PAINT}", json=body).json()
    answer = client.post(f"/fal.run/{PAINT}/stream", json=body)
    received = events(answer)
    assert [len(each["images"]) for each in received] == [0, 1, 2, 3]
    assert received[-1] == whole
    assert answer.headers["x-fal-request-id"]


def test_a_stream_of_what_is_refused_is_a_plain_422(client: httpx.Client) -> None:
    body = {"prompt": "a boat", "num_images": 9}
    streamed = client.post(f"/fal.run/{RETOUCH}/stream", json=body)
    assert streamed.status_code == 422
    assert streamed.json() == client.post(f"/fal.run/{RETOUCH}", json=body).json()


def test_an_endpoint_whose_name_ends_in_stream_answers_as_a_stream(stage: Stage) -> None:
    id_ = EndpointId("acme/scribe/stream")
    stage.app = emulator({WRITE: DOCUMENTS[WRITE], id_: document(id_, TEXT)})
    with httpx.Client(base_url=stage.url, headers={"authorization": "Key k"}) as client:
        assert events(client.post(f"/fal.run/{id_}", json={"prompt": "a boat"}))
        assert events(client.post(f"/fal.run/{id_}/stream", json={"prompt": "a boat"}))


@pytest.mark.parametrize(
    ("output", "parts"),
    [
        ({"text": "xx"}, [{"text": "xx"}]),
        ({"a": 1, "list": [1, 2], "more": [3]}, [[], [1], [1, 2]]),
        ([1], [[1]]),
    ],
)
def test_the_last_part_of_an_output_is_the_output(output: Json, parts: list[Any]) -> None:
    received = list(partial_outputs(output))
    assert received[-1] == output
    if isinstance(output, dict) and "list" in output:
        assert received == [{**output, "list": part} for part in parts]
    else:
        assert received == parts
