"""Which calls are retried, after how long a delay, and which never."""

from collections.abc import Generator
from types import ModuleType
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents import steady

from .conftest import FakeService, WithClient

TICKET = {"request_id": "r1"}
RETRYABLE = {"x-fal-retryable": "true"}
FINAL = {"x-fal-retryable": "false"}
NEEDED = {"x-fal-needs-retry": "1"}
USERS = {"x-fal-request-timeout-type": "user", **RETRYABLE}
TYPED = {"x-fal-error-type": "runner_disconnected"}


def steps_of(api: ModuleType, step: object, outcomes: list[Any], **policy: Any) -> list[Any]:  # noqa: ANN401 - of a package built by the test
    """Run one step against these outcomes; gives the steps that were made of it."""
    given = {"retries": 1, "random": lambda: 1.0, **policy}
    flow = api.with_retries(_flow(step), api.RetryPolicy(**given))
    steps = [next(flow)]
    try:
        for outcome in outcomes:
            steps.append(flow.send(outcome))  # noqa: PERF401 - keeps what came before the end
    except StopIteration:
        pass
    return steps


def _flow(step: object) -> Generator[Any, Any, Any]:
    return (yield step)


def call(api: ModuleType, *, idempotent: bool) -> Any:  # noqa: ANN401 - as above
    return api.Call("POST", "https://fal.run/toy", idempotent=idempotent)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("https://fal.run/a/b?logs=1", "https://falrun.com/a/b?logs=1"),
        ("https://queue.fal.run/a/b", "https://queue.falrun.com/a/b"),
        ("https://rest.fal.ai/a/b", "https://rest.fal.ai/a/b"),
        ("https://fal.run.example/a/b", "https://fal.run.example/a/b"),
        ("http://localhost:1/fal.run/a/b", "http://localhost:1/fal.run/a/b"),
    ],
)
def test_a_domain_that_cannot_be_reached_makes_way_for_the_services_other_one(
    api: ModuleType, first: str, second: str
) -> None:
    unreached = api.Failure("ConnectError", delivered=False)
    steps = steps_of(api, api.Call("POST", first), [unreached] * 2, retries=2)
    assert [step.url for step in steps] == [first, second, first]


def test_a_domain_that_was_reached_is_asked_again(api: ModuleType) -> None:
    steps = steps_of(api, api.Call("GET", "https://fal.run/a/b"), [api.Failure("ReadError")])
    assert [step.url for step in steps] == ["https://fal.run/a/b"] * 2


@pytest.mark.parametrize("idempotent", [True, False])
@pytest.mark.parametrize(
    ("status", "headers"),
    [(429, {}), (503, RETRYABLE), (503, NEEDED), (500, RETRYABLE), (504, {**TYPED, **RETRYABLE})],
)
def test_what_the_service_did_nothing_about_is_retried(
    *, api: ModuleType, idempotent: bool, status: int, headers: dict[str, str]
) -> None:
    steps = steps_of(api, call(api, idempotent=idempotent), [api.Reply(status, headers)])
    assert len(steps) == 2


@pytest.mark.parametrize(("status", "headers"), [(502, {}), (503, {}), (504, {}), (504, NEEDED)])
def test_an_idempotent_call_is_retried_after_a_transient_failure(
    api: ModuleType, status: int, headers: dict[str, str]
) -> None:
    assert len(steps_of(api, call(api, idempotent=True), [api.Reply(status, headers)])) == 2


@pytest.mark.parametrize(("status", "headers"), [(502, {}), (503, {}), (504, {}), (503, TYPED)])
def test_work_is_not_retried_after_a_failure_that_may_have_done_it(
    api: ModuleType, status: int, headers: dict[str, str]
) -> None:
    assert len(steps_of(api, call(api, idempotent=False), [api.Reply(status, headers)])) == 1


