"""Serving an emulator over TCP, to this machine only."""

import contextlib
import ipaddress
import socket
import threading
from collections.abc import Callable, Generator

import uvicorn
from starlette.types import ASGIApp


@contextlib.contextmanager
def running(app: ASGIApp, host: str = "127.0.0.1", port: int = 0) -> Generator[str]:
    """Serve in a thread while the block runs; give the base URL, without a slash at its end.

    Port 0 takes a free one. Raises `ValueError` for a host that others could reach and `OSError`
    for a port that is taken.
    """
    with _listen(host, port) as listener:
        server = _Server(app)
        thread = threading.Thread(
            target=server.run_on, args=(listener,), name="fal-codegen-emulator"
        )
        thread.start()
        server.ready.wait()
        try:
            yield _url(listener)
        finally:
            server.should_exit = True
            thread.join()


def serve(app: ASGIApp, port: int, announce: Callable[[str], None]) -> None:
    """Serve until interrupted; `announce` is told the base URL once connections are taken.

    Port 0 takes a free one. Raises `OSError` for a port that is taken.
    """
    with _listen("127.0.0.1", port) as listener, contextlib.suppress(KeyboardInterrupt):
        announce(_url(listener))
        _Server(app).run_on(listener)


class _Server(uvicorn.Server):
    """Uvicorn, telling when it has begun, or failed to.

    It sends no date and writes no log of requests: answers repeat byte for byte, and what a request
    carries stays out of logs.
    """

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                date_header=False,
                server_header=False,
                timeout_graceful_shutdown=1,
            )
        )
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    def run_on(self, listener: socket.socket) -> None:
        try:
            self.run(sockets=[listener])
        finally:
            self.ready.set()


def _listen(host: str, port: int) -> socket.socket:
    address = "127.0.0.1" if host == "localhost" else host
    try:
        local = ipaddress.ip_address(address).is_loopback
    except ValueError:
        local = False
    if not local:
        raise ValueError(
            f"{host!r} is not a loopback address: the emulator serves this machine only"
        )
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.create_server((address, port), family=family)
    # Connections inherit it; asyncio would not set it here, and each answer would wait 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
