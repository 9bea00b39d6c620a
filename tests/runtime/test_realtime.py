"""Realtime connections: what is sent, what is read, and what a service may do to them."""

import json
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import msgpack
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from .conftest import ANSWER, KEY, TOKEN, FakeService, WithClient
from .raw import saying, then

Said = list[Any]
_MSGPACK: Any = msgpack  # typed in part
packb, unpackb = _MSGPACK.packb, _MSGPACK.unpackb

GOODBYE = object()


@contextmanager
def speaking(act: Callable[[ServerConnection, list[Any]], None]) -> Generator[tuple[str, Said]]:
    """Serve websockets that `act`; give the address, and what each was called and told."""
    heard: Said = []

    def handler(connection: ServerConnection) -> None:
        assert connection.request
        heard.append(connection.request)
        try:
            act(connection, heard)
        except ConnectionClosed:
            return

    with serve(handler, "127.0.0.1", 0, compression=None) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield "http://{}:{}".format(*server.socket.getsockname()[:2]), heard
        finally:
            server.shutdown()
            thread.join()


def answering(*frames: object) -> Callable[[ServerConnection, list[Any]], None]:
    """Hear one request, and send these frames; `GOODBYE` closes the connection."""

    def act(connection: ServerConnection, heard: list[Any]) -> None:
        heard.append(unpackb(connection.recv()))
        for frame in frames:
            if frame is GOODBYE:
                connection.close()
                return
            connection.send(frame)  # type: ignore[arg-type]  # text or bytes
        connection.recv()

    return act


def ask(fal: Any, kind: object, request: object, *, seconds: float = 5, **options: object) -> Any:  # noqa: ANN401 - of a package built by the test
    """Open a connection, send, and receive; awaitable where the client awaits."""
    if type(fal).__name__ == "AsyncFal":
        return _asked(fal, kind, request, seconds, options)
    with fal.realtime(kind, **options) as connection:
        connection.send(request)
        return connection.receive(timeout=seconds)


async def _asked(
    fal: Any,  # noqa: ANN401 - as above
    kind: object,
    request: object,
    seconds: float,
    options: dict[str, Any],
) -> Any:  # noqa: ANN401 - as above
    async with fal.realtime(kind, **options) as connection:
        await connection.send(request)
        return await connection.receive(timeout=seconds)


def answer_to(with_client: WithClient, api: ModuleType, *frames: object, **settings: object) -> Any:  # noqa: ANN401 - as above
    request = api.portrait.Input(prompt="by night")
    kind = api.portrait.Input
    with speaking(answering(*frames)) as (front, _):
        return with_client(lambda fal: ask(fal, kind, request), gateway=front, **settings)


def test_a_request_goes_as_msgpack_and_its_answer_has_its_type(
    api: ModuleType, with_client: WithClient, tokens: FakeService
) -> None:
    request = api.portrait.Input(prompt="by night", num_images=2)
    with speaking(answering(packb({**ANSWER, "request_id": "r7"}))) as (front, heard):
        answer = with_client(
            lambda fal: ask(fal, api.portrait.Input, request, max_buffering=3), gateway=front
        )
    assert isinstance(answer, api.portrait.Output)
    assert (answer.description, answer.response.request_id) == ("done", "r7")
    assert heard[1] == {"prompt": "by night", "num_images": 2}
    query = f"fal_jwt_token={TOKEN}&max_buffering=3"
    assert heard[0].path == f"/fal.run/toy/portrait/edit/realtime?{query}"
    assert "authorization" not in heard[0].headers
    (asked,) = tokens.requests
    assert str(asked.url).endswith("/rest.fal.ai/tokens/")
    body = {"allowed_apps": ["portrait"], "token_expiration": 120}
    assert json.loads(asked.content) == body


@pytest.mark.parametrize(("path", "behind"), [("/more/here", "/more/here?"), ("", "?")])
def test_an_endpoint_is_called_by_its_id_and_path_with_a_dictionary(
    with_client: WithClient, service: FakeService, path: str, behind: str
) -> None:
    service.says(200, {"token": TOKEN})
    with speaking(answering(packb({"any": [1]}))) as (front, heard):
        answer = with_client(
            lambda fal: ask(fal, "workflows/one/two/three", {"a": 1}, path=path),
            gateway=front,
        )
    assert answer == {"any": [1]}
    assert heard[0].path.startswith(f"/fal.run/workflows/one/two/three{behind}")
    assert json.loads(service.requests[0].content)["allowed_apps"] == ["two"]


def test_what_the_service_says_of_the_connection_is_no_answer(
    api: ModuleType, with_client: WithClient, tokens: FakeService
) -> None:
    assert tokens
    meta = json.dumps({"type": "x-fal-message", "action": "timings", "timing": 1})
    assert answer_to(with_client, api, meta, meta, packb(ANSWER)).description == "done"


def test_an_error_of_the_service_is_raised_and_says_what_it_holds_against_it(
    api: ModuleType, with_client: WithClient, tokens: FakeService
) -> None:
    assert tokens
    refusal = json.dumps({"type": "x-fal-error", "error": "BAD", "reason": "no such colour"})
    with pytest.raises(api.ApiError, match="400 BAD: BAD: no such colour"):
        answer_to(with_client, api, refusal)


