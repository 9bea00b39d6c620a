"""What the service sends is not trusted: it may repeat the key, and give anything as a URL."""

import base64
import json
import logging
import pickle
import re
import socket
import traceback
from collections.abc import Iterator
from types import ModuleType
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from .conftest import KEY, FakeService, WithClient
from .raw import head, saying, then
from .test_broken_server import acted, kinds

pytestmark = pytest.mark.deep

SECRET = KEY.rpartition(":")[2]
ESCAPED = "".join(f"\\u{ord(each):04x}" for each in KEY)
ECHOES = {
    "as it is": KEY,
    "as it was sent": f"Key {KEY}",
    "its second half": SECRET,
    "as in a URL": quote(KEY, safe=""),
    "escaped whole as in a URL": "".join(f"%{ord(each):02X}" for each in KEY),
    "in base64": base64.b64encode(KEY.encode()).decode(),
}


def shown(error: BaseException) -> str:
    """All that an error and its traceback show, with what rides along."""
    reply = getattr(error, "reply", None)
    return "".join(
        [
            *traceback.format_exception(error),
            repr(error),
            repr(error.args),
            repr(vars(error)),
            repr(reply and (dict(reply.headers), reply.body)),
            repr(pickle.dumps(error)),
        ]
    )


@pytest.mark.parametrize("echo", ECHOES.values(), ids=ECHOES)
@pytest.mark.parametrize("status", [401, 422, 500, 200, 302])
def test_a_key_that_is_sent_back_is_in_no_error(
    *, api: ModuleType, service: FakeService, with_client: WithClient, status: int, echo: str
) -> None:
    body: dict[str, object] = {"detail": f"no such key: {echo}", "error_type": echo}
    service.says(
        status,
        [body] if status == 200 else body,
        x_echo=echo,
        location=f"https://a.example/{quote(echo)}",
    )
    with pytest.raises(api.FalError) as caught:
        with_client(lambda fal: fal.run(api.portrait.Input(prompt="by night")), retries=0)
    assert echo not in shown(caught.value)
    assert SECRET not in shown(caught.value)


