# The runtime of fal-codegen, from templates/python/runtime/_tls.py: edit it there.
"""TLS inside TLS, as it is spoken to a server through a proxy that itself is reached by TLS."""

import ssl
import time
from collections.abc import Callable
from typing import TypeVar

R = TypeVar("R")

_RECORD = 16 * 2**10  # bytes; the most that one record of TLS holds


class TlsInTls:
    """A socket within the TLS of another; its timeout is for a whole call, not for each step."""

    def __init__(
        self,
        outer: ssl.SSLSocket,
        context: ssl.SSLContext,
        server_hostname: str | None,
        timeout: float | None,
    ) -> None:
        self._outer = outer
        self._received, self._to_send = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self._received, self._to_send, server_hostname=server_hostname)
        self.settimeout(timeout)
        self._carry_out(self.tls.do_handshake)

    def settimeout(self, value: float | None, /) -> None:
        """Say how many seconds the next call may take."""
        self._timeout = value

    def recv(self, size: int, /) -> bytes:
        """Read what is there, at least one byte; b"" at the end."""
        try:
            return self._carry_out(lambda: self.tls.read(size))
        except ssl.SSLZeroReturnError:
            return b""

    def send(self, data: memoryview, /) -> int:
        """Write some of it; gives how many bytes."""
        return self._carry_out(lambda: self.tls.write(data[:_RECORD]))

    def _carry_out(self, step: Callable[[], R]) -> R:
        """Do a step of TLS, and bring the records that it takes back and forth."""
        end = None if self._timeout is None else time.monotonic() + self._timeout
        while True:
            try:
                result = step()
            except ssl.SSLWantReadError:
                self._flush(end)
                self._wait_at_most(end)
                if received := self._outer.recv(_RECORD):
                    self._received.write(received)
                else:
                    self._received.write_eof()
            else:
                self._flush(end)
                return result

    def _flush(self, end: float | None) -> None:
        rest = memoryview(self._to_send.read())
        while rest:
            self._wait_at_most(end)
            rest = rest[self._outer.send(rest) :]

    def _wait_at_most(self, end: float | None) -> None:
        left = None if end is None else end - time.monotonic()
        if left is not None and left <= 0:
            raise TimeoutError("the time for the exchange is over")
        self._outer.settimeout(left)