@pytest.mark.parametrize("idempotent", [True, False])
@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (200, {}),
        (202, RETRYABLE),
        (400, {}),
        (401, {}),
        (404, {}),
        (422, {}),
        (500, {}),
        (429, FINAL),
        (503, FINAL),
        (503, TYPED),
        (504, USERS),
    ],
)
def test_an_answer_that_will_not_change_is_not_retried(
    *, api: ModuleType, idempotent: bool, status: int, headers: dict[str, str]
) -> None:
    steps = steps_of(api, call(api, idempotent=idempotent), [api.Reply(status, headers)])
    assert len(steps) == 1


@pytest.mark.parametrize(
    ("idempotent", "delivered", "timed_out", "times"),
    [
        (True, True, False, 2),
        (True, False, False, 2),
        (False, False, False, 2),
        (False, True, False, 1),
        (True, True, True, 2),
        (False, False, True, 2),
        (False, True, True, 1),
    ],
)
def test_a_failure_is_retried_where_that_can_do_no_harm(
    *, api: ModuleType, idempotent: bool, delivered: bool, timed_out: bool, times: int
) -> None:
    fault = api.Failure("cut off", delivered=delivered, timed_out=timed_out)
    assert len(steps_of(api, call(api, idempotent=idempotent), [fault])) == times


def test_opening_a_stream_is_retried_as_a_call_is(api: ModuleType) -> None:
    step = api.OpenStream(call(api, idempotent=False))
    again = steps_of(api, step, [api.Failure("refused", delivered=False)])[1]
    assert isinstance(again, api.OpenStream)
    assert again.call.delay == 0.25
    optional = step._replace(optional=True)  # polling takes its place once it was silent
    faults = [api.Failure("", delivered=False, timed_out=silent) for silent in (True, False)]
    assert [len(steps_of(api, optional, [fault])) for fault in faults] == [1, 2]


def test_the_backoff_doubles_up_to_eight_seconds_and_ends_with_the_retries(
    api: ModuleType,
) -> None:
    busy = [api.Reply(503)] * 20
    steps = steps_of(api, call(api, idempotent=True), busy, retries=8)
    assert [step.delay for step in steps] == [0, 0.25, 0.5, 1, 2, 4, 8, 8, 8]


def test_there_may_be_any_number_of_retries(api: ModuleType) -> None:
    *_, last = api.RetryPolicy(2000, lambda: 1.0).backoff()
    assert last == 8.0


def test_the_jitter_takes_up_to_half_of_a_delay(api: ModuleType) -> None:
    busy, dice = [api.Reply(503)] * 3, iter([0.0, 0.5, 1.0])
    steps = steps_of(api, call(api, idempotent=True), busy, retries=3, random=lambda: next(dice))
    assert [step.delay for step in steps[1:]] == [0.125, 0.375, 1.0]


@pytest.mark.parametrize("retries", [0, -1])
def test_without_retries_nothing_is_retried(api: ModuleType, retries: int) -> None:
    assert len(steps_of(api, call(api, idempotent=True), [api.Reply(503)], retries=retries)) == 1


DATE = "Sat, 21 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": " 7 "}, 7.0),
        ({"retry-after": "0"}, 0.25),
        ({"retry-after": "-7"}, 0.25),
        ({"retry-after": "soon"}, 0.25),
        ({"retry-after": "Sat, 21 Nov 2026 10:00:09 GMT", "date": DATE}, 9.0),
        ({"retry-after": "Sat, 21 Nov 2026 09:00:00 GMT", "date": DATE}, 0.25),
        ({"retry-after": "Sat, 21 Nov 2026 10:00:09 GMT"}, 0.25),
        ({"retry-after": "600"}, 600.0),
    ],
)
def test_no_retry_comes_earlier_than_the_service_asks(
    api: ModuleType, headers: dict[str, str], pause: float
) -> None:
    steps = steps_of(api, call(api, idempotent=True), [api.Reply(429, headers)])
    assert steps[1].delay == pause


numbers = st.integers().map(str)
dates = st.tuples(numbers, numbers, numbers).map(
    lambda part: f"Mon, {part[0]} Jan 2024 {part[1]}:00:00 {part[2]}"
)


