"""Every exchange ends, whatever the other side sends and however slowly: over real sockets."""

import asyncio
import gc
import gzip
import re
import socket
import zlib
from collections.abc import Callable, Iterator
from itertools import repeat
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from .conftest import KEY
from .raw import chunk, forever, head, saying, then

CHUNKED = head(b"Content-Type: application/json", b"Transfer-Encoding: chunked")
GZIPPED = head(b"Transfer-Encoding: chunked", b"Content-Encoding: gzip")
STREAM = head(b"Content-Type: text/event-stream", b"Transfer-Encoding: chunked")
GZIPPED_STREAM = head(
    b"Content-Type: text/event-stream", b"Transfer-Encoding: chunked", b"Content-Encoding: gzip"
)
EVENT = chunk(b'data: {"step": 1}\n\n')
BEGINNING = gzip.compress(b"", mtime=0)[:10]
EMPTY = b"\x00\x00\x00\xff\xff"
"""A block of deflate that stands for nothing."""


def compressed(data: bytes) -> bytes:
    """Give the beginning of a gzip file that goes on."""
    deflate = zlib.compressobj(wbits=31)
    return deflate.compress(data) + deflate.flush(zlib.Z_SYNC_FLUSH)


SLOW: dict[str, Callable[[], Iterator[bytes]]] = {
    "nothing at all": lambda: then(forever(b"")),
    "a status line without end": lambda: then(b"HTTP/1.1 200 ", forever(b"O")),
    "a header without end": lambda: then(b"HTTP/1.1 200 OK\r\nX-A: ", forever(b"a")),
    "headers without end": lambda: then(b"HTTP/1.1 200 OK\r\n", forever(b"X-A: a\r\n")),
    "interim answers": lambda: forever(head(status=b"100 Continue")),
    "early hints": lambda: forever(head(b"Link: <a>", status=b"103 Early Hints")),
    "interim answers at once": lambda: then(repeat(head(status=b"102 Processing"))),
    "a body of known length": lambda: then(head(b"Content-Length: 9999"), forever(b" ")),
    "a body until the end": lambda: then(head(), forever(b" ")),
    "chunks of a byte": lambda: then(CHUNKED, forever(chunk(b" "))),
    "the size of a chunk": lambda: then(CHUNKED, b"5;", forever(b"x")),
    "trailers": lambda: then(CHUNKED, chunk(b"{}"), b"0\r\n", forever(b"X-A: a\r\n")),
    "gzip that stands for nothing": lambda: then(GZIPPED, chunk(BEGINNING), forever(chunk(EMPTY))),
    "gzip members that are empty": lambda: then(GZIPPED, forever(chunk(gzip.compress(b"")))),
    "a refusal": lambda: then(
        head(b"Content-Length: 9999", status=b"422 Unprocessable Entity"), forever(b" ")
    ),
}

SLOW_STREAMS: dict[str, Callable[[], Iterator[bytes]]] = {
    "nothing more": lambda: then(STREAM, EVENT, forever(b"")),
    "comments": lambda: then(STREAM, EVENT, forever(chunk(b": ping\n\n"))),
    "an event without end": lambda: then(STREAM, EVENT, chunk(b"data: "), forever(chunk(b"x"))),
    "lines that are no data": lambda: then(STREAM, EVENT, forever(chunk(b"event: a\n"))),
    "the size of a chunk": lambda: then(STREAM, EVENT, b"5;", forever(b"x")),
    "trailers": lambda: then(STREAM, EVENT, b"0\r\n", forever(b"X-A: a\r\n")),
    "gzip that stands for nothing": lambda: then(
        GZIPPED_STREAM, chunk(compressed(b'data: {"step": 1}\n\n')), forever(chunk(EMPTY))
    ),
}

LARGE: dict[str, Callable[[], Iterator[bytes]]] = {
    "a body": lambda: then(head(), repeat(b" " * 1000)),
    "chunks": lambda: then(CHUNKED, repeat(chunk(b" " * 1000))),
    "gzip": lambda: then(GZIPPED, chunk(gzip.compress(b" " * 10_000_000))),
    "gzip in many members": lambda: then(GZIPPED, repeat(chunk(gzip.compress(b" " * 1000)))),
    "a refusal": lambda: then(head(status=b"400 Bad Request"), repeat(b" " * 1000)),
}

LARGE_STREAMS: dict[str, Callable[[], Iterator[bytes]]] = {
    "a line": lambda: then(STREAM, EVENT, repeat(chunk(b"x" * 1000))),
    "an event": lambda: then(STREAM, EVENT, repeat(chunk(b"data: " + b"x" * 1000 + b"\n"))),
    "comments at once": lambda: then(STREAM, EVENT, repeat(chunk(b":\n" * 500))),
    "gzip in a stream": lambda: then(
        GZIPPED_STREAM, chunk(compressed(b"data: 1\n\ndata: " + b"x" * 10_000_000 + b"\n\n"))
    ),
}

