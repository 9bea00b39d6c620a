# The runtime of fal-codegen, from templates/python/runtime/_websocket.py: edit it there.
"""Websockets: they are opened with a client's settings, and fail with this package's errors."""

import logging
import socket
import struct
import sys
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from importlib import import_module
from typing import Any, Literal, TypeAlias
from urllib.parse import parse_qs

import httpx
from anyio import fail_after

from ._authorities import tls_context
from ._config import Config
from ._connection import NAME
from ._errors import ApiError, ConnectionEnded, FalError, Timeout, TransportError, api_error
from ._key import ApiKey
from ._log import CallLog
from ._realtime import EXTRA, PERMISSION
from ._settings import Settings
from ._shown import shown_address
from ._wire import Call, Failure, Reply

Library: TypeAlias = Literal["sync", "asyncio", "trio"]

_OPEN_TIMEOUT = 90.0  # seconds, as in the official Python client
_CLOSE_TIMEOUT = 5.0  # seconds for the other side to say goodbye
_SEND_TIMEOUT = 20  # seconds in which the other side takes something of what is sent
_MOST_PIECES = 4096  # of one message, as the library's newer versions have it
_SILENT = logging.Logger("silent", logging.CRITICAL + 1)  # noqa: LOG001 - nobody is to configure it
"""The library's own log would tell the address, and so the token."""


class Wait:
    """So many seconds from now; None for no end."""

    def __init__(self, seconds: float | None) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + (seconds or 0)

    def left(self) -> float | None:
        """Give the seconds that are left."""
        return None if self.seconds is None else max(self._end - time.monotonic(), 0)

    def ended(self) -> AbstractContextManager[object]:
        """Raise `TimeoutError` in an awaiting block once they are over."""
        return fail_after(self.left())


class Opener:
    """Opens the websocket at an address, by the library's client for `library`."""

    def __init__(self, config: Config, settings: Settings, url: str, library: Library) -> None:
        self._config = config
        self._settings = settings
        self._url = url
        self._library = library

    @property
    def token(self) -> ApiKey:
        """Give what lets in to the address, which who answers there may repeat."""
        return ApiKey("".join(parse_qs(self._url.partition("?")[2]).get(PERMISSION, ())))

    def open(self, seconds: float | None) -> Any:
        """Give what opens it: a context manager of the library's, waiting or awaiting."""
        try:
            client = import_module(f"websockets.{self._library}.client")
        except ImportError:
            newer = ", under trio websockets 17" if self._library == "trio" else ""
            raise FalError(EXTRA + newer) from None
        return _without_redirects(client)(
            self._url,
            create_connection=_in_few_pieces(client.ClientConnection),
            **self._arguments(seconds),
        )

    def _arguments(self, seconds: float | None) -> dict[str, Any]:
        longest = min(self._config.http_timeout, _OPEN_TIMEOUT)
        arguments: dict[str, Any] = {
            "max_size": self._config.max_reply_bytes,
            "compression": None,  # what comes is pictures
            "open_timeout": longest if seconds is None else min(seconds, longest),
            "close_timeout": _CLOSE_TIMEOUT,
            "user_agent_header": NAME,
            "additional_headers": dict(self._config.headers),
            "proxy": self._settings.get("proxy") or True,
            "logger": _SILENT,
        }
        if self._url.startswith("wss:"):
            arguments["ssl"] = tls_context(self._settings)
        return arguments

    @contextmanager
    def telling(self, key: ApiKey) -> Generator[None]:
        """Log that it was opened, or what came in place of that."""
        log = CallLog()
        log.begin()
        call = Call("GET", self._url)
        try:
            with failing(self._url, secrets=(key, self.token)):
                yield
        except FalError as error:
            log.end(call, error.reply if isinstance(error, ApiError) else Failure(str(error)))
            raise
        log.end(call, Reply(101))


def _without_redirects(client: Any) -> Any:
    """Give what connects, ending at a redirect: one would lead our headers elsewhere."""
    connect = getattr(client, "reconnect", client.connect)  # the newer one, where it waits
    if not hasattr(connect, "process_redirect"):
        return connect  # an older one that waits, and follows none
    return type("Direct", (connect,), {"process_redirect": _as_it_is})


def _as_it_is(_connect: object, error: Exception) -> Exception:
    """Give the error that a redirect is, in place of where it leads."""
    return error


def _in_few_pieces(connection: Callable[..., Any]) -> Callable[..., Any]:
    """Give what makes a connection that ends at a message in too many pieces.

    The library keeps the pieces until the message is whole. Empty ones count for nothing in its
    `max_size`, and before 17.4 it had no other limit.
    """

    def connect(*arguments: Any, **options: Any) -> Any:
        made = connection(*arguments, **options)
        receive, pieces = made.protocol.recv_frame, 0

        def receive_counted(frame: Any) -> None:
            nonlocal pieces
            if frame.opcode in {0, 1, 2}:  # what a message is made of: no ping, no goodbye
                pieces += 1
                if pieces > _MOST_PIECES:
                    raise import_module("websockets.exceptions").ProtocolError("too many fragments")
                pieces = 0 if frame.fin else pieces
            receive(frame)

        made.protocol.recv_frame = receive_counted
        return made

    return connect


def bound_sending(waiting: socket.socket) -> None:
    """Have sending fail where the other side has taken nothing for a while.

    The library's client that waits has no deadline for it, and while it sends, a ping's answer for
    example, it cannot be closed. Windows counts in milliseconds.
    """
    most = _SEND_TIMEOUT
    bound = most * 1000 if sys.platform == "win32" else struct.pack("ll", most, 0)
    with suppress(OSError):  # it is closed already, and says so to whoever sends
        waiting.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, bound)


@contextmanager
def failing(
    url: str, seconds: float | None = None, *, secrets: Sequence[ApiKey]
) -> Generator[None]:
    """Turn what a websocket raises into errors of ours, which name no token and no key."""
    errors = import_module("websockets.exceptions")
    place = shown_address(url)
    try:
        yield
    except errors.ConnectionClosedOK:
        raise ConnectionEnded("the realtime connection is over") from None
    except errors.InvalidStatus as error:
        refused: Any = error.response
        headers: Mapping[str, str] = httpx.Headers(list(refused.headers.raw_items()))
        reply = Reply(refused.status_code, headers, bytes(refused.body or b""))
        for secret in secrets:
            reply = secret.hidden(reply)
        raise api_error(reply) from None
    except TimeoutError:
        within = "in time" if seconds is None else f"within {seconds:g} s"
        raise Timeout(f"no answer {within} from {place}", after=seconds) from None
    except (errors.WebSocketException, OSError, EOFError) as error:
        why = str(error).encode(errors="replace")
        for secret in secrets:
            why = secret.hide(why, all_spellings=True)
        raise TransportError(f"{place}: {type(error).__name__}: {why.decode():.300}") from None
