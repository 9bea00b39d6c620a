import asyncio
import base64
import hashlib
import json
import queue
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

import httpx
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fal_codegen.contract import EndpointId, Json
from fal_codegen.emulator import emulator, running
from fal_codegen.emulator.jobs import webhooks
from fal_codegen.emulator.jobs.clock import Clock
from fal_codegen.emulator.jobs.job import Job
from fal_codegen.emulator.jobs.webhooks import Webhooks
from fal_codegen.emulator.outcome import Outcome
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from .conftest import DOCUMENTS, KEY, PAINT, WRITE, Stage

JWKS = "/rest.fal.ai/.well-known/jwks.json"
SIGNED = ("request-id", "user-id", "timestamp")


@dataclass
class Receiver:
    """Takes what it is sent, and answers with each of `answers`, then with 200."""

    url: str = ""
    answers: list[int] = field(default_factory=list[int])
    received: queue.Queue[tuple[httpx.Headers, bytes]] = field(
        default_factory=queue.Queue[tuple[httpx.Headers, bytes]]
    )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self.received.put((httpx.Headers(request.headers.raw), await request.body()))
        status = self.answers.pop(0) if self.answers else 200
        await Response(status_code=status, headers={"location": self.url})(scope, receive, send)

    def next(self) -> tuple[httpx.Headers, bytes]:
        return self.received.get(timeout=30)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    with running(receiver) as receiver.url:
        yield receiver


def submit(client: httpx.Client, url: str, endpoint: EndpointId = PAINT, **body: Json) -> str:
    answer = client.post(
        f"/queue.fal.run/{endpoint}",
        params={"fal_webhook": url},
        json={"prompt": "a red boat", **body},
    )
    assert answer.status_code == 200
    return str(answer.json()["request_id"])


def verify(jwks: dict[str, list[dict[str, str]]], headers: httpx.Headers, body: bytes) -> None:
    """Raise `InvalidSignature` unless one of the keys signed this."""
    (key,) = jwks["keys"]
    public = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(key["x"]))
    values = [headers[f"x-fal-webhook-{name}"] for name in SIGNED]
    message = "\n".join([*values, hashlib.sha256(body).hexdigest()])
    public.verify(bytes.fromhex(headers["x-fal-webhook-signature"]), message.encode())


def test_a_job_is_done_and_its_receiver_told(client: httpx.Client, receiver: Receiver) -> None:
    id_ = submit(client, receiver.url)
    _, body = receiver.next()
    place = f"/queue.fal.run/{PAINT}/requests/{id_}"
    assert client.get(f"{place}/status").json()["status"] == "COMPLETED"
    assert json.loads(body) == {
        "request_id": id_,
        "gateway_request_id": id_,
        "status": "OK",
        "error": None,
        "payload": client.get(place).json(),
    }


def test_a_job_that_failed_is_told_as_an_error(client: httpx.Client, receiver: Receiver) -> None:
    id_ = submit(client, receiver.url, num_images=9)
    delivery = json.loads(receiver.next()[1])
    assert (delivery["status"], delivery["error"]) == ("ERROR", "Invalid status code: 422")
    result = client.get(f"/queue.fal.run/{PAINT}/requests/{id_}")
    assert (result.status_code, result.json()) == (422, delivery["payload"])


def test_a_webhook_is_signed_now_with_the_public_key(
    client: httpx.Client, receiver: Receiver
) -> None:
    id_ = submit(client, receiver.url)
    headers, body = receiver.next()
    jwks = httpx.get(f"{client.base_url.join(JWKS)}").json()
    verify(jwks, headers, body)
    assert headers["x-fal-webhook-request-id"] == id_
    assert headers["content-type"] == "application/json"
    assert abs(int(headers["x-fal-webhook-timestamp"]) - time.time()) < 300
    with pytest.raises(InvalidSignature):
        verify(jwks, headers, body + b" ")


def test_the_public_key_is_padded_as_the_service_pads_it(client: httpx.Client) -> None:
    (key,) = client.get(JWKS).json()["keys"]
    assert (key["kty"], key["crv"]) == ("OKP", "Ed25519")
    assert key["x"].endswith("=")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/hook",
        "http://192.168.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::2]/",
        "http://0.0.0.0/",
        "http://localhost@example.com/",
        "http://localhost.example.com/",
        "http://127.0.0.1\\@example.com/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "127.0.0.1:80",
        "http://127.0.0.1:99999/",
        "http://[",
        "hook",
    ],
)
def test_no_receiver_elsewhere_is_told(client: httpx.Client, url: str) -> None:
    body = {"prompt": "a red boat"}
    answer = client.post(f"/queue.fal.run/{WRITE}", params={"fal_webhook": url}, json=body)
    assert answer.status_code == 400
    assert "loopback" in answer.json()["detail"]


def test_nobody_is_told_where_the_parameter_is_empty(
    client: httpx.Client, receiver: Receiver
) -> None:
    submit(client, "")
    submit(client, receiver.url)
    receiver.next()
    assert receiver.received.empty()


