"""The service as a script has it: answers in order, and notes of what was asked."""

import json
import socket
import struct
from collections import Counter
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from fal_codegen.contract import EndpointId, Json, parse

KEY = "conformance:0123456789abcdef"
"""The key that clients are given; it opens nothing."""
_LONGEST_HANG = 30.0


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it came: when, where to, whether with the key, and its body if that is JSON."""

    moment: float
    method: str
    host: str
    path: str
    authorization: str | None
    body: Json
    exchange: str | None


@dataclass(slots=True)
class Played:
    """A script that is being played: its exchanges, and what was seen so far."""

    script: Mapping[str, Any]
    endpoint: EndpointId
    sample: Json
    over: Event = field(default_factory=Event)
    seen: list[Seen] = field(default_factory=list[Seen])
    asked: Counter[str] = field(default_factory=Counter[str])
    lock: Lock = field(default_factory=Lock)

    def answer(self, seen: Seen) -> Mapping[str, Any]:
        """Note a request and give what it is answered."""
        with self.lock:
            self.seen.append(seen)
            if seen.exchange is None:
                return {"status": 404, "body": {"detail": "not in the script"}}
            exchange = next(
                each for each in self.script["exchanges"] if each["name"] == seen.exchange
            )
            number = self.asked[seen.exchange]
            self.asked[seen.exchange] += 1
            answers: list[Mapping[str, Any]] = exchange["answers"]
            return answers[min(number, len(answers) - 1)]

    def find(self, method: str, host: str, path: str) -> str | None:
        """Name the exchange that a request belongs to."""
        for each in self.script["exchanges"]:
            place = (each["method"], each["host"], self.filled(each["path"], ""))
            if place == (method, host, path):
                return str(each["name"])
        return None

    def filled(self, text: str, base: str) -> str:
        """Put names into a text of the script."""
        named = {"{base}": base, "{endpoint}": self.endpoint, "{app}": self.endpoint.app}
        for mark, name in named.items():
            text = text.replace(mark, name)
        return text

    def body(self, value: Json, base: str) -> Json:
        """Put names and the sample answer into a body of the script."""
        match value:
            case {"$": "sample"}:
                return self.sample
            case str():
                return self.filled(value, base)
            case list():
                return [self.body(each, base) for each in value]
            case dict():
                return {name: self.body(each, base) for name, each in value.items()}
            case _:
                return value


class Stage(ThreadingHTTPServer):
    """Plays scripts on this machine, each under a number: `<url>/<number>/<host>/<path>`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.played: dict[str, Played] = {}

    def put_on(self, played: Played) -> str:
        """Begin a script; give the base URL that stands in front of all of the service's hosts."""
        number = str(len(self.played) + 1)
        self.played[number] = played
        return f"http://127.0.0.1:{self.server_address[1]}/{number}"


@contextmanager
def staged() -> Generator[Stage]:
    """Serve while the block runs."""
    with Stage() as stage:
        thread = Thread(target=stage.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield stage
        finally:
            for played in stage.played.values():
                played.over.set()
            stage.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    """Answers one connection after a script."""

    server: Stage  # pyright: ignore[reportIncompatibleVariableOverride] - no other makes it
    protocol_version = "HTTP/1.1"

    def _play(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        steps = urlsplit(self.path).path.split("/", 3)
        number, host, path = (*steps[1:], "", "", "")[:3]
        played = self.server.played.get(number)
        if played is None:
            self._send(404, {}, b"{}")
            return
        place = (self.command, host, f"/{path}")
        key = self.headers.get("Authorization")
        seen = Seen(monotonic(), *place, key, _json(content), played.find(*place))
        self._answer(played, played.answer(seen), f"http://{self.headers['Host']}/{number}")

    def _answer(self, played: Played, answer: Mapping[str, Any], base: str) -> None:
        if answer.get("reset"):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            for each in (self.rfile, self.wfile, self.connection):
                each.close()
            self.wfile, self.close_connection = BytesIO(), True
        elif answer.get("hang"):
            played.over.wait(_LONGEST_HANG)
            self.close_connection = True
        elif "events" in answer:
            events = (json.dumps(played.body(each, base)) for each in answer["events"])
            content = "".join(f"data: {each}\n\n" for each in events).encode()
            self._send(200, {"Content-Type": "text/event-stream"}, content)
        else:
            text = answer.get("raw") or json.dumps(played.body(answer.get("body"), base))
            self._send(answer.get("status", 200), answer.get("headers", {}), text.encode())

    def _send(self, status: int, headers: Mapping[str, str], content: bytes) -> None:
        self.send_response(status)
        own_headers = {"Content-Type": "application/json", "Content-Length": str(len(content))}
        for name, value in (own_headers | dict(headers)).items():
            self.send_header(name, value)
        with suppress(OSError):  # the client has left, as it may
            self.end_headers()
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _play  # noqa: N815 - the library's names

    def log_message(self, *_: object) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - nothing is formatted
        """Write nothing: what a request carries stays out of logs."""


def _json(content: bytes) -> Json:
    try:
        return parse(content)
    except ValueError:
        return None
