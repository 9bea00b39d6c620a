"""When a call is made again, how long after, and when never."""

import math
from collections.abc import Generator
from types import ModuleType
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents import STEADY

from .conftest import Play, Stage

TICKET = {"request_id": "r1"}
RETRYABLE = {"x-fal-retryable": "true"}
FINAL = {"x-fal-retryable": "false"}
NEEDED = {"x-fal-needs-retry": "1"}
USERS = {"x-fal-request-timeout-type": "user", **RETRYABLE}
TYPED = {"x-fal-error-type": "runner_disconnected"}


def carried(api: ModuleType, step: object, outcomes: list[Any], **patience: Any) -> list[Any]:  # noqa: ANN401 - of a package built by the test
    """Play one step against these outcomes; gives the steps that were made of it."""
    told = {"retries": 1, "random": lambda: 1.0, **patience}
    talk = api.patiently(_conversation(step), api.Patience(**told))
    steps = [next(talk)]
    try:
        for outcome in outcomes:
            steps.append(talk.send(outcome))  # noqa: PERF401 - keeps what came before the end
    except StopIteration:
        pass
    return steps


def _conversation(step: object) -> Generator[Any, Any, Any]:
    return (yield step)


def call(api: ModuleType, *, repeatable: bool) -> Any:  # noqa: ANN401 - as above
    return api.Call("POST", "https://fal.run/toy", repeatable=repeatable)


@pytest.mark.parametrize("repeatable", [True, False])
@pytest.mark.parametrize(
    ("status", "headers"),
    [(429, {}), (503, RETRYABLE), (503, NEEDED), (500, RETRYABLE), (504, {**TYPED, **RETRYABLE})],
)
def test_what_the_service_did_nothing_about_is_made_again(
    *, api: ModuleType, repeatable: bool, status: int, headers: dict[str, str]
) -> None:
    steps = carried(api, call(api, repeatable=repeatable), [api.Reply(status, headers)])
    assert len(steps) == 2


@pytest.mark.parametrize(("status", "headers"), [(502, {}), (503, {}), (504, {}), (504, NEEDED)])
def test_a_look_is_made_again_after_what_passes(
    api: ModuleType, status: int, headers: dict[str, str]
) -> None:
    assert len(carried(api, call(api, repeatable=True), [api.Reply(status, headers)])) == 2


@pytest.mark.parametrize(("status", "headers"), [(502, {}), (503, {}), (504, {}), (503, TYPED)])
def test_work_is_not_sent_again_after_a_failure_that_may_have_done_it(
    api: ModuleType, status: int, headers: dict[str, str]
) -> None:
    assert len(carried(api, call(api, repeatable=False), [api.Reply(status, headers)])) == 1


@pytest.mark.parametrize("repeatable", [True, False])
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
def test_an_answer_that_will_not_change_is_taken(
    *, api: ModuleType, repeatable: bool, status: int, headers: dict[str, str]
) -> None:
    steps = carried(api, call(api, repeatable=repeatable), [api.Reply(status, headers)])
    assert len(steps) == 1


@pytest.mark.parametrize(
    ("repeatable", "delivered", "late", "times"),
    [
        (True, True, False, 2),
        (True, False, False, 2),
        (False, False, False, 2),
        (False, True, False, 1),
        (True, True, True, 1),
        (False, False, True, 1),
    ],
)
def test_a_fault_is_worth_a_second_try_where_it_can_do_no_harm(
    *, api: ModuleType, repeatable: bool, delivered: bool, late: bool, times: int
) -> None:
    fault = api.Fault("cut off", delivered=delivered, late=late)
    assert len(carried(api, call(api, repeatable=repeatable), [fault])) == times


def test_opening_a_stream_is_repeated_as_a_call_is(api: ModuleType) -> None:
    step = api.Listen(call(api, repeatable=False), 15.0)
    again = carried(api, step, [api.Fault("refused", delivered=False)])[1]
    assert isinstance(again, api.Listen)
    assert (again.silence, again.call.after) == (15.0, 0.25)


def test_pauses_double_up_to_eight_seconds_and_are_never_more_than_the_retries(
    api: ModuleType,
) -> None:
    busy = [api.Reply(503)] * 20
    steps = carried(api, call(api, repeatable=True), busy, retries=8)
    assert [step.after for step in steps] == [0, 0.25, 0.5, 1, 2, 4, 8, 8, 8]


def test_there_may_be_any_number_of_retries(api: ModuleType) -> None:
    *_, last = api.Patience(2000, lambda: 1.0).pauses()
    assert last == 8.0


