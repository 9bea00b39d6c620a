"""Who sends X-Fal-Request-Start-Timeout waits for a runner so long, and no longer."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fal_codegen.emulator import emulator

from .clocks import HandClock
from .conftest import DOCUMENTS, KEY, WRITE, Stage

BODY = {"prompt": "a red boat"}
SLOW = {"x-emulator-fault": "takes=30"}
"""Of a job that takes so long, half is waiting for a runner."""


@pytest.fixture
def hand() -> HandClock:
    return HandClock()


@pytest.fixture
def timed(stage: Stage, hand: HandClock) -> Iterator[httpx.Client]:
    stage.app = emulator(DOCUMENTS, clock=hand.clock)
    with httpx.Client(base_url=stage.url, headers={**KEY, **SLOW}) as client:
        yield client


def submit(client: httpx.Client, **headers: str) -> dict[str, Any]:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    ticket: dict[str, Any] = client.post(f"/queue.fal.run/{WRITE}", json=BODY, headers=sent).json()
    return ticket


def test_a_job_that_does_not_start_in_time_ends_as_the_callers_own_timeout(
    timed: httpx.Client, hand: HandClock
) -> None:
    ticket = submit(timed, X_Fal_Request_Start_Timeout="5")
    hand.time = 4.9
    assert timed.get(ticket["status_url"]).json()["status"] == "IN_QUEUE"
    hand.time = 5.0
    status = timed.get(ticket["status_url"]).json()
    assert (status["status"], status["error_type"]) == ("COMPLETED", "request_timeout")
    assert status["metrics"] == {}
    result = timed.get(ticket["response_url"])
    assert result.status_code == 504
    assert result.headers["x-fal-request-timeout-type"] == "user"
    assert result.headers["x-fal-error-type"] == "request_timeout"
    (job,) = timed.get("/emulator/jobs").json()
    assert job["performed"] == 0


def test_a_stream_of_the_status_tells_it_when_it_happens(
    timed: httpx.Client, hand: HandClock
) -> None:
    ticket = submit(timed, X_Fal_Request_Start_Timeout="5")
    events = timed.get(f"{ticket['status_url']}/stream").text
    assert '"COMPLETED"' in events.splitlines()[-2]
    assert hand.time == pytest.approx(5.0)


def test_a_job_that_starts_in_time_takes_as_long_as_it_takes(
    timed: httpx.Client, hand: HandClock
) -> None:
    ticket = submit(timed, X_Fal_Request_Start_Timeout="15")
    hand.time = 29.0
    assert timed.get(ticket["status_url"]).json()["status"] == "IN_PROGRESS"
    hand.time = 30.0
    assert timed.get(ticket["response_url"]).status_code == 200


def test_the_newer_header_counts(timed: httpx.Client, hand: HandClock) -> None:
    both = submit(timed, X_Fal_Request_Start_Timeout="20", X_Fal_Request_Timeout="5")
    old = submit(timed, X_Fal_Request_Timeout="5")
    hand.time = 6.0
    stages = [timed.get(each["status_url"]).json()["status"] for each in (both, old)]
    assert stages == ["IN_QUEUE", "COMPLETED"]


def test_a_call_that_does_not_start_in_time_is_504_then(
    timed: httpx.Client, hand: HandClock
) -> None:
    sent = {"x-fal-request-start-timeout": "5"}
    answer = timed.post(f"/fal.run/{WRITE}", json=BODY, headers=sent)
    assert (answer.status_code, hand.time) == (504, 5.0)
    assert answer.headers["x-fal-request-timeout-type"] == "user"


@pytest.mark.parametrize("host", ["fal.run", "queue.fal.run"])
@pytest.mark.parametrize("said", ["0.1", "-1", "soon", "nan", "inf", ""])
def test_what_is_no_time_to_start_in_is_refused(timed: httpx.Client, host: str, said: str) -> None:
    sent = {"x-fal-request-start-timeout": said}
    assert timed.post(f"/{host}/{WRITE}", json=BODY, headers=sent).status_code == 400