@steady(200)
@given(header=numbers | dates | st.text(), date=st.just(DATE) | dates)
def test_nonsense_in_retry_after_does_no_harm(api: ModuleType, header: str, date: str) -> None:
    headers = {"retry-after": header, "date": date}
    steps = steps_of(api, call(api, idempotent=True), [api.Reply(429, headers)])
    assert all(0.25 <= step.delay <= 600 for step in steps[1:])


@pytest.mark.parametrize("header", ["601", "9" * 400, "Sat, 21 Nov 2026 11:00:00 GMT"])
def test_who_is_asked_to_wait_longer_than_ten_minutes_gets_the_refusal(
    api: ModuleType, header: str
) -> None:
    headers = {"retry-after": header, "date": DATE}
    assert len(steps_of(api, call(api, idempotent=True), [api.Reply(429, headers)])) == 1


def test_a_failure_that_will_not_change_is_not_retried(api: ModuleType) -> None:
    failure = api.Failure("no such protocol", delivered=False, final=True)
    assert len(steps_of(api, call(api, idempotent=True), [failure])) == 1


@pytest.mark.parametrize(
    "error",
    [httpx.ReadError("cut off"), httpx.RemoteProtocolError("cut off"), httpx.WriteError("cut")],
)
def test_a_submit_that_may_have_arrived_is_sent_once(
    api: ModuleType, service: FakeService, with_client: WithClient, error: Exception
) -> None:
    service.fails(error)
    with pytest.raises(api.TransportError, match="cut"):
        with_client(lambda fal: fal.submit(api.portrait.Input(prompt="by night")))
    assert len(service.requests) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_submit_that_the_service_failed_on_is_sent_once(
    api: ModuleType, service: FakeService, with_client: WithClient, status: int
) -> None:
    service.says(status, {})
    with pytest.raises(api.ServerError, match=str(status)):
        with_client(lambda fal: fal.submit(api.portrait.Input(prompt="by night")))
    assert len(service.requests) == 1


@pytest.mark.parametrize(
    "error",
    [httpx.ConnectError("no"), httpx.ConnectTimeout("no"), httpx.ProxyError("no")],
)
def test_a_submit_that_met_nobody_is_sent_again(
    api: ModuleType, service: FakeService, with_client: WithClient, error: Exception
) -> None:
    service.fails(error)
    service.says(200, TICKET)
    handle = with_client(lambda fal: fal.submit(api.portrait.Input(prompt="by night")))
    assert handle.request_id == "r1"
    assert service.pauses == [0.25]


def test_a_submit_that_the_service_left_undone_is_sent_again(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(429, {}, retry_after="3")
    service.says(503, {}, x_fal_retryable="true")
    service.says(200, TICKET)
    with_client(lambda fal: fal.submit(api.portrait.Input(prompt="by night")))
    assert service.pauses == [3.0, 0.5]
    assert len({request.content for request in service.requests}) == 1


def test_when_the_retries_are_over_the_last_reply_is_raised(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    for _ in range(3):
        service.says(429, {"detail": "busy"}, retry_after="1")
    with pytest.raises(api.RateLimited, match="busy") as caught:
        with_client(lambda fal: fal.run(api.portrait.Input(prompt="by night")), retries=2)
    assert caught.value.headers["retry-after"] == "1"
    assert len(service.requests) == 3


def test_the_deadline_cuts_a_retry_short_and_the_reply_that_was_there_is_raised(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(429, {"detail": "busy"}, retry_after="30")
    with pytest.raises(api.RateLimited, match="busy"):
        with_client(lambda fal: fal.run(api.portrait.Input(prompt="by night")), timeout=20)
    assert service.pauses == []
    assert service.now == 1000.0


def test_a_connection_may_take_ten_seconds_each_time(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.fails(httpx.ConnectTimeout("slow"))
    service.fails(httpx.ReadTimeout("slow"))
    with pytest.raises(api.Timeout):
        with_client(lambda fal: fal.handle(api.portrait.Input, "r1").status(), retries=1)
    assert [sent.extensions["timeout"]["connect"] for sent in service.requests] == [10.0, 10.0]
