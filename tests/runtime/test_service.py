"""The protocol, spoken by hand: what is asked, and where the key may go."""

import json
from collections.abc import Generator
from types import ModuleType
from typing import Any

import pytest

QUEUE = "https://queue.fal.run"


def reply(api: ModuleType, body: str, status: int = 200) -> Any:  # noqa: ANN401 - of a package built by the test
    return api.Reply(status, {}, body.encode())


def end_of(flow: Generator[Any, Any, Any], last: object) -> Any:  # noqa: ANN401 - as above
    with pytest.raises(StopIteration) as caught:
        flow.send(last)
    return caught.value.value


@pytest.mark.parametrize(
    ("endpoint", "app"),
    [
        ("fal-ai/nano-banana", "fal-ai/nano-banana"),
        ("fal-ai/nano-banana-2/edit", "fal-ai/nano-banana-2"),
        ("fal-ai/kling-video/v3/pro/text-to-video", "fal-ai/kling-video"),
        ("workflows/someone/flow", "workflows/someone/flow"),
        ("comfy/someone/flow/extra", "comfy/someone/flow"),
    ],
)
def test_a_job_lives_under_owner_and_alias(api: ModuleType, endpoint: str, app: str) -> None:
    job = api.Service().job(endpoint, api.portrait.Output, "r1")
    assert job.response_url == f"{QUEUE}/{app}/requests/r1"
    assert job.status_url == f"{QUEUE}/{app}/requests/r1/status"
    assert job.cancel_url == f"{QUEUE}/{app}/requests/r1/cancel"


def test_a_request_id_stays_one_segment_of_a_path(api: ModuleType) -> None:
    job = api.Service().job(api.portrait.Input.endpoint, api.portrait.Output, "../x?y#z")
    assert job.response_url == f"{QUEUE}/toy/portrait/requests/..%2Fx%3Fy%23z"


def submitted(api: ModuleType, service: Any, status_url: str) -> Any:  # noqa: ANN401 - as above
    flow = service.submit(api.work_of(api.portrait.Input(prompt="by night"), None), {})
    next(flow)
    body = api.Status(status="IN_QUEUE", request_id="r1", status_url=status_url).model_dump_json()
    return end_of(flow, reply(api, body))


def test_the_urls_that_the_queue_gives_are_preferred(api: ModuleType) -> None:
    job = submitted(api, api.Service(), f"{QUEUE}/elsewhere/requests/r1/status")
    assert job.status_url == f"{QUEUE}/elsewhere/requests/r1/status"
    assert job.response_url == f"{QUEUE}/toy/portrait/requests/r1"


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/toy/portrait/requests/r1/status",
        "https://queue.fal.run.evil.example/status",
        "https://queue.fal.run@evil.example/status",
        "https://queue.fal.run:8443/status",
        "http://queue.fal.run/status",
        "https://queuexfal.run/status",
        "//evil.example/status",
        f"{QUEUE}/status?next=https://evil.example",
        f"{QUEUE}/status\n",
        f"{QUEUE}/../evil.example/status",
        f"{QUEUE}/toy/./status",
        f"{QUEUE}/%2e%2e/status",
        "",
    ],
)
def test_a_url_that_leaves_the_queue_is_not_followed(api: ModuleType, url: str) -> None:
    job = submitted(api, api.Service(), url)
    assert job.status_url == f"{QUEUE}/toy/portrait/requests/r1/status"


def test_behind_a_gateway_its_own_urls_are_the_queues(api: ModuleType) -> None:
    service = api.Service.behind_gateway("http://127.0.0.1:8787/")
    front = "http://127.0.0.1:8787/queue.fal.run"
    assert submitted(api, service, f"{front}/a/b/status").status_url == f"{front}/a/b/status"
    for away in (f"{QUEUE}/a/b/status", "http://127.0.0.1:8787/fal.run/a/b"):
        job = submitted(api, service, away)
        assert job.status_url == f"{front}/toy/portrait/requests/r1/status"


def test_waiting_looks_at_once_and_then_ever_less_often(api: ModuleType) -> None:
    wait = api.Service().job(api.portrait.Input.endpoint, api.portrait.Output, "r1").wait()
    assert next(wait).call.url.endswith("/status/stream")
    pauses = [wait.send(reply(api, "", 405)).delay]
    for _ in range(15):
        wait.send(reply(api, '{"status": "IN_PROGRESS"}'))  # which is news
        pauses.append(wait.send(None).delay)
    assert pauses[:3] == [0.0, 0.1, 0.125]
    assert pauses == sorted(pauses)
    assert pauses[-3:] == [1.0, 1.0, 1.0]


def test_a_status_without_a_state_is_no_status(api: ModuleType) -> None:
    status = api.Service().job(api.portrait.Input.endpoint, api.portrait.Output, "r1").status()
    next(status)
    with pytest.raises(api.UnexpectedAnswer, match="status: Field required") as caught:
        status.send(reply(api, "{}"))
    assert (caught.value.request_id, caught.value.reply.body) == ("r1", b"{}")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("logs", {"lines": []}),
        ("logs", [{"message": None}]),
        ("metrics", [1]),
        ("queue_position", "3"),
        ("error_type", {"name": "timeout"}),
    ],
)
def test_a_status_in_another_form_is_still_a_status(
    api: ModuleType, name: str, value: object
) -> None:
    status = api.Status.model_validate_json(json.dumps({"status": "IN_PROGRESS", name: value}))
    assert (status.status, getattr(status, name)) == ("IN_PROGRESS", None)