def test_the_dice_take_up_to_half_of_a_pause(api: ModuleType) -> None:
    busy, dice = [api.Reply(503)] * 3, iter([0.0, 0.5, 1.0])
    steps = carried(api, call(api, repeatable=True), busy, retries=3, random=lambda: next(dice))
    assert [step.after for step in steps[1:]] == [0.125, 0.375, 1.0]


@pytest.mark.parametrize("retries", [0, -1])
def test_without_retries_nothing_is_made_again(api: ModuleType, retries: int) -> None:
    assert len(carried(api, call(api, repeatable=True), [api.Reply(503)], retries=retries)) == 1


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
        ({"retry-after": "9" * 400}, math.inf),
    ],
)
def test_no_call_comes_earlier_than_the_service_asks(
    api: ModuleType, headers: dict[str, str], pause: float
) -> None:
    steps = carried(api, call(api, repeatable=True), [api.Reply(429, headers)])
    assert steps[1].after == pause


numbers = st.integers().map(str)
dates = st.tuples(numbers, numbers, numbers).map(
    lambda told: f"Mon, {told[0]} Jan 2024 {told[1]}:00:00 {told[2]}"
)


@settings(STEADY, max_examples=200)
@given(told=numbers | dates | st.text(), date=st.just(DATE) | dates)
def test_nonsense_in_retry_after_does_no_harm(api: ModuleType, told: str, date: str) -> None:
    headers = {"retry-after": told, "date": date}
    [_, again] = carried(api, call(api, repeatable=True), [api.Reply(429, headers)])
    assert again.after >= 0.25


@pytest.mark.parametrize(
    "error",
    [httpx.ReadError("cut off"), httpx.RemoteProtocolError("cut off"), httpx.WriteError("cut")],
)
def test_a_submit_that_may_have_arrived_is_sent_once(
    api: ModuleType, stage: Stage, play: Play, error: Exception
) -> None:
    stage.fails(error)
    with pytest.raises(api.TransportError, match="cut"):
        play(lambda fal: fal.submit(api.portrait.Input(prompt="by night")))
    assert len(stage.requests) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_submit_that_the_service_failed_on_is_sent_once(
    api: ModuleType, stage: Stage, play: Play, status: int
) -> None:
    stage.says(status, {})
    with pytest.raises(api.ServerError, match=str(status)):
        play(lambda fal: fal.submit(api.portrait.Input(prompt="by night")))
    assert len(stage.requests) == 1


@pytest.mark.parametrize(
    "error",
    [httpx.ConnectError("no"), httpx.ConnectTimeout("no"), httpx.ProxyError("no")],
)
def test_a_submit_that_met_nobody_is_sent_again(
    api: ModuleType, stage: Stage, play: Play, error: Exception
) -> None:
    stage.fails(error)
    stage.says(200, TICKET)
    handle = play(lambda fal: fal.submit(api.portrait.Input(prompt="by night")))
    assert handle.request_id == "r1"
    assert stage.pauses == [0.25]


def test_a_submit_that_the_service_left_undone_is_sent_again(
    api: ModuleType, stage: Stage, play: Play
) -> None:
    stage.says(429, {}, retry_after="3")
    stage.says(503, {}, x_fal_retryable="true")
    stage.says(200, TICKET)
    play(lambda fal: fal.submit(api.portrait.Input(prompt="by night")))
    assert stage.pauses == [3.0, 0.5]
    assert len({request.content for request in stage.requests}) == 1


def test_when_the_retries_are_over_the_last_reply_is_raised(
    api: ModuleType, stage: Stage, play: Play
) -> None:
    for _ in range(3):
        stage.says(429, {"detail": "busy"}, retry_after="1")
    with pytest.raises(api.RateLimited, match="busy") as caught:
        play(lambda fal: fal.run(api.portrait.Input(prompt="by night")), retries=2)
    assert caught.value.headers["retry-after"] == "1"
    assert len(stage.requests) == 3


def test_the_deadline_cuts_a_retry_short_and_the_reply_that_was_there_is_raised(
    api: ModuleType, stage: Stage, play: Play
) -> None:
    stage.says(429, {"detail": "busy"}, retry_after="30")
    with pytest.raises(api.RateLimited, match="busy"):
        play(lambda fal: fal.run(api.portrait.Input(prompt="by night")), timeout=20)
    assert stage.pauses == []
    assert stage.now == 1000.0


def test_a_connection_that_takes_ten_seconds_is_tried_again_and_the_deadline_is_not(
    api: ModuleType, stage: Stage, play: Play
) -> None:
    stage.fails(httpx.ConnectTimeout("slow"))
    stage.fails(httpx.ReadTimeout("slow"))
    with pytest.raises(api.Timeout):
        play(lambda fal: fal.handle(api.portrait.Input, "r1").status())
    assert [sent.extensions["timeout"]["connect"] for sent in stage.requests] == [10.0, 10.0]
