"""Faults on demand, over a real connection."""

import json
import queue
import re

import httpx
import pytest
from fal_codegen.emulator import emulator, read_schedule, running
from fal_codegen.emulator.faults.fault import FAILURES, Fault, read_fault
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from .clocks import HandClock
from .conftest import DOCUMENTS, KEY, PAINT, WRITE, Stage

BODY = {"prompt": "a red boat"}
SUBMIT = f"/queue.fal.run/{WRITE}"
RUN = f"/fal.run/{WRITE}"


def send(client: httpx.Client, fault: str, path: str = RUN) -> httpx.Response:
    return client.post(path, json=BODY, headers={"x-emulator-fault": fault})


def jobs(client: httpx.Client) -> int:
    return len(client.get("/emulator/jobs").json())


def test_nothing_goes_wrong_unasked(client: httpx.Client) -> None:
    assert read_fault("") == Fault()
    assert client.post(RUN, json=BODY).json() == send(client, "").json()


def test_an_error_of_the_platform_comes_in_its_form(client: httpx.Client) -> None:
    answer = send(client, "status=503, retryable=false")
    assert (answer.status_code, answer.json()["error_type"]) == (503, "runner_scheduling_failure")
    assert answer.headers["x-fal-error-type"] == "runner_scheduling_failure"
    assert answer.headers["x-fal-retryable"] == "false"
    assert answer.headers["x-fal-request-id"]


def test_an_error_of_the_ingress_knows_nothing_of_fal(client: httpx.Client) -> None:
    answer = send(client, "status=502, ingress")
    assert (answer.status_code, answer.headers["content-type"][:9]) == (502, "text/html")
    assert "nginx" in answer.text
    assert not [name for name in answer.headers if name.startswith("x-fal")]


def test_a_refusal_says_when_to_come_again(client: httpx.Client) -> None:
    answer = send(client, "status=429, retry-after=1.5, error-type=too_many")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1.5")
    assert answer.json()["error_type"] == "too_many"


def test_a_timeout_may_be_the_callers_own(client: httpx.Client) -> None:
    answer = send(client, "status=504,user-timeout")
    assert (answer.status_code, answer.json()["error_type"]) == (504, "request_timeout")
    assert answer.headers["x-fal-request-timeout-type"] == "user"


@pytest.mark.parametrize(("fault", "made"), [("status=500", 0), ("status=500, after", 1)])
def test_an_error_comes_before_a_job_is_made_or_after(
    client: httpx.Client, fault: str, made: int
) -> None:
    assert send(client, fault, SUBMIT).status_code == 500
    assert jobs(client) == made


@pytest.mark.parametrize(("fault", "made"), [("reset", 0), ("reset, after", 1)])
def test_a_connection_is_reset_before_a_job_is_made_or_after(
    client: httpx.Client, fault: str, made: int
) -> None:
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        send(client, fault, SUBMIT)
    assert jobs(client) == made
    assert client.get("/emulator/requests").json() == [
        {"host": "queue.fal.run", "method": "POST", "status": 0, "count": 1}
    ]


def test_a_connection_is_reset_under_a_large_body(client: httpx.Client) -> None:
    with pytest.raises((httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)):
        client.post(RUN, content=b" " * 2**21, headers={"x-emulator-fault": "reset"})
    assert client.post(RUN, json=BODY).status_code == 200


def test_a_truncated_answer_is_half_of_its_json(client: httpx.Client) -> None:
    whole, half = client.post(RUN, json=BODY), send(client, "truncated")
    assert whole.content.startswith(half.content)
    assert len(half.content) == len(whole.content) // 2
    with pytest.raises(json.JSONDecodeError):
        half.json()


def test_what_is_slow_is_late_by_what_was_asked_for(stage: Stage) -> None:
    hand = HandClock()
    stage.app = emulator(DOCUMENTS, clock=hand.clock)
    with httpx.Client(base_url=stage.url, headers=KEY) as client:
        whole = client.post(RUN, json=BODY)
        assert hand.slept == []
        assert send(client, "latency=3").content == whole.content
        assert hand.slept == [3.0]
        assert send(client, "drip=0.5").content == whole.content
        assert set(hand.slept[1:]) == {0.5}
        assert len(hand.slept) > 5
        assert send(client, "takes=7").content == whole.content
        assert hand.slept[-1] == 7.0


@pytest.mark.parametrize("error_type", FAILURES)
def test_a_job_fails_as_it_was_told_to(client: httpx.Client, error_type: str) -> None:
    ticket = send(client, f"fail={error_type}", SUBMIT).json()
    done = [client.get(ticket["status_url"]).json() for _ in range(3)][-1]
    assert (done["status"], done["error_type"]) == ("COMPLETED", error_type)
    result, direct = client.get(ticket["response_url"]), send(client, f"fail={error_type}")
    assert result.status_code == direct.status_code == FAILURES[error_type].status
    assert result.json() == direct.json() == FAILURES[error_type].body
    assert result.headers.get("x-fal-error-type") == direct.headers.get("x-fal-error-type")


def test_a_job_that_never_ends_can_be_cancelled(client: httpx.Client) -> None:
    ticket = send(client, "never", SUBMIT).json()
    stages = [client.get(ticket["status_url"]).json()["status"] for _ in range(9)]
    assert stages[-1] == "IN_PROGRESS"
    assert client.get(ticket["response_url"]).status_code == 400
    assert client.put(ticket["cancel_url"]).status_code == 202
    assert client.get(ticket["status_url"]).json()["error_type"] == "client_cancelled"


