"""How long a call may take, by itself: what ends then, and what becomes of the job."""

import asyncio
import inspect
import pickle
from types import ModuleType
from typing import Any

import httpx
import pytest

from .conftest import ANSWER, FakeService, WithClient, listed

QUEUE = "https://queue.fal.run/toy/portrait/requests/r1"


def running(service: FakeService, times: int) -> None:
    for _ in range(times):
        service.says(202, {"status": "IN_PROGRESS", "logs": None})


def submitted(service: FakeService, times: int = 60) -> None:
    service.says(200, {"request_id": "r1"})
    running(service, times)


def test_subscribe_cancels_a_job_that_is_not_done_in_its_time(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    submitted(service)
    service.says_to_cancel(202, {"status": "CANCELLATION_REQUESTED"})
    request = api.portrait.Input(prompt="by night")
    with pytest.raises(api.Timeout) as caught:
        with_client(lambda fal: fal.subscribe(request, timeout=5))
    assert str(caught.value) == (
        "the job was not done within 5 s; the queue was asked to cancel it [request r1]"
    )
    assert (caught.value.request_id, caught.value.after, caught.value.cancelled) == ("r1", 5, True)
    assert service.asked[-1] == ("PUT", f"{QUEUE}/cancel")
    assert service.now <= 1005
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert (str(again), again.after, again.cancelled) == (str(caught.value), 5, True)


def test_the_timeout_of_a_client_cancels_the_job_of_subscribe(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    submitted(service)
    service.says_to_cancel(202, {"status": "CANCELLATION_REQUESTED"})
    request = api.portrait.Input(prompt="by night")
    with pytest.raises(api.Timeout, match="asked to cancel"):
        with_client(lambda fal: fal.subscribe(request), timeout=5)


@pytest.mark.parametrize(
    ("options", "sent"),
    [
        ({"timeout": 5}, "5.0"),
        ({"timeout": 5, "start_timeout": None}, "5.0"),
        ({"timeout": 5, "start_timeout": 2}, "2.0"),
        ({"timeout": 5, "on_timeout": "leave"}, None),
        ({"timeout": 0.1}, None),
        ({"timeout": None}, None),
        ({}, None),
    ],
)
def test_no_work_begins_that_would_be_cancelled(
    *, service: FakeService, with_client: WithClient, options: dict[str, Any], sent: str | None
) -> None:
    service.says(500, {})
    with pytest.raises(Exception, match="500"):
        with_client(lambda fal: fal.subscribe("any/model", {}, **options))
    assert service.requests[0].headers.get("x-fal-request-start-timeout") == sent


def test_subscribe_leaves_a_job_that_it_is_told_to_leave(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    submitted(service)
    request = api.portrait.Input(prompt="by night")
    with pytest.raises(api.Timeout, match="not done within 5 s; it goes on") as caught:
        with_client(lambda fal: fal.subscribe(request, timeout=5, on_timeout="leave"))
    assert not caught.value.cancelled
    assert all(method != "PUT" for method, _ in service.asked)


def test_a_job_that_is_done_when_it_is_cancelled_is_answered_after_all(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    submitted(service)
    service.says_to_cancel(400, {"status": "ALREADY_COMPLETED"})
    service.results.append(httpx.Response(200, json=ANSWER))
    request = api.portrait.Input(prompt="by night")
    answer = with_client(lambda fal: fal.subscribe(request, timeout=5))
    assert answer.description == "done"


def test_a_job_that_cannot_be_cancelled_is_told_of_as_one_that_may_go_on(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    submitted(service)
    for _ in range(9):
        service.says_to_cancel(503, {"detail": "away"})
    request = api.portrait.Input(prompt="by night")
    with pytest.raises(api.Timeout, match=r"cancel it failed, and it may go on: 503") as caught:
        with_client(lambda fal: fal.subscribe(request, timeout=5))
    assert not caught.value.cancelled
    assert service.now <= 1015, "cancelling has ten seconds, with all its retries"


def test_a_job_whose_status_cannot_be_had_until_the_end_is_cancelled(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(200, {"request_id": "r1"})
    for _ in range(4):
        service.says(503, {"detail": "away"})
    service.says_to_cancel(202, {"status": "CANCELLATION_REQUESTED"})
    request = api.portrait.Input(prompt="by night")
    with pytest.raises(api.Timeout, match="asked to cancel"):
        with_client(lambda fal: fal.subscribe(request, timeout=3))


def test_a_server_that_hangs_is_no_job_that_merely_runs(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(200, {"request_id": "r1"})
    for _ in range(5):
        service.drips(b"{", 700.0, b"}", kind="application/json")
    request = api.portrait.Input(prompt="by night")
    with pytest.raises(api.Timeout, match="no answer in time to GET") as caught:
        with_client(lambda fal: fal.subscribe(request), http_timeout=600)
    assert caught.value.after is None
    assert "; the job goes on [request r1]" in str(caught.value)


def test_a_run_whose_time_is_over_is_closed_and_cancels_nothing(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    body = service.drips(b"{", 9.0, b"}", kind="application/json")
    request = api.portrait.Input(prompt="by night")
    with pytest.raises(api.Timeout, match=r"no answer within 7 s to POST https://fal\.run/toy"):
        with_client(lambda fal: fal.run(request, timeout=7))
    assert body.closed
    assert len(service.requests) == 1


@pytest.mark.parametrize("verb", ["wait", "result", "status", "cancel"])
def test_every_method_of_a_handle_has_a_time_of_its_own_and_leaves_the_job(
    api: ModuleType, service: FakeService, with_client: WithClient, verb: str
) -> None:
    if verb == "wait":
        running(service, 60)
    else:
        service.drips(b"{", 9.0, b"}", kind="application/json")
    with pytest.raises(api.Timeout, match="goes on") as caught:
        with_client(lambda fal: getattr(fal.handle(api.portrait.Input, "r1"), verb)(timeout=6))
    assert (caught.value.after, caught.value.request_id) == (6, "r1")
    assert verb == "cancel" or all(method == "GET" for method, _ in service.asked)


@pytest.mark.deep
def test_waiting_has_no_end_unless_one_is_set(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    submitted(service, 5000)
    service.says(200, {"status": "COMPLETED"})
    service.says(200, ANSWER)
    request = api.portrait.Input(prompt="by night")
    with_client(lambda fal: fal.subscribe(request, timeout=None), timeout=5)
    assert service.now > 1000 + 3600


@pytest.mark.parametrize("timeout", [-1, float("nan"), 1e10, "5", True])
def test_an_impossible_time_is_refused_before_anything_is_sent(
    api: ModuleType, service: FakeService, with_client: WithClient, timeout: object
) -> None:
    request = api.portrait.Input(prompt="by night")
    with pytest.raises(ValueError, match="timeout: Input should be"):
        with_client(lambda fal: fal.run(request, timeout=timeout))
    with pytest.raises(ValueError, match="timeout: Input should be"):
        with_client(lambda fal: fal.handle(api.portrait.Input, "r1").result(timeout=timeout))
    with pytest.raises(ValueError, match="timeout: Input should be"):
        with_client(lambda fal: fal.upload(b"x", timeout=timeout))
    assert not service.requests


def test_what_becomes_of_a_job_is_one_of_two(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    request = api.portrait.Input(prompt="by night")
    with pytest.raises(ValueError, match="on_timeout is 'cancel' or 'leave', not 'kill'"):
        with_client(lambda fal: fal.subscribe(request, on_timeout="kill"))
    assert not service.requests


def test_a_late_cancellation_without_a_status_is_too_late(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(400, {"detail": "Request is already completed"})
    assert with_client(lambda fal: fal.handle(api.portrait.Input, "r1").cancel()) is False


def test_the_handle_comes_before_the_waiting(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(200, {"request_id": "r1"})
    service.says(200, {"status": "COMPLETED"})
    service.says(200, ANSWER)
    seen: list[Any] = []

    def enqueued(handle: Any) -> None:  # noqa: ANN401 - of a package built by the test
        is_handle = isinstance(handle, api.Handle | api.AsyncHandle)
        seen.append((handle.request_id, len(service.requests), is_handle))

    def updated(status: Any) -> None:  # noqa: ANN401 - as above
        seen.append((status.status, status.request_id))

    request = api.portrait.Input(prompt="by night")
    with_client(lambda fal: fal.subscribe(request, on_enqueue=enqueued, on_update=updated))
    assert seen == [("r1", 1, True), ("COMPLETED", "r1")]


class Called:
    async def __call__(self, _: object) -> None:
        """Never awaited."""


async def later(_: object) -> None:
    """Never awaited."""


@pytest.mark.parametrize("callback", [later, Called()])
@pytest.mark.parametrize("name", ["on_enqueue", "on_update"])
def test_the_waiting_client_refuses_a_coroutine_function_before_anything_is_sent(
    api: ModuleType, service: FakeService, callback: object, name: str
) -> None:
    with (
        api.Fal(**service.settings) as fal,
        pytest.raises(TypeError, match=f"{name} is a coroutine function, which only AsyncFal"),
    ):
        fal.subscribe(api.portrait.Input(prompt="by night"), **{name: callback})
    with api.Fal() as fal, pytest.raises(TypeError, match="on_progress is a coroutine function"):
        fal.upload(b"x", on_progress=callback)


def test_the_awaiting_client_awaits_it(api: ModuleType, service: FakeService) -> None:
    service.says(200, {"request_id": "r1"})
    service.says(200, {"status": "COMPLETED"})
    service.says(200, ANSWER)
    seen: list[str] = []

    async def hear(what: Any) -> None:  # noqa: ANN401 - of a package built by the test
        await asyncio.sleep(0)
        seen.append(type(what).__name__)

    async def scenario() -> None:
        http = httpx.AsyncClient(transport=httpx.MockTransport(service))
        async with api.AsyncFal(http=http, **service.settings) as fal:
            request = api.portrait.Input(prompt="by night")
            await fal.subscribe(request, on_enqueue=hear, on_update=hear)

    asyncio.run(scenario())
    assert seen == ["AsyncHandle", "Status"]
    assert inspect.iscoroutinefunction(hear)


def test_a_result_that_is_given_time_is_waited_for_and_one_that_is_not_is_asked_for_once(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    early = {"detail": "Request is still in progress"}
    for _ in range(2):
        service.says(400, early)
    service.says(202, {"status": "IN_PROGRESS"})
    service.says(200, {"status": "COMPLETED"})
    service.says(200, ANSWER)
    with pytest.raises(api.ApiError, match="400: Request is still in progress"):
        with_client(lambda fal: fal.handle(api.portrait.Input, "r1").result())
    answer = with_client(lambda fal: fal.handle(api.portrait.Input, "r1").result(timeout=60))
    assert answer.description == "done"


@pytest.mark.parametrize("method", ["result", "wait", "events"])
def test_a_job_that_merely_runs_is_told_as_one_and_goes_on(
    api: ModuleType, service: FakeService, with_client: WithClient, method: str
) -> None:
    if method == "result":
        service.says(400, {"detail": "Request is still in progress"})
    for _ in range(100):
        service.says(202, {"status": "IN_PROGRESS"})

    def looked_at(fal: Any) -> Any:  # noqa: ANN401 - of a package built by the test
        handle = fal.handle(api.portrait.Input, "r1")
        found = getattr(handle, method)(timeout=5)
        return listed(found) if method == "events" else found

    with pytest.raises(api.Timeout, match=r"the job was not done within 5 s; it goes on") as caught:
        with_client(looked_at)
    assert (caught.value.request_id, caught.value.after) == ("r1", 5)
    assert {request.method for request in service.requests} == {"GET"}
