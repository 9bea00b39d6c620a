"""A server that is reached by TLS through a proxy that itself is reached by TLS."""

import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from threading import Thread
from types import ModuleType
from typing import Any

import httpx
import pytest
import trustme

from .conftest import ANSWER, KEY
from .raw import forever, saying, then
from .servers import serving


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def context(authority: trustme.CA) -> ssl.SSLContext:
    """What a server of either kind shows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)  # pyright: ignore[reportUnknownMemberType] - untyped here
    return context


@contextmanager  # pyright: ignore[reportDeprecated] - untyped here
def proxying(context: ssl.SSLContext, port: int) -> Iterator[str]:
    """Serve one tunnel to this port while the block runs, by TLS; gives the URL."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=_tunnel, args=(server, context, port))
        thread.start()
        yield f"https://localhost:{server.getsockname()[1]}"
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        thread.join()


def _tunnel(server: socket.socket, context: ssl.SSLContext, port: int) -> None:
    with suppress(OSError):
        accepted, _ = server.accept()
        with (
            context.wrap_socket(accepted, server_side=True) as client,
            socket.create_connection(("127.0.0.1", port)) as target,
        ):
            assert client.recv(2**16).startswith(b"CONNECT localhost:")
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = Thread(target=_copy, args=(target, client))
            back.start()
            _copy(client, target)
            target.shutdown(socket.SHUT_RDWR)
            back.join()


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(2**16):
            sink.sendall(data)


@pytest.fixture
def run(api: ModuleType, authority: trustme.CA) -> Any:  # noqa: ANN401 - of a package built by the test
    """Run a request at a port of this machine, through a proxy."""
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)  # pyright: ignore[reportUnknownMemberType] - untyped here

    def run(proxy: str, port: int, **settings: object) -> object:
        through = httpx.Proxy(proxy, ssl_context=trusting)
        request = api.portrait.Input(prompt="by night", mask_url="data:," + "x" * 200_000)
        with httpx.Client(proxy=through, verify=trusting, trust_env=False) as http:
            import_module(f"{api.__name__}._network").keep_time_limits(http)
            gateway = f"https://localhost:{port}"
            return api.Fal(http=http, gateway=gateway, key=KEY, retries=0, **settings).run(request)

    return run


def test_an_answer_comes_through_both(run: Any, context: ssl.SSLContext) -> None:  # noqa: ANN401 - as above
    body = json.dumps({**ANSWER, "description": "x" * 200_000}).encode()
    with (
        serving(200, body, context) as server,
        proxying(context, server.server_port) as proxy,
    ):
        answer = run(proxy, server.server_port)
        assert answer.description == "x" * 200_000


def test_what_drips_through_both_ends_in_time(
    api: ModuleType,
    run: Any,  # noqa: ANN401 - as above
    context: ssl.SSLContext,
) -> None:
    record = b"\x16\x03\x03\x40\x00"  # the beginning of one that holds 16 KiB
    with saying(lambda: then(record, forever(b"x"))) as gateway:
        port = int(gateway.rpartition(":")[2])
        with proxying(context, port) as proxy, pytest.raises(api.Timeout):
            run(proxy, port, http_timeout=0.3)
