"""Serving an emulator over TCP."""

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Collection, Generator

import uvicorn
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from fal_codegen.emulator.access.loopback import is_loopback
from fal_codegen.emulator.identity import NAME
from fal_codegen.emulator.protocol import KEPT, BoundedProtocol
from fal_codegen.emulator.websocket import BoundedWebSocket
from fal_codegen.emulator.wire import LARGEST_BODY

_GRACE = 0.2
"""Seconds that requests have left when a server ends."""

_WAITING = 32
"""Messages of a websocket that are kept until somebody reads them."""

_TICK = 0.02
"""Seconds between polls for the end."""


@contextlib.contextmanager
def running(
    app: ASGIApp, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
) -> Generator[str]:
    """Serve in a thread while the block runs; give the base URL, without a slash at its end.

    Port 0 takes a free one. Raises `ValueError` for a host that others could reach and `OSError`
    for a port that is taken.
    """
    if not is_loopback(host):
        raise ValueError(f"{host!r} is not a loopback address: this serves this machine only")
    with _listen(host, port) as listener:
        server = _Server(app, tls)
        thread = threading.Thread(
            target=server.run_on, args=(listener,), name="fal-codegen-emulator"
        )
        thread.start()
        server.ready.wait()
        try:
            yield _url(listener, tls)
        finally:
            server.should_exit = True
            thread.join()


def serve(
    app: ASGIApp,
    port: int,
    announce: Callable[[str], None],
    host: str = "127.0.0.1",
    tls: ssl.SSLContext | None = None,
) -> None:
    """Serve until interrupted; `announce` is told the base URL once connections are taken.

    Port 0 takes a free one. Whoever serves on a host that others can reach has the app ask for a
    key. Raises `OSError` for a port that is taken and for a host that is not this machine's.
    """
    with _listen(host, port) as listener, contextlib.suppress(KeyboardInterrupt):
        announce(_url(listener, tls))
        _Server(app, tls).run_on(listener)


class _Server(uvicorn.Server):
    """Uvicorn, telling when it has begun, or failed to, and ending soon.

    It says in every response who speaks. It sends no date and writes no log of requests: answers
    repeat byte for byte, and what a request carries stays out of logs.
    """

    def __init__(self, app: ASGIApp, tls: ssl.SSLContext | None) -> None:
        async def endable(scope: Scope, receive: Receive, send: Send) -> None:
            # Cancelled at the end of the server, or the caller left while its body was read.
            with contextlib.suppress(asyncio.CancelledError, ClientDisconnect):
                await app(scope, receive, send)

        super().__init__(
            uvicorn.Config(
                endable,
                http=BoundedProtocol,
                ws=BoundedWebSocket,
                ws_max_size=LARGEST_BODY,
                ws_max_queue=_WAITING,
                lifespan="off",
                proxy_headers=False,
                log_config=None,
                access_log=False,
                date_header=False,
                server_header=False,
                timeout_keep_alive=KEPT,
                headers=[("server", NAME)],
                ssl_context_factory=None if tls is None else lambda _config, _default: tls,
            )
        )
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        """Look for the end more often than uvicorn, which has each `running` block wait for it."""
        await self.on_tick(0)  # prepares the headers of all responses
        while not self.should_exit:  # noqa: ASYNC110 - a signal sets it, and can set no event
            await asyncio.sleep(_TICK)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what goes on and on, a stream say; uvicorn would wait for it."""
        for listening in [*self.servers, *(sockets or ())]:
            listening.close()
        connections, tasks = self.server_state.connections, self.server_state.tasks
        for connection in list(connections):
            connection.shutdown()
        await _emptied(connections, tasks)
        for connection in list(connections):
            connection.transport.abort()
        await _emptied(connections)
        for task in list(tasks):
            task.cancel()

    def run_on(self, listener: socket.socket) -> None:
        try:
            self.run(sockets=[listener])
        finally:
            self.ready.set()


async def _emptied(*those: Collection[object]) -> None:
    """Wait until nothing is left of those, or the grace is over."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_GRACE):
            while any(those):  # noqa: ASYNC110 - connections have no event for it
                await asyncio.sleep(_TICK)


def _listen(host: str, port: int) -> socket.socket:
    address = "127.0.0.1" if host == "localhost" else host
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.create_server((address, port), family=family)
    # Connections inherit it. asyncio does not set it for them, and each answer would take 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _url(listener: socket.socket, tls: ssl.SSLContext | None) -> str:
    host, port = listener.getsockname()[:2]
    scheme = "http" if tls is None else "https"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
