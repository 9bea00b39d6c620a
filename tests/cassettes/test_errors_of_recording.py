"""What is told of a recording that failed."""

import base64
import re
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from fal_codegen.probe.service import no_answer
from fal_codegen.sandbox.driver import record

from tests.runtime.raw import saying

from .conftest import Stage

KEY = "canary-id:canary-secret-of-some-length"


@pytest.mark.parametrize("spelled", [KEY, KEY.partition(":")[2], base64.b64encode(KEY.encode())])
def test_an_error_that_repeats_the_key_is_told_by_its_kind(
    monkeypatch: pytest.MonkeyPatch, spelled: str | bytes
) -> None:
    monkeypatch.setenv("FAL_KEY", KEY)
    repeated = spelled.encode() if isinstance(spelled, str) else spelled
    stamp = {"endpoint": "fal-ai/paint", "scenario": "refused/prompt", "source": "live"}
    with saying(lambda: iter([b"HTTP/1.1 200 OK\r\nno header " + repeated + b"\r\n\r\n"])) as front:
        job = {
            "stamp": {**stamp, "date": "2026-01-01", "contract": "c"},
            "gateway": front,
            "body": {},
        }
        told = record("json", job)
    assert told == {"error": "RemoteProtocolError, whose words hold the key", "goes_on": False}


def queued(stage: Stage) -> dict[str, Any]:
    stamp = {"endpoint": "fal-ai/nano-banana", "scenario": "queue", "source": "live"}
    return {
        "stamp": {**stamp, "date": "2026-01-01", "contract": "c"},
        "gateway": stage.url,
        "body": {"prompt": "a red door"},
        "module": "nano_banana",
        "scenario": "queue",
    }


def test_a_job_that_never_ends_is_waited_for_half_an_hour_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, stage: Stage
) -> None:
    monkeypatch.setenv("FAL_KEY", KEY)
    monkeypatch.syspath_prepend(Path(__file__).parents[2] / "generated/python")  # pyright: ignore[reportUnknownMemberType] - untyped there
    stage.says('{"request_id": "r1"}')
    for _ in range(9):
        stage.says('{"status": "IN_PROGRESS"}')
    half_an_hour_later = SimpleNamespace(monotonic=lambda: 0 if len(stage.replies) > 7 else 1800)
    monkeypatch.setattr("fal_endpoints._config.time", half_an_hour_later)
    told = record("fal_endpoints", queued(stage))
    assert told["goes_on"] is True
    assert re.match(r"Timeout: .* within 1800 s; it goes on \[request r1\]$", told["error"])
    assert len(stage.replies) == 7, "nobody asked to cancel it"


NO_ANSWERS = [
    ("Timeout", "r1", True),
    ("TransportError", "r1", True),
    ("TransportError", None, False),
]


@pytest.mark.parametrize(("kind", "id_", "goes_on"), NO_ANSWERS)
def test_a_job_that_nobody_answers_about_goes_on(
    monkeypatch: pytest.MonkeyPatch, stage: Stage, kind: str, id_: str | None, *, goes_on: bool
) -> None:
    monkeypatch.setenv("FAL_KEY", KEY)
    monkeypatch.syspath_prepend(Path(__file__).parents[2] / "generated/python")  # pyright: ignore[reportUnknownMemberType] - untyped there
    client = import_module("fal_endpoints")

    def unanswered(*_: object, **__: object) -> None:
        raise getattr(client, kind)("no answer", id_)

    monkeypatch.setattr(client.Fal, "subscribe", unanswered)
    told = record("fal_endpoints", queued(stage))
    assert told == {"error": f"{kind}: no answer" + " [request r1]" * bool(id_), "goes_on": goes_on}


ENDS = [("queue", 503, True), ("queue", 422, False), ("sync", 503, False)]


@pytest.mark.parametrize(("scenario", "status", "goes_on"), ENDS)
def test_a_job_of_which_an_ill_server_tells_may_go_on(
    monkeypatch: pytest.MonkeyPatch, stage: Stage, scenario: str, status: int, *, goes_on: bool
) -> None:
    monkeypatch.setenv("FAL_KEY", KEY)
    monkeypatch.syspath_prepend(Path(__file__).parents[2] / "generated/python")  # pyright: ignore[reportUnknownMemberType] - untyped there
    errors = import_module("fal_endpoints._errors")
    reply = import_module("fal_endpoints._flow").Reply(status, {}, b"{}", "queue.fal.run")

    def ill(*_: object, **__: object) -> None:
        raise errors.api_error(reply, "r1")

    monkeypatch.setattr("fal_endpoints.Fal.subscribe", ill)
    monkeypatch.setattr("fal_endpoints.Fal.run", ill)
    job = queued(stage)
    told = record(
        "fal_endpoints",
        {**job, "scenario": scenario, "stamp": {**job["stamp"], "scenario": scenario}},
    )
    assert told["goes_on"] is goes_on


def test_an_answer_that_cannot_be_read_is_told_without_what_came() -> None:
    quoting = httpx.RemoteProtocolError(f"illegal header line: bytearray(b'{KEY}')")
    assert no_answer(quoting) == "RemoteProtocolError"
    assert no_answer(httpx.RemoteProtocolError("Server disconnected")) == "Server disconnected"
    assert no_answer(httpx.ConnectError("Connection refused")) == "Connection refused"