async def life(outcome: Outcome | None) -> AsyncIterator[Job]:
    """Look at a job that waits first; without an outcome it is forgotten then."""
    waiting = Job(1, WRITE, lambda: Outcome(200, {}))
    yield waiting
    if outcome:
        yield Job(1, WRITE, lambda: outcome, age=1.0, outcome=outcome)


def deliver(hooks: Webhooks, url: str, outcome: Outcome | None = None) -> None:
    """Announce one job and wait until nothing of that is left."""

    async def announced() -> None:
        hooks.announce(life(outcome or Outcome(200, {"text": "ok"})), httpx.URL(url))
        await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})

    asyncio.run(announced())


class Hours:
    """A clock on which every pause takes no time, and says how long it was to be."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    @property
    def clock(self) -> Clock:
        return Clock(lambda: 1_700_000_000.0 + sum(self.pauses), self._sleep)

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)


def test_a_receiver_that_fails_is_told_again_and_the_telling_signed_anew(
    receiver: Receiver,
) -> None:
    hours, receiver.answers = Hours(), [503, 500]
    deliver(Webhooks(hours.clock), receiver.url)
    tellings = [receiver.next() for _ in range(3)]
    assert receiver.received.empty()
    assert len({body for _, body in tellings}) == 1
    times = [int(headers["x-fal-webhook-timestamp"]) for headers, _ in tellings]
    assert times == [1_700_000_000, 1_700_000_000, 1_700_000_001]


def test_a_receiver_that_always_fails_is_given_up(receiver: Receiver) -> None:
    hours, receiver.answers = Hours(), [500] * 40
    deliver(Webhooks(hours.clock), receiver.url)
    assert hours.pauses[:4] == [0.5, 1.0, 2.0, 4.0]
    assert max(hours.pauses) == 60.0
    assert receiver.received.qsize() == 31


@pytest.mark.parametrize("status", [204, 302, 404])
def test_any_other_answer_is_the_end_of_it(receiver: Receiver, status: int) -> None:
    hours, receiver.answers = Hours(), [status]
    deliver(Webhooks(hours.clock), receiver.url)
    assert receiver.received.qsize() == 1


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "https://[::1]:1/"])
def test_a_receiver_that_is_not_there_is_given_up(url: str) -> None:
    hours = Hours()
    deliver(Webhooks(hours.clock), url)
    assert len(hours.pauses) == 30


def test_a_receiver_that_says_nothing_is_given_up() -> None:
    async def silent(_scope: Scope, _receive: Receive, _send: Send) -> None:
        await asyncio.Event().wait()

    hours = Hours()
    with running(silent) as url:
        deliver(Webhooks(hours.clock, timeouts=(0.01, 0.01)), url)
    assert len(hours.pauses) == 30


def test_a_receiver_has_fifteen_seconds_at_first_and_two_minutes_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    timeout, given = asyncio.timeout, list[float | None]()

    def noted(seconds: float | None) -> asyncio.Timeout:
        given.append(seconds)
        return timeout(seconds)

    monkeypatch.setattr(asyncio, "timeout", noted)
    deliver(Webhooks(Hours().clock), "http://127.0.0.1:9")
    assert given == [15.0] + [120.0] * 30


def test_of_an_endless_answer_nothing_but_the_status_is_read() -> None:
    async def endless(_scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while (await receive())["type"] == "http.request":
            await send({"type": "http.response.body", "body": b"x", "more_body": True})

    hours = Hours()
    with running(endless) as url:
        deliver(Webhooks(hours.clock), url)
    assert hours.pauses == []


def test_a_job_that_is_forgotten_is_not_told(receiver: Receiver) -> None:
    async def announced() -> None:
        hooks = Webhooks()
        hooks.announce(life(None), httpx.URL(receiver.url))
        await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})

    asyncio.run(announced())
    assert receiver.received.empty()


def test_too_many_webhooks_at_once_are_refused(
    stage: Stage, client: httpx.Client, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "_MOST", 0)
    body = {"prompt": "a red boat"}
    address = f"{stage.url}/queue.fal.run/{WRITE}"
    answer = client.post(address, params={"fal_webhook": receiver.url}, json=body)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    assert client.post(address, json=body).status_code == 200


def test_a_server_ends_although_a_webhook_is_under_way(capfd: pytest.CaptureFixture[str]) -> None:
    asked = queue.Queue[None]()

    async def silent(_scope: Scope, _receive: Receive, _send: Send) -> None:
        asked.put(None)
        await asyncio.Event().wait()

    app: ASGIApp = emulator(DOCUMENTS)
    with running(silent) as url:
        with running(app) as base, httpx.Client(base_url=base, headers=KEY) as client:
            submit(client, url)
            asked.get(timeout=30)
        assert capfd.readouterr().err == ""


def test_a_payload_that_could_not_be_made_is_null_and_says_so(
    client: httpx.Client, receiver: Receiver
) -> None:
    client.headers["x-emulator-fault"] = "payload-error"
    submit(client, receiver.url)
    delivery = json.loads(receiver.next()[1])
    assert (delivery["payload"], delivery["status"]) == (None, "OK")
    assert "could not" in delivery["payload_error"]
