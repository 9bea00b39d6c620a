"""Requests per second of a server: one request repeated over a few connections that stay open."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from fal_codegen.contract import Json, pretty

_SECONDS = 60.0
_OK = 200


@dataclass(frozen=True, slots=True)
class Load:
    """What a server did under load: requests, wall seconds, and bytes received."""

    requests: int
    seconds: float
    received: int

    @property
    def rate(self) -> float:
        """Requests per second."""
        return self.requests / self.seconds


def load(url: str, body: Json, *, requests: int = 3000, connections: int = 10) -> Load:
    """POST a body so often; raises `RuntimeError` for an answer other than 200.

    Plain HTTP/1.1 over bare sockets: a client library would be slower than what it measures.
    Raises `TimeoutError` after a minute.
    """
    return asyncio.run(asyncio.wait_for(_load(url, body, requests, connections), _SECONDS))


async def _load(url: str, body: Json, requests: int, connections: int) -> Load:
    address = urlsplit(url)
    request = _request(address.path, address.netloc, pretty(body))
    share = requests // connections
    begun = time.perf_counter()
    received = await asyncio.gather(
        *(
            _repeat(address.hostname or "", address.port or 80, request, share)
            for _ in range(connections)
        )
    )
    return Load(share * connections, time.perf_counter() - begun, sum(received))


def statuses(url: str, bodies: Sequence[Json], connections: int) -> list[int]:
    """POST each body once, over so many connections; give what was answered, in their order.

    Raises `TimeoutError` after a minute.
    """
    return asyncio.run(asyncio.wait_for(_statuses(url, bodies, connections), _SECONDS))


async def _statuses(url: str, bodies: Sequence[Json], connections: int) -> list[int]:
    address = urlsplit(url)
    waiting = enumerate(bodies)
    found: dict[int, int] = {}

    async def send() -> None:
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        for number, body in waiting:
            data = json.dumps(body).encode()
            writer.write(_request(address.path, address.netloc, data))
            found[number], _ = await _read(reader)
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(send() for _ in range(connections)))
    return [status for _, status in sorted(found.items())]


def _request(path: str, host: str, body: bytes) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: Key a:b\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _repeat(host: str, port: int, request: bytes, times: int) -> int:
    reader, writer = await asyncio.open_connection(host, port)
    received = 0
    try:
        for _ in range(times):
            writer.write(request)
            received += await _answer(reader)
    finally:
        writer.close()
        await writer.wait_closed()
    return received


async def _answer(reader: asyncio.StreamReader) -> int:
    """Read one answer to its end; give its length. Raises `RuntimeError` unless it is 200."""
    status, length = await _read(reader)
    if status != _OK:
        raise RuntimeError(f"the server answered {status}")
    return length


async def _read(reader: asyncio.StreamReader) -> tuple[int, int]:
    """Read one answer to its end; give its status and its length."""
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.lower().split(b"\r\n")
    headers = dict(line.split(b": ", 1) for line in lines if line)
    if b"content-length" in headers:
        length = int(headers[b"content-length"])
        await reader.readexactly(length)
    else:
        length = await _chunks(reader)
    return int(first.split(b" ")[1]), len(head) + length


async def _chunks(reader: asyncio.StreamReader) -> int:
    received = 0
    while True:
        line = await reader.readuntil(b"\r\n")
        length = int(line, 16)
        received += len(await reader.readexactly(length + 2))
        if not length:
            return received
