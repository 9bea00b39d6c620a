"""A server that gives its replies in turn, for recordings to be made of."""

import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest
from fal_codegen.cassettes import Stamp, recording
from fal_codegen.contract import EndpointId

PAINT = EndpointId("acme/painter")
SECRET = "canary-identity:canary-secret-0123456789"
IDENTITY, HALF = SECRET.split(":")
STAMP = Stamp(PAINT, "sync", "emulator", "2026-11-01", "c" * 64)


@dataclass(frozen=True)
class Reply:
    """An answer: its body, the headers beside its length, and its status."""

    body: bytes = b"{}"
    headers: tuple[tuple[str, str], ...] = (("content-type", "application/json"),)
    status: int = 200


class Stage:
    """Stands where a gateway would, at `url`; answers with its replies, then with empty objects."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.replies: list[Reply] = []

    def says(self, body: str | bytes, *headers: tuple[str, str], status: int = 200) -> None:
        """Add a reply."""
        data = body.encode() if isinstance(body, str) else body
        self.replies.append(Reply(data, headers or Reply.headers, status))

    def at(self, place: str) -> str:
        """Give the address that stands for one of the service's, `fal.run/acme/painter`."""
        return f"{self.url}/{place}"

    @contextmanager
    def recorded(self, *texts: str) -> Generator[list[str], None, None]:
        """Record with the canary for a secret; the text of the cassette is added to a list."""
        sent = [*texts]
        with recording(STAMP, self.url, [SECRET]) as tape:
            yield sent
        sent.append(tape.text)


@pytest.fixture
def stage() -> Iterator[Stage]:
    """The server of one test."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            reply = here.replies.pop(0) if here.replies else Reply()
            self.send_response(reply.status)
            for header in (*reply.headers, ("content-length", str(len(reply.body)))):
                self.send_header(*header)
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = do_PUT = answer  # noqa: N815 - names the base class looks for

        def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002 - its name there

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        here = Stage(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield here
        server.shutdown()
        thread.join()


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    """A client that signs with the canary."""
    with httpx.Client(headers={"Authorization": f"Key {SECRET}"}) as client:
        yield client
