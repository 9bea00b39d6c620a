"""The service as a script has it, over HTTP on this machine."""

import json
import socket
import struct
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Thread, Timer
from time import monotonic
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from fal_codegen.conform.played import Played, Seen

_LONGEST_HANG = 30.0


class Stage(ThreadingHTTPServer):
    """Plays a script: `<url>/<host>/<path>` stands for a path on one of the service's hosts."""

    daemon_threads = True

    def __init__(self, played: Played) -> None:
        super().__init__(("127.0.0.1", 0), _Handler, bind_and_activate=False)
        self.server_bind()  # and nobody listens yet: whoever connects is refused
        self.played = played
        self.opened = False

    @property
    def base(self) -> str:
        """The URL that stands in front of all of the service's hosts."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def open(self) -> None:
        """Begin to take connections."""
        self.server_activate()
        self.opened = True
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that left, or spoke no HTTP: the script tells what it missed."""


@contextmanager
def staged(played: Played, unreachable: float = 0.0) -> Generator[str]:
    """Play a script while the block runs; give its base URL.

    For so many seconds nobody can be reached there.
    """
    with Stage(played) as stage:
        opening = Timer(unreachable, stage.open)
        opening.start() if unreachable else stage.open()
        try:
            yield stage.base
        finally:
            played.over.set()
            opening.cancel()
            if unreachable:
                opening.join()
            if stage.opened:
                stage.shutdown()


class _Handler(BaseHTTPRequestHandler):
    """Answers one connection after a script."""

    server: Stage  # pyright: ignore[reportIncompatibleVariableOverride] - no other makes it
    protocol_version = "HTTP/1.1"

    def _play(self) -> None:
        whole = urlsplit(self.path)
        host, _, path = whole.path.removeprefix("/").partition("/")
        place = (self.command, host, f"/{path}")
        seen = Seen(
            monotonic(),
            *place,
            dict(parse_qsl(whole.query, keep_blank_values=True)),
            {name.lower(): value for name, value in self.headers.items()},
            self._content(),
            *self.server.played.find(*place),
        )
        self._answer(self.server.played.answer(seen), seen.part)

    def _content(self) -> bytes:
        if "chunked" not in self.headers.get("Transfer-Encoding", "").lower():
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        content = bytearray()
        while size := int(self.rfile.readline().partition(b";")[0], 16):
            content += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return bytes(content)

    def _answer(self, answer: Mapping[str, Any], part: int | None) -> None:
        played, base = self.server.played, self.server.base
        if answer.get("hang"):
            played.over.wait(_LONGEST_HANG)
            self.close_connection = True
            return
        if answer.get("reset"):
            self._reset()
        elif "events" in answer:
            events = answer["events"]
            lines = (f"data: {json.dumps(played.body(each, base))}\n\n" for each in events)
            text = played.filled(events, base) if isinstance(events, str) else "".join(lines)
            self._stream(text, whole=not answer.get("cut"))
        else:
            text = answer.get("raw") or json.dumps(played.body(answer.get("body"), base, part))
            headers = answer.get("headers", {})
            filled = {name: played.filled(value, base, part) for name, value in headers.items()}
            self._send(answer.get("status", 200), filled, text.encode())

    def _stream(self, text: str, *, whole: bool) -> None:
        """Send events in a chunk, and that they are `whole`; else the connection just ends."""
        content = text.encode()
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        with suppress(OSError):  # the client has left, as it may
            self.end_headers()
            end = b"0\r\n\r\n" if whole else b""
            self.wfile.write(b"%x\r\n%b\r\n%b" % (len(content), content, end))

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        for each in (self.rfile, self.wfile, self.connection):
            each.close()
        self.wfile, self.close_connection = BytesIO(), True

    def _send(self, status: int, headers: Mapping[str, str], content: bytes) -> None:
        self.send_response(status)
        own_headers = {"Content-Type": "application/json", "Content-Length": str(len(content))}
        for name, value in (own_headers | dict(headers)).items():
            self.send_header(name, value)
        with suppress(OSError):  # as above
            self.end_headers()
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _play  # noqa: N815 - the library's names

    def log_message(self, *_: object) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - nothing is formatted
        """Write nothing: what a request carries stays out of logs."""
