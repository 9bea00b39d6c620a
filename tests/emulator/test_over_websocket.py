"""wss://ws.fal.run/…: requests of HTTP over a websocket."""

import json
import socket
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from .conftest import KEY, WRITE, WRITTEN

_CONNECT: Callable[..., ClientConnection] = connect
BODY = {"prompt": "a red boat"}


def connection(client: httpx.Client, path: str, **options: Any) -> ClientConnection:  # noqa: ANN401 - the library's own
    front = str(client.base_url).replace("http", "ws", 1).rstrip("/")
    return _CONNECT(f"{front}/ws.fal.run/{path}", compression=None, **options)


def answered(open_: ClientConnection, sent: str) -> tuple[dict[str, Any], list[bytes], Any]:
    """Send a text; give the frames that come: how it starts, the body's, how it ended."""
    open_.send(sent)
    start = json.loads(open_.recv(timeout=10))
    body = list[bytes]()
    while isinstance(frame := open_.recv(timeout=10), bytes):
        body.append(frame)
    return start, body, json.loads(frame)


def test_a_request_is_answered_between_its_start_and_its_end(client: httpx.Client) -> None:
    with connection(client, WRITE, additional_headers=KEY) as open_:
        for _ in range(2):
            start, body, end = answered(open_, json.dumps(BODY))
            assert (start["type"], start["status"]) == ("start", 200)
            assert start["headers"]["content-type"] == "application/json"
            assert json.loads(b"".join(body)) == WRITTEN
            assert (end["type"], end["status"]) == ("end", 200)
            assert end["request_id"] == start["request_id"]
            assert end["time_to_first_byte_seconds"] >= 0


def test_what_streams_comes_in_pieces(client: httpx.Client) -> None:
    with connection(client, f"{WRITE}/stream", additional_headers=KEY) as open_:
        start, body, _ = answered(open_, json.dumps(BODY))
    assert start["headers"]["content-type"] == "text/event-stream"
    assert len(body) > 2
    assert json.loads(body[-1].partition(b"data: ")[2]) == WRITTEN


@pytest.mark.parametrize("sent", ["{}", "no json", "[]", ""])
def test_a_refusal_comes_in_the_same_form(client: httpx.Client, sent: str) -> None:
    with connection(client, WRITE, additional_headers=KEY) as open_:
        start, body, end = answered(open_, sent)
        assert (start["status"], end["status"]) == (422, 422)
        assert start["headers"]["x-fal-billable-units"] == "0"
        assert json.loads(b"".join(body))["detail"]


def test_a_token_for_the_app_lets_in(client: httpx.Client) -> None:
    asked = {"allowed_apps": ["scribe"], "token_expiration": 120}
    token = client.post("/rest.fal.ai/tokens/", json=asked).json()
    with connection(client, f"{WRITE}?fal_jwt_token={token}") as open_:
        assert answered(open_, json.dumps(BODY))[0]["status"] == 200


@pytest.mark.parametrize("query", ["", "?fal_jwt_token=made-up"])
def test_nobody_else_is_let_in(client: httpx.Client, query: str) -> None:
    with connection(client, f"{WRITE}{query}") as open_:
        message = json.loads(open_.recv(timeout=10))
        assert message == {"status": "error", "error": "Unauthorized"}
        with pytest.raises(ConnectionClosed):
            open_.recv(timeout=10)


@pytest.mark.parametrize("host", ["ws.fal.run", "fal.run"])
def test_who_has_no_balance_is_refused_before_the_connection_is_open(
    client: httpx.Client, host: str
) -> None:
    front = str(client.base_url).replace("http", "ws", 1).rstrip("/")
    asking = {**KEY, "x-emulator-fault": "exhausted-balance"}
    with pytest.raises(InvalidStatus) as caught:
        _CONNECT(f"{front}/{host}/{WRITE}", additional_headers=asking)
    assert caught.value.response.status_code == 403


def test_where_nothing_is_the_connection_ends(client: httpx.Client) -> None:
    with connection(client, "acme/nobody", additional_headers=KEY) as open_:
        assert json.loads(open_.recv(timeout=10))["error"] == "NOT_FOUND"
        with pytest.raises(ConnectionClosed):
            open_.recv(timeout=10)


@pytest.mark.deep
def test_pongs_do_not_pile_up_for_a_caller_that_reads_nothing(client: httpx.Client) -> None:
    url = client.base_url
    ping = b"\x89\xfd" + bytes(4) + b"p" * 125
    sent = 0
    with socket.socket() as caller:
        caller.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2**16)
        caller.settimeout(60)
        caller.connect((url.host, url.port or 80))
        caller.sendall(
            f"GET /ws.fal.run/{WRITE} HTTP/1.1\r\nhost: localhost\r\nauthorization: Key a\r\n"
            "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n"
            "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
        )
        while sent < 16 * 2**20:
            caller.sendall(ping * 500)
            sent += len(ping) * 500
        caller.sendall(b"\x88\x80" + bytes(4))
        assert len(caller.makefile("rb").read()) < sent // 2