pytestmark = [
    pytest.mark.deep,
    # A connection that is given up while it opens is left to the garbage collector by asyncio.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

Act = Callable[[Any], Any]


def acted(api: ModuleType, kind: str, action: Act, gateway: str, **settings: object) -> Any:  # noqa: ANN401 - of a package built by the test
    """Do something with a client of this kind that has little time for an exchange."""
    given: dict[str, object] = {"http_timeout": 0.05, "retries": 0, **settings}
    if kind == "Fal":
        with api.Fal(gateway=gateway, key=KEY, **given) as fal:
            return action(fal)

    async def awaited() -> Any:  # noqa: ANN401 - as above
        async with api.AsyncFal(gateway=gateway, key=KEY, **given) as fal:
            return await action(fal)

    try:
        return asyncio.run(awaited())
    finally:
        gc.collect()


CASES = (
    ("run", "Timeout", SLOW),
    ("stream", "Timeout", SLOW_STREAMS),
    ("run", "TransportError", LARGE),
    ("stream", "TransportError", LARGE_STREAMS),
)
"""What is called, what our client makes of it, and the servers; in the order of docs/client.md."""

kinds = pytest.mark.parametrize("kind", ["Fal", "AsyncFal"])


@kinds
@pytest.mark.parametrize("reply", SLOW.values(), ids=SLOW)
def test_an_exchange_ends_in_time(
    api: ModuleType, kind: str, reply: Callable[[], Iterator[bytes]]
) -> None:
    request = api.portrait.Input(prompt="by night")
    with saying(reply) as gateway, pytest.raises(api.Timeout, match="no answer in time"):
        acted(api, kind, lambda fal: fal.run(request), gateway)


@kinds
@pytest.mark.parametrize("reply", SLOW_STREAMS.values(), ids=SLOW_STREAMS)
def test_the_next_event_comes_in_time_or_the_stream_ends(
    api: ModuleType, kind: str, reply: Callable[[], Iterator[bytes]]
) -> None:
    request = api.portrait.Input(prompt="by night")
    with saying(reply) as gateway, pytest.raises(api.Timeout, match="no answer in time"):
        acted(api, kind, lambda fal: fal.stream(request).answer(), gateway)


@kinds
@pytest.mark.parametrize("reply", LARGE.values(), ids=LARGE)
def test_a_reply_is_bounded(
    api: ModuleType, kind: str, reply: Callable[[], Iterator[bytes]]
) -> None:
    request = api.portrait.Input(prompt="by night")
    bounds: dict[str, Any] = {"max_reply_bytes": 100_000, "http_timeout": 30}
    with (
        saying(reply) as gateway,
        pytest.raises(api.TransportError, match=r"larger than 100000 bytes \(see max_reply_bytes"),
    ):
        acted(api, kind, lambda fal: fal.run(request), gateway, **bounds)


@kinds
@pytest.mark.parametrize("reply", LARGE_STREAMS.values(), ids=LARGE_STREAMS)
def test_an_event_is_bounded(
    api: ModuleType, kind: str, reply: Callable[[], Iterator[bytes]]
) -> None:
    request = api.portrait.Input(prompt="by night")
    bounds: dict[str, Any] = {"max_reply_bytes": 100_000, "http_timeout": 30}
    with saying(reply) as gateway, pytest.raises(api.TransportError, match="an event is larger"):
        acted(api, kind, lambda fal: fal.stream(request).answer(), gateway, **bounds)


@kinds
@pytest.mark.parametrize("reads", [True, False])
def test_a_server_that_does_not_read_is_not_written_to_for_ever(
    api: ModuleType, kind: str, *, reads: bool
) -> None:
    request = api.portrait.Input(prompt="by night", mask_url="data:," + "x" * 20_000_000)
    with saying(lambda: forever(b""), reads=reads) as gateway, pytest.raises(api.Timeout):
        acted(api, kind, lambda fal: fal.run(request), gateway)


@kinds
def test_a_greeting_of_tls_that_does_not_come_is_not_waited_for(api: ModuleType, kind: str) -> None:
    request = api.portrait.Input(prompt="by night")
    greeting = then(b"\x16\x03\x03\x40\x00", forever(b"x"))
    with saying(lambda: greeting) as gateway, pytest.raises(api.Timeout):
        acted(api, kind, lambda fal: fal.run(request), gateway.replace("http:", "https:"))


@kinds
def test_a_whole_method_ends_in_time_however_many_exchanges_it_takes(
    api: ModuleType, kind: str
) -> None:
    settings: dict[str, Any] = {"timeout": 0.5, "retries": 1000}
    slowly = SLOW["a body of known length"]
    with saying(slowly) as gateway, pytest.raises(api.Timeout, match="request r1"):
        acted(
            api, kind, lambda fal: fal.handle(api.portrait.Input, "r1").wait(), gateway, **settings
        )


@kinds
def test_a_host_with_many_addresses_takes_no_longer_than_one(
    api: ModuleType, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = [("127.0.0.1", 9)] * 5000  # nothing listens there
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in dead]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)  # pyright: ignore[reportUnknownArgumentType, reportUnknownLambdaType] - untyped here
    request = api.portrait.Input(prompt="by night")
    with pytest.raises((api.TransportError, api.Timeout)):
        acted(api, kind, lambda fal: fal.run(request), "http://many.example")


def test_every_case_has_a_row_in_the_documentation() -> None:
    text = (Path(__file__).parents[2] / "docs/client.md").read_text()
    rows = re.findall(r"^\| ([a-z].+?) \| `(\w+)` \|", text, re.MULTILINE)
    assert rows == [(name, error) for *_, error, servers in CASES for name in servers]
