"""HTTP on a connection, bounded before anything else is done with what came."""

import socket
import struct
from asyncio import BaseTransport, Protocol, Transport
from itertools import count
from typing import cast

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

LONGEST_URL = 8 * 2**10
"""Bytes of a URL."""

LARGEST_HEAD = 32 * 2**10
"""Bytes of a request's line, headers and trailers, and of whatever else comes without a body."""

MOST_HEADERS = 100
"""Headers and trailers of a request."""

KEPT = 75
"""Seconds that a connection may take for its next head, or be idle; httpx keeps an idle one for 5
and must close first, or it sends a request into a connection that we are closing."""

RESET = "fal.reset"
"""Where a request's state has what resets its connection."""

_PIPELINED = 8  # requests that may wait for an answer to one before them
_SLICE = 2 * 2**10  # bytes given to the parser at once: a bound is exact to two of them
_FAREWELL = 1.0  # seconds in which a caller that was refused can stop speaking and hear why
_UNHEARD = 2**20  # bytes that it may still send meanwhile
_ORDER = count()  # of connections becoming idle; a loop's clock has equal moments
_REASONS = {
    400: "Invalid HTTP request received.",
    408: f"The head did not come within {KEPT} seconds.",
    414: f"The URL is longer than {LONGEST_URL} bytes.",
    431: f"More than {LARGEST_HEAD} bytes, or {MOST_HEADERS} headers, beside the body.",
    503: "Too many connections.",
}


class _ExceededError(Exception):
    """A bound was met; the status says which."""


class BoundedProtocol(HttpToolsProtocol):
    """Uvicorn's protocol with bounds that hold while a request is read, and a connection to reset.

    The parser keeps a name or a value until it is whole, and drops extensions of chunks without a
    word. Therefore all bytes count that have come in a row without being part of a body.
    """

    most_connections = 1000

    def connection_made(self, transport: BaseTransport) -> None:
        """Take a connection, if need be in place of the one that was idle longest."""
        super().connection_made(cast("Transport", transport))
        self._idle_since = next(_ORDER)
        self._silent = self._head = self._fields = self._unsent = self._unheard = 0
        self._in_body = self._refused = False
        self._upgraded: Protocol | None = None
        self._status = 400
        self._wait_for_head()
        if len(self.connections) > self.most_connections:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection, and what still waited on it."""
        super().connection_lost(exc)
        self._unset_keepalive_if_required()
        self.pipeline.clear()

    def data_received(self, data: bytes) -> None:
        """Parse what came, a slice at a time."""
        if self._refused:
            self._unheard += len(data)
            if self._unheard > _UNHEARD:
                self.transport.abort()
            return
        whole = memoryview(data)
        for start in range(0, len(whole), _SLICE):
            if self._upgraded:
                self._upgraded.data_received(bytes(whole[start:]))
                return
            if self._refused or self.transport.is_closing() or self.parser is None:
                return
            self._parse(whole[start : start + _SLICE])

    def _parse(self, piece: memoryview) -> None:
        self._silent += len(piece)
        try:
            self.parser.feed_data(piece)  # pyright: ignore[reportOptionalMemberAccess] - not None before the connection ends
            if self._silent > LARGEST_HEAD:
                self._exceed(431)
        except httptools.HttpParserUpgrade as upgrade:
            if self._should_upgrade():
                self._upgrade(bytes(piece[upgrade.args[0] :]))
            elif self._has_body():
                self._refuse(400)
            else:
                self.cycle.keep_alive = False
        except (httptools.HttpParserError, _ExceededError):
            self._refuse(self._status)

    def _should_upgrade(self) -> bool:
        """Tell whether a request asks for a websocket; one for HTTP/2 is answered in HTTP/1.1.

        The parser reads nothing behind the head of either, so no body and no further request.
        """
        return self.parser.get_method() == b"GET" and super()._should_upgrade()  # pyright: ignore[reportOptionalMemberAccess] - as above

    def _has_body(self) -> bool:
        lengths = (b"content-length", b"transfer-encoding")
        return any(name in lengths and value != b"0" for name, value in self.headers)

    def _upgrade(self, following: bytes) -> None:
        """Hand the connection over to the websocket's protocol, with what came behind the head."""
        self._unset_keepalive_if_required()
        self.handle_websocket_upgrade()
        self._upgraded = cast("Protocol", self.transport.get_protocol())
        if following:
            self._upgraded.data_received(following)

    def _exceed(self, status: int) -> None:
        self._status = status
        raise _ExceededError

    def on_message_begin(self) -> None:
        """Begin a request, and its count."""
        super().on_message_begin()
        self._silent = self._head = self._fields = 0
        self._in_body = False
        self.scope.setdefault("state", {})[RESET] = self._reset

    def on_url(self, url: bytes) -> None:
        """Take a part of the URL."""
        super().on_url(url)
        self._head += len(url)
        if len(self.url) > LONGEST_URL:
            self._exceed(414)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; a trailer is counted, and nobody is told of it."""
        self._head += len(name) + len(value) + len(b": \r\n")
        self._fields += 1
        if self._head > LARGEST_HEAD or self._fields > MOST_HEADERS:
            self._exceed(431)
        if not self._in_body:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Answer a request, or have it wait for the answer to the one before."""
        if len(self.pipeline) >= _PIPELINED:
            self._exceed(503)
        self._unset_keepalive_if_required()
        self._in_body = True
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        self._silent = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """End a request."""
        self._silent = 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Wait for the next request, if none waits already."""
        self._idle_since = next(_ORDER)
        super().on_response_complete()

    def timeout_keep_alive_handler(self) -> None:
        """End a connection on which no head came in time, unless its answer is still on its way."""
        unsent = self.transport.get_write_buffer_size()
        if self.transport.is_closing() or self._refused:
            return
        if self._silent and not self._in_body:
            self._refuse(408)
        elif not unsent:
            self.transport.close()
        elif unsent != self._unsent:
            self._unsent = unsent
            self._wait_for_head()
        else:
            self.transport.abort()

    @property
    def _idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete  # pyright: ignore[reportUnnecessaryComparison] - none before the first request

    def _wait_for_head(self) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )

    def _make_room(self) -> None:
        known = [each for each in self.connections if isinstance(each, BoundedProtocol)]
        idle = [each for each in known if each is not self and each._idle]  # noqa: SLF001 - one of us
        if idle:
            longest = min(idle, key=lambda each: each._idle_since)  # noqa: SLF001 - one of us
            self.connections.discard(longest)
            longest.transport.abort()
        else:
            self._refuse(503)

    def _refuse(self, status: int) -> None:
        """Answer in place of the app, if no other answer has begun, and hear no more."""
        self._refused = True
        self._unset_keepalive_if_required()
        if not self._idle:
            if not self._in_body or self.pipeline or self.cycle.response_started:
                self.transport.abort()
                return
            self.cycle.disconnected = True  # the app finds that its caller has left
            self.cycle.message_event.set()
        self.transport.write(self._refusal(status))
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(_FAREWELL, self.transport.abort)

    def _refusal(self, status: int) -> bytes:
        said = b'{"detail":"%b"}' % _REASONS[status].encode()
        fields = {
            **dict(self.server_state.default_headers),
            b"content-type": b"application/json",
            b"content-length": b"%d" % len(said),
            b"connection": b"close",
        }
        lines = b"".join(b"%b: %b\r\n" % field for field in fields.items())
        return STATUS_LINE[status] + lines + b"\r\n" + said

    def _reset(self) -> None:
        """Drop the connection; without lingering, the other side sees a reset and not an end."""
        connection: socket.socket = self.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()