def test_a_token_that_the_service_does_not_take_is_an_error_of_the_key(
    api: ModuleType, with_client: WithClient, tokens: FakeService
) -> None:
    assert tokens
    with pytest.raises(api.Unauthorized, match="Unauthorized"):
        answer_to(with_client, api, json.dumps({"status": "error", "error": "Unauthorized"}))


def test_an_idle_connection_that_is_closed_ends_in_good_order(
    api: ModuleType, with_client: WithClient, tokens: FakeService
) -> None:
    assert tokens
    idle = json.dumps({"type": "x-fal-error", "error": "TIMEOUT", "reason": "idle"})
    with pytest.raises(api.ConnectionEnded):
        answer_to(with_client, api, idle, GOODBYE)


def test_an_answer_that_is_not_as_promised_is_given_all_the_same(
    api: ModuleType, with_client: WithClient, tokens: FakeService
) -> None:
    assert tokens
    odd = packb({"images": [{"url": b"\xff\xd8", "width": "wide"}], "description": 3})
    with pytest.warns(api.DisagreementWarning):
        answer = answer_to(with_client, api, odd)
    assert answer.images[0].url == b"\xff\xd8"
    assert len(answer.disagreements) == 3


def test_a_service_that_says_nothing_is_waited_for_so_long_and_no_longer(
    api: ModuleType, with_client: WithClient, tokens: FakeService
) -> None:
    assert tokens
    request = api.portrait.Input(prompt="by night")

    with (
        speaking(answering()) as (front, _),
        pytest.raises(api.Timeout, match=r"within 0\.05 s") as raised,
    ):
        with_client(lambda fal: ask(fal, api.portrait.Input, request, seconds=0.05), gateway=front)
    assert raised.value.after == 0.05


@pytest.mark.parametrize("body", ["", "{}", '{"token": 1}', "null", r'"\ud800"'])
def test_a_reply_without_a_token_is_no_answer(
    api: ModuleType, with_client: WithClient, service: FakeService, body: str
) -> None:
    service.says(200, body.encode())
    with pytest.raises(api.UnexpectedAnswer, match="no token"):
        with_client(lambda fal: ask(fal, "owner/name", {}))


def test_neither_key_nor_token_is_in_an_error_or_a_log(
    api: ModuleType,
    with_client: WithClient,
    tokens: FakeService,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert tokens
    caplog.set_level("DEBUG")
    with pytest.raises(api.TransportError) as raised:
        with_client(lambda fal: ask(fal, "owner/name", {}), gateway="http://127.0.0.1:1")
    shown = f"{raised.value!r} {raised.value.__cause__!r} {caplog.text}"
    assert "127.0.0.1" in shown
    for secret in (TOKEN, *KEY.split(":")):
        assert secret not in shown


def test_a_refused_handshake_is_the_refusal(
    api: ModuleType, with_client: WithClient, tokens: FakeService
) -> None:
    assert tokens
    said = b'{"detail": "User is locked."}'
    refusing = saying(lambda: then(b"HTTP/1.1 403 No\r\ncontent-length: 29\r\n\r\n", [said]))
    with refusing as front, pytest.raises(api.Unauthorized, match="User is locked"):
        with_client(lambda fal: ask(fal, "owner/name", {}), gateway=front)


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        ({"max_buffering": 61}, ValueError),
        ({"path": "../x"}, ValueError),
        ({"path": "a?b"}, ValueError),
        ({"pth": 1}, TypeError),
    ],
)
def test_a_wrong_option_is_refused_before_anything_is_sent(
    with_client: WithClient, service: FakeService, options: dict[str, Any], wrong: type[Exception]
) -> None:
    with pytest.raises(wrong, match=next(iter(options))):
        with_client(lambda fal: ask(fal, "owner/name", {}, **options))
    assert not service.requests


def test_a_request_of_another_endpoint_is_refused(
    api: ModuleType, with_client: WithClient, tokens: FakeService
) -> None:
    assert tokens
    request = api.portrait.Input(prompt="by night")
    with speaking(answering()) as (front, _), pytest.raises(TypeError, match="toy/portrait/edit"):
        with_client(lambda fal: ask(fal, "owner/name", request), gateway=front)


def test_iterating_gives_answers_until_the_service_ends_it(
    api: ModuleType, with_client: WithClient, tokens: FakeService
) -> None:
    assert tokens
    request = api.portrait.Input(prompt="by night")

    def action(fal: Any) -> Any:  # noqa: ANN401 - as above
        connection = fal.realtime(api.portrait.Input)
        if hasattr(connection, "aclose"):
            return awaited(connection)
        with connection:
            connection.send(request)
            return list(connection)

    async def awaited(connection: Any) -> list[object]:  # noqa: ANN401 - as above
        async with connection:
            await connection.send(request)
            return [answer async for answer in connection]

    with speaking(answering(packb(ANSWER), packb(ANSWER), GOODBYE)) as (front, _):
        assert len(with_client(action, gateway=front)) == 2


def test_a_connection_that_is_closed_says_so(api: ModuleType, with_client: WithClient) -> None:
    def action(fal: Any) -> Any:  # noqa: ANN401 - as above
        connection = fal.realtime("owner/name")
        assert "owner/name" in repr(connection)
        assert "closed" in repr(connection)
        return connection.send({})

    with pytest.raises(api.ConnectionEnded, match="with"):
        with_client(action)