def test_a_call_that_never_ends_lasts_until_its_caller_leaves(client: httpx.Client) -> None:
    with pytest.raises(httpx.ReadTimeout):
        client.post(RUN, json=BODY, headers={"x-emulator-fault": "never"}, timeout=0.2)
    assert client.post(RUN, json=BODY).status_code == 200


def test_a_lost_webhook_never_comes(client: httpx.Client) -> None:
    delivered: queue.Queue[str] = queue.Queue()

    async def receiver(scope: Scope, receive: Receive, send: Send) -> None:
        delivered.put(json.loads(await Request(scope, receive).body())["request_id"])
        await Response()(scope, receive, send)

    with running(receiver) as url:
        address = f"{SUBMIT}?fal_webhook={url}"
        lost = send(client, "lost-webhook", address).json()
        assert [client.get(lost["status_url"]).json()["status"] for _ in range(3)][
            -1
        ] == "COMPLETED"
        sent = send(client, "", address).json()
        assert delivered.get(timeout=30) == sent["request_id"]


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("statsu=500", "unknown fault 'statsu'; known are latency, status, retry-after,"),
        ("status=200", "fault status: '200' is not a status from 400 to 599"),
        ("status", "fault status: '' is not a status"),
        ("takes=soon", "fault takes: 'soon' is not a number of seconds up to 3600"),
        ("latency=nan", "fault latency: 'nan' is not a number of seconds"),
        ("never=1", "fault never: '1' is not needed"),
        ("retryable=maybe", "fault retryable: 'maybe' is not true or false"),
        ("fail=badly", "fault fail: 'badly' is not one of content_policy_violation,"),
        ("status=500, error-type=a-b", "fault error-type: 'a-b' is not an error type"),
        ("retry-after=1", "an error needs a status"),
        ("status=500, reset", "a status or a reset, not both"),
        ("after", "`after` says when a status or a reset comes"),
    ],
)
def test_a_word_that_is_wrong_is_named(client: httpx.Client, spec: str, message: str) -> None:
    answer = send(client, spec, SUBMIT)
    assert answer.status_code == 400
    assert message in answer.json()["detail"]
    assert jobs(client) == 0


SCHEDULE = """
[[rule]]
host = "queue.fal.run"
path = "*/status"
first = 1
fault = "status=502, ingress"

[[rule]]
method = "POST"
every = 3
fault = "status=429, retry-after=1"

[[rule]]
path = "/acme/painter"
fault = "fail=content_policy_violation"
"""


def scheduled(stage: Stage, text: str, path: str, times: int) -> list[int]:
    stage.app = emulator(DOCUMENTS, schedule=read_schedule(text))
    with httpx.Client(base_url=stage.url, headers=KEY) as client:
        return [client.post(path, json=BODY).status_code for _ in range(times)]


def test_the_first_rule_that_strikes_decides(stage: Stage) -> None:
    assert scheduled(stage, SCHEDULE, RUN, 6) == [200, 200, 429, 200, 200, 429]
    assert scheduled(stage, SCHEDULE, f"/fal.run/{PAINT}", 3) == [422, 422, 429]


def test_a_rule_may_hold_for_the_first_requests_only(stage: Stage) -> None:
    stage.app = emulator(DOCUMENTS, schedule=read_schedule(SCHEDULE))
    with httpx.Client(base_url=stage.url, headers=KEY) as client:
        url = client.post(SUBMIT, json=BODY).json()["status_url"]
        assert [client.get(url).status_code for _ in range(3)] == [502, 202, 202]


def test_a_share_strikes_the_same_requests_every_time(stage: Stage) -> None:
    def struck(seed: int) -> list[int]:
        text = f'[[rule]]\nshare = 0.3\nseed = {seed}\nfault = "status=500"'
        return scheduled(stage, text, RUN, 60)

    assert struck(1) == struck(1) != struck(2)
    assert 9 <= struck(1).count(500) <= 27


def test_what_is_asked_for_comes_before_what_is_scheduled(stage: Stage) -> None:
    stage.app = emulator(DOCUMENTS, schedule=read_schedule('[[rule]]\nfault = "status=500"'))
    with httpx.Client(base_url=stage.url, headers=KEY) as client:
        assert send(client, "status=503").status_code == 503
        assert send(client, "").status_code == 200
        assert client.post(RUN, json=BODY).status_code == 500
        assert client.get("/emulator/jobs").status_code == 200


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[rule]]\nfault = x", "line 2"),
        ('rules = "x"', "rules [key]: Input should be 'rule'"),
        ("rule = 3", "rule: Input should be a valid list"),
        ("rule = [3]", "rule 1: Input should be a dictionary"),
        ("", "no rule: each is a table [[rule]] with a fault"),
        ("rule = []", "no rule: each is"),
        ("[[rule]]", "rule 1 fault: Field required"),
        ('[[rule]]\nfault = ""\n[[rule]]\nfault = "nix"', "rule 2 fault: unknown"),
        ("[[rule]]\nfault = 5", "rule 1 fault: a fault is a text of words"),
        ('[[rule]]\nfault = ""\nevry = 2', "rule 1 evry: Unexpected"),
        ('[[rule]]\nfault = ""\nevery = 0', "rule 1 every: Input should be greater than 0"),
        ('[[rule]]\nfault = ""\nevery = "x"', "rule 1 every: Input should be a valid integer"),
        ('[[rule]]\nfault = ""\nfirst = 1.5', "rule 1 first: Input should be a valid integer"),
        ('[[rule]]\nfault = ""\nshare = 2', "rule 1 share: Input should be less than or equal"),
    ],
)
def test_a_schedule_that_is_wrong_says_where(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        read_schedule(text)
