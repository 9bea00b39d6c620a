# The runtime of fal-codegen, from templates/python/runtime/_network.py: edit it there.
"""Connections of `Fal` that end in time, however slowly the other side sends or reads.

A socket's timeout passes only if nothing comes for so long, so a server that sends a byte now and
then is waited for without end. A timeout here also knows when the whole exchange must be over.
`AsyncFal` does without this module: what is awaited can be cancelled.
"""

import os
import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any, Protocol, Self

import httpcore
import httpx

from ._tls import TlsInTls


class TimeLimit(float):
    """The seconds that a socket may be idle, and in `end` the moment when all must be over."""

    end: float

    def __new__(cls, idle: float, total: float) -> Self:
        """Take both in seconds from now."""
        limit = super().__new__(cls, min(idle, total))
        limit.restart(total)
        return limit

    def restart(self, total: float) -> None:
        """Let all be over in so many seconds from now."""
        self.end = time.monotonic() + total


def keep_time_limits(http: httpx.Client) -> None:
    """Let a client of our own open its connections here, those to proxies too.

    httpx has no public way to say this that keeps the proxies which the environment names.
    """
    private: Any = http
    transports = (private._transport, *private._mounts.values())
    for pool in (transport._pool for transport in transports if transport):
        assert isinstance(pool._network_backend, httpcore.SyncBackend)
        pool._network_backend = _Backend()


class _Backend(httpcore.SyncBackend):
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Try the addresses of a host one after the other, all within the time limit."""
        options = list(socket_options or ())
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in _addresses(host, port):
            try:
                left = _left(timeout)
                stream = super().connect_tcp(address, port, left, local_address, options)
            except TimeoutError as error:
                failure = httpcore.ConnectTimeout(str(error))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Connection(stream, stream.get_extra_info("socket"), timeout)
        raise failure


class _Socket(Protocol):
    def settimeout(self, value: float | None, /) -> None: ...

    def recv(self, size: int, /) -> bytes: ...

    def send(self, data: memoryview, /) -> int: ...


class _Connection(httpcore.NetworkStream):
    """A connection of httpcore's, which is read and written by its socket.

    It belongs to the process that opened it: of two that fork, each would read the other's answers.
    The time limit it was `opened` with holds for what httpcore reads without any, which is the
    greeting of a SOCKS proxy.
    """

    def __init__(self, stream: httpcore.NetworkStream, sock: _Socket, opened: float | None) -> None:
        self._stream = stream
        self._socket = sock
        self._opened = opened
        self._process = os.getpid()

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            self._socket.settimeout(_left(self._opened if timeout is None else timeout))
            return self._socket.recv(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        rest = memoryview(buffer)
        try:
            while rest:
                self._socket.settimeout(_left(self._opened if timeout is None else timeout))
                rest = rest[self._socket.send(rest) :]
        except TimeoutError as error:
            raise httpcore.WriteTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        if isinstance(self._socket, TlsInTls):
            raise httpcore.ConnectError("no more than two layers of TLS")
        try:
            left = _left(timeout)
            if isinstance(self._socket, ssl.SSLSocket):  # it reaches a proxy by TLS
                inner = TlsInTls(self._socket, ssl_context, server_hostname, left)
                return _Connection(self._stream, inner, self._opened)
            stream = self._stream.start_tls(ssl_context, server_hostname, left)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        return _Connection(stream, stream.get_extra_info("socket"), self._opened)

    def get_extra_info(self, info: str) -> object:
        if info == "ssl_object" and isinstance(self._socket, TlsInTls):
            return self._socket.tls
        if info == "is_readable" and os.getpid() != self._process:
            return True  # by which httpcore takes an idle connection for one that is over
        return self._stream.get_extra_info(info)


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error
    return [str(address[0]) for *_, address in found]


def _left(timeout: float | None) -> float | None:
    """Give the seconds that the next step may take; raises `TimeoutError` if there are none."""
    if not isinstance(timeout, TimeLimit):
        return timeout
    left = timeout.end - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time for the exchange is over")
    return min(timeout, left)