def test_a_key_that_is_sent_back_escaped_is_in_no_error(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(403, b'{"detail": "no such key: %s"}' % ESCAPED.encode())
    with pytest.raises(api.Unauthorized) as caught:
        with_client(lambda fal: fal.run(api.portrait.Input(prompt="by night")))
    assert caught.value.body == {"detail": "no such key: [key]"}
    assert SECRET not in shown(caught.value)


def test_a_key_that_is_sent_back_in_an_event_is_in_no_error(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    event = f"data: {json.dumps([KEY])}\n\n".encode()
    service.drips(event[:20], event[20:])
    with pytest.raises(api.UnexpectedAnswer) as caught:
        with_client(lambda fal: fal.stream(api.portrait.Input(prompt="by night")).answer())
    assert SECRET not in shown(caught.value)


@kinds
def test_a_key_that_is_sent_back_as_a_broken_reply_is_in_no_error(
    api: ModuleType, kind: str
) -> None:
    request = api.portrait.Input(prompt="by night")
    with (
        saying(lambda: then(f"Key {KEY}\r\n\r\n".encode())) as gateway,
        pytest.raises(api.TransportError) as caught,
    ):
        acted(api, kind, lambda fal: fal.run(request), gateway, http_timeout=9)
    assert SECRET not in shown(caught.value)


URLS = [
    "",
    "x",
    "http://",
    "http:///path",
    "//host.example/path",
    "http://[",
    "http://[::1",
    "http://[zz]/",
    "http://host.example:99999/",
    "http://127.0.0.1:99999/",
    "http://host.example:abc/",
    "http://host.example:-1/",
    "http://127.0.0.1:0/",
    "http://a..b/",
    f"http://{'a' * 70}.example/",
    f"http://{'a.' * 200}example/",
    "http://xn--/",
    "http://xn--zzzzzz99999/",
    "http://ex ample/",
    "http://ex\nample/",
    "http://ex\x00ample/",
    "http://\u2100.example/",
    "http://\ud83d\ude00/",
    "http://%zz/",
    "http://0x7f.1:1/",
    "file:///etc/passwd",
    "ftp://host.example/",
    "javascript:alert(1)",
    "mailto:a@b.example",
    "ws://host.example/",
    "data:,x",
    f"http://host.example/{'a' * 100_000}",
    "http://host.example/\r\nX-A: b",
]


@pytest.fixture
def _no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """No host has an address but this machine, by its number."""
    real = socket.getaddrinfo

    def found(host: str | bytes, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - Python's own
        name = host.decode() if isinstance(host, bytes) else host
        name.encode("idna")
        if name != "127.0.0.1":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(host, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", found)


@kinds
@pytest.mark.usefixtures("_no_names")
@pytest.mark.parametrize("parts", [1, 2])
@pytest.mark.parametrize("level", [logging.WARNING, logging.INFO])
def test_whatever_the_service_calls_a_url_the_error_is_ours(  # noqa: PLR0913 - all matter
    *,
    api: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    kind: str,
    parts: int,
    level: int,
) -> None:
    caplog.set_level(level)
    monkeypatch.setattr(f"{api.__name__}._storage.PART", 8)
    replies = iter(URLS)

    def reply() -> Iterator[bytes]:
        target = {"upload_url": next(replies), "file_url": "https://host.example/1"}
        body = json.dumps(target).encode()
        return then(head(b"Content-Length: %d" % len(body), b"Connection: close"), body)

    def refused(fal: Any) -> Any:  # noqa: ANN401 - of a package built by the test
        with pytest.raises(api.FalError) as caught:
            fal.upload(b"12345678" * parts)
        assert len(str(caught.value)) < 1000

    async def refused_later(fal: Any) -> Any:  # noqa: ANN401 - as above
        for url in URLS:
            with pytest.raises(api.FalError) as caught:
                await fal.upload(b"12345678" * parts)
            assert len(str(caught.value)) < 1000, url

    act = refused_later if kind == "AsyncFal" else lambda fal: [refused(fal) for _ in URLS]  # pyright: ignore[reportUnknownLambdaType, reportUnknownVariableType] - untyped here
    with saying(reply) as gateway:
        acted(api, kind, act, gateway, http_timeout=9)  # pyright: ignore[reportUnknownArgumentType] - untyped here
    assert not list(replies)
    assert bool(caplog.messages) == (level == logging.INFO)
    assert not any(re.search("[\0-\37]", line) for line in caplog.messages)


@kinds
def test_the_user_and_password_of_an_address_are_in_no_error_and_no_log(
    api: ModuleType, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, api.__name__)
    target = b'{"upload_url": "http://ann:tiger-77@127.0.0.1:9/x?sig=tiger-78", "file_url": "x"}'
    reply = head(b"Content-Length: %d" % len(target), b"Connection: close")
    with (
        saying(lambda: then(reply, target)) as gateway,
        pytest.raises(api.TransportError, match=r"PUT http://127\.0\.0\.1:9/x: ") as caught,
    ):
        acted(api, kind, lambda fal: fal.upload(b"x"), gateway, http_timeout=9)
    with pytest.raises(api.TransportError) as refused:
        acted(
            api,
            kind,
            lambda fal: fal.run(api.portrait.Input(prompt="by night")),
            "http://ann:tiger-79@127.0.0.1:9",
        )
    assert "tiger" not in shown(caught.value) + shown(refused.value) + caplog.text


def test_a_gateway_with_a_password_is_shown_without_it(api: ModuleType) -> None:
    with api.Fal(gateway="https://ann:tiger-77@gate.example", key=KEY) as fal:
        handle = fal.handle(api.portrait.Input, "r1")
        assert repr(fal) == "<Fal of https://gate.example/fal.run>"
        place = "https://gate.example/queue.fal.run/toy/portrait/requests/r1"
        assert repr(handle) == f"Handle({place} -> Output)"
        assert repr(handle.job) == f"Job({place} -> Output)"


@kinds
def test_no_cookie_of_one_call_goes_along_with_another(api: ModuleType, kind: str) -> None:
    heard: list[bytes] = []
    headers = (b"Set-Cookie: session=crumb; Path=/", b"Content-Length: 2", b"Connection: close")
    reply = head(*headers, status=b"400 No")

    def twice(fal: Any) -> Any:  # noqa: ANN401 - of a package built by the test
        for each in (fal, fal.with_options(key="another-id:another-secret")):
            with pytest.raises(api.ApiError):
                each.handle(api.portrait.Input, "r1").status()

    async def twice_later(fal: Any) -> None:  # noqa: ANN401 - as above
        for each in (fal, fal.with_options(key="another-id:another-secret")):
            with pytest.raises(api.ApiError):
                await each.handle(api.portrait.Input, "r1").status()

    with saying(lambda: then(reply, b"{}"), heard=heard) as gateway:
        acted(api, kind, twice_later if kind == "AsyncFal" else twice, gateway, http_timeout=9)
    assert len(heard) == 2
    assert not any(b"crumb" in each for each in heard)


IDS = ["", "a/../b", "a?b#c", "\n", "\x00", "\ud800", "x" * 100_000, "é", ".", ".."]


@pytest.mark.parametrize("id_", IDS, ids=range(len(IDS)))
def test_whatever_the_service_calls_an_id_the_error_is_ours(
    api: ModuleType, service: FakeService, with_client: WithClient, id_: str
) -> None:
    service.says(200, {"request_id": id_})
    service.fails(httpx.ConnectError("refused"))
    service.fails(httpx.ConnectError("refused"))
    with pytest.raises(api.FalError):
        with_client(lambda fal: fal.subscribe(api.portrait.Input(prompt="by night")), retries=0)
