"""A server that says any bytes at all, as slowly as it likes."""

import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, repeat
from threading import Event, Thread

EVERY = 0.01
"""Seconds between two bytes of what is dripped."""

Bytes = Iterable[bytes]


@contextmanager  # pyright: ignore[reportDeprecated] - untyped here
def saying(
    reply: Callable[[], Bytes], *, reads: bool = True, heard: list[bytes] | None = None
) -> Iterator[str]:
    """Serve while the block runs: to each connection the same, whatever it asks. Gives the URL.

    What is said goes out piece by piece, until the client hangs up. Who does not read leaves what
    is sent where it is; else `heard` has what each connection began with.
    """
    over = Event()
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        if not reads:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        thread = Thread(
            target=_accept, args=(server, reply, over), kwargs={"reads": reads, "heard": heard}
        )
        thread.start()
        try:
            yield "http://{}:{}".format(*server.getsockname())
        finally:
            over.set()
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            thread.join()


def _accept(
    server: socket.socket,
    reply: Callable[[], Bytes],
    over: Event,
    *,
    reads: bool,
    heard: list[bytes] | None,
) -> None:
    threads: list[Thread] = []
    while not over.is_set():
        try:
            client, _ = server.accept()
        except OSError:
            break
        how = {"reads": reads, "heard": heard}
        threads.append(Thread(target=_serve, args=(client, reply(), over), kwargs=how))
        threads[-1].start()
    for thread in threads:
        thread.join()


def _serve(
    client: socket.socket, reply: Bytes, over: Event, *, reads: bool, heard: list[bytes] | None
) -> None:
    with client, suppress(OSError):
        if reads:
            client.settimeout(10)
            begun = client.recv(2**20)
            if heard is not None:
                heard.append(begun)
        for piece in reply:
            if over.is_set():
                return
            client.sendall(piece)
        if not reads:
            over.wait(10)


def forever(piece: bytes) -> Iterator[bytes]:
    """Say the same again and again, with a pause before each."""
    for each in repeat(piece):
        time.sleep(EVERY)
        yield each


def chunk(data: bytes) -> bytes:
    """Spell a chunk of a chunked body."""
    return b"%x\r\n%s\r\n" % (len(data), data)


def head(*headers: bytes, status: bytes = b"200 OK") -> bytes:
    """Spell a status line and headers."""
    return b"\r\n".join([b"HTTP/1.1 " + status, *headers, b"", b""])


def then(*parts: Bytes | bytes) -> Iterator[bytes]:
    """Say one thing after the other."""
    return chain.from_iterable([part] if isinstance(part, bytes) else part for part in parts)
