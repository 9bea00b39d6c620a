"""wss://fal.run/…/realtime: the key or a token lets in, msgpack and JSON go over it."""

import json
import logging
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import httpx
import msgpack
import pytest
from fal_codegen.emulator.hosts import frames
from websockets.client import ClientProtocol
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.uri import parse_uri

from .conftest import KEY, PAINT

ASKED = {"allowed_apps": ["painter"], "token_expiration": 120}
_MSGPACK: Any = msgpack  # typed in part
packb, unpackb = _MSGPACK.packb, _MSGPACK.unpackb


_CONNECT: Callable[..., ClientConnection] = connect


def connection(client: httpx.Client, path: str = "", **options: Any) -> ClientConnection:  # noqa: ANN401 - the library's own
    front = str(client.base_url).replace("http", "ws", 1).rstrip("/")
    return _CONNECT(f"{front}/fal.run/{PAINT}{path or '/realtime'}", compression=None, **options)


def token(client: httpx.Client) -> str:
    token: str = client.post("/rest.fal.ai/tokens/", json=ASKED).json()
    return token


def answered(open_: ClientConnection, body: object) -> dict[str, Any]:
    open_.send(packb(body))
    frame = open_.recv(timeout=10)
    answer: dict[str, Any] = unpackb(frame) if isinstance(frame, bytes) else json.loads(frame)
    return answer


def test_a_request_is_answered_with_msgpack_and_then_its_time(client: httpx.Client) -> None:
    with connection(client, f"/realtime?fal_jwt_token={token(client)}") as open_:
        answer = answered(open_, {"prompt": "a red door", "num_images": 2})
        assert len(answer["images"]) == 2
        assert answer["request_id"]
        message = json.loads(open_.recv(timeout=10))
        assert (message["type"], message["action"]) == ("x-fal-message", "timings")
        assert httpx.get(answer["images"][0]["url"]).headers["content-type"] == "image/webp"


def test_an_answer_has_the_id_that_its_request_gave(client: httpx.Client) -> None:
    with connection(client, additional_headers=KEY) as open_:
        assert answered(open_, {"prompt": "a door", "request_id": "mine"})["request_id"] == "mine"


SHORT = {"prompt": "a", "request_id": "r7"}


@pytest.mark.parametrize("body", [SHORT, None, [], "text", {"prompt": b"\xff"}])
def test_what_the_endpoint_does_not_take_is_an_error_and_the_connection_stays(
    client: httpx.Client, body: object
) -> None:
    with connection(client, additional_headers=KEY) as open_:
        refused = answered(open_, body)
        assert refused["type"] == "x-fal-error"
        assert (refused["request_id"] == "r7") == (body is SHORT)
        open_.recv(timeout=10)
        answer = answered(open_, {"prompt": "a red door", "request_id": "r8"})
        assert (len(answer["images"]), answer["request_id"]) == (1, "r8")
    assert frames.IDLE == 60, "seconds in which something is to be asked"


@pytest.mark.parametrize("frame", [b"\xc1", b"", "no json", '{"prompt": 1}'])
def test_a_frame_that_is_no_request_is_an_error(client: httpx.Client, frame: bytes | str) -> None:
    with connection(client, additional_headers=KEY) as open_:
        open_.send(frame)
        assert json.loads(open_.recv(timeout=10))["type"] == "x-fal-error"


@pytest.mark.parametrize("query", ["", "?fal_jwt_token=wrong", "?fal_jwt_token="])
def test_nobody_comes_without_key_or_token(client: httpx.Client, query: str) -> None:
    with connection(client, f"/realtime{query}") as open_:
        assert json.loads(open_.recv(timeout=10)) == {"status": "error", "error": "Unauthorized"}
        with pytest.raises(ConnectionClosed):
            open_.recv(timeout=10)


def test_a_token_is_for_one_app(client: httpx.Client) -> None:
    other = {**ASKED, "allowed_apps": ["scribe"]}
    foreign = client.post("/rest.fal.ai/tokens/", json=other).json()
    with connection(client, f"/realtime?fal_jwt_token={foreign}") as open_:
        assert json.loads(open_.recv(timeout=10))["error"] == "Unauthorized"


def test_a_token_does_not_run_out(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    given = client.post("/rest.fal.ai/tokens/", json={**ASKED, "token_expiration": 1}).json()
    years = time.time() + 10 * 365 * 24 * 3600
    monkeypatch.setattr(time, "time", lambda: years)
    with connection(client, f"/realtime?fal_jwt_token={given}") as open_:
        assert answered(open_, {"prompt": "a red door"})["images"]


def test_the_newer_form_gives_the_same_token(client: httpx.Client) -> None:
    newer = {"allowed_apps": [f"{PAINT}/realtime"], "duration": 120}
    assert client.post("/rest.fal.ai/tokens/realtime", json=newer).json() == {
        "token": token(client)
    }


@pytest.mark.parametrize("body", [{}, {**ASKED, "token_expiration": 0}, [], {"allowed_apps": []}])
def test_a_wish_for_a_token_that_says_too_little_is_refused(
    client: httpx.Client, body: object
) -> None:
    assert client.post("/rest.fal.ai/tokens/", json=body).status_code == 422


def test_a_connection_that_asks_nothing_is_told_so_and_closed(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "IDLE", 0.01)
    with connection(client, additional_headers=KEY) as open_:
        assert json.loads(open_.recv(timeout=10))["error"] == "TIMEOUT"
        with pytest.raises(ConnectionClosed):
            open_.recv(timeout=10)


def test_a_fault_of_the_handshake_is_an_answer(client: httpx.Client) -> None:
    with pytest.raises(InvalidStatus) as caught:
        connection(client, additional_headers={**KEY, "x-emulator-fault": "status=503"})
    assert caught.value.response.status_code == 503


def test_connections_are_told_in_the_log_and_tokens_in_none(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "uvicorn")
    secret = token(client)
    with connection(client, f"/realtime?fal_jwt_token={secret}") as open_:
        answered(open_, {"prompt": "a red door"})
    log = client.get("/emulator/log").json()
    assert [each["status"] for each in log if each["path"].endswith("/realtime")] == [101]
    assert secret not in caplog.text + json.dumps(log)


def test_what_follows_the_handshake_in_one_piece_is_heard(client: httpx.Client) -> None:
    url = client.base_url
    protocol = ClientProtocol(parse_uri(f"ws://{url.host}:{url.port}/fal.run/{PAINT}/realtime"))
    request = protocol.connect()
    request.headers["authorization"] = KEY["authorization"]
    protocol.send_request(request)
    with socket.create_connection((url.host, url.port or 80), timeout=10) as raw:
        body = packb({"prompt": "a red door"})
        frame = bytes([0x82, 0x80 | len(body)]) + bytes(4) + body
        raw.sendall(b"".join(protocol.data_to_send()) + frame)
        heard = b""
        while b"timings" not in heard:
            heard += raw.recv(65536)
    assert b" 101 " in heard
    assert b"images" in heard


def test_a_message_in_too_many_pieces_ends_the_connection_though_nothing_is_in_them(
    client: httpx.Client,
) -> None:
    with connection(client, additional_headers=KEY) as open_:
        with suppress(ConnectionClosed):
            open_.send([b""] * 4200)
        with pytest.raises(ConnectionClosed):
            open_.recv(timeout=10)
