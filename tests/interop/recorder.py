"""A server that writes down what it is sent, to the letter, and says the same to everybody."""

import json
import ssl
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it came in, with its query in the `target`; header names keep their case."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(slots=True)
class Recorder:
    """What came in, in its order."""

    url: str
    heard: list[Sent] = field(default_factory=list[Sent])

    def drain(self) -> list[Sent]:
        """Give what came in since the last time."""
        heard, self.heard = self.heard, []
        return heard


@contextmanager
def recording(tls: ssl.SSLContext) -> Generator[Recorder]:
    """Serve on a free port of this machine while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            size = int(self.headers.get("Content-Length", "0"))
            body = self.rfile.read(size)
            recorder.heard.append(Sent(self.command, self.path, tuple(self.headers.items()), body))
            kind, said = _said(recorder.url, self.path)
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = do_PUT = answer  # noqa: N815 - the names are http.server's

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
            """Stay silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        recorder = Recorder(f"https://localhost:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield recorder
        finally:
            server.shutdown()
            thread.join()


def _said(url: str, target: str) -> tuple[str, bytes]:
    """Answer every question at once: a ticket, a status, an output and a place for a file."""
    job = f"{url}/queue.fal.run/acme/painter/requests/job"
    said = json.dumps(
        {
            "status": "COMPLETED",
            "request_id": "job",
            "status_url": f"{job}/status",
            "response_url": job,
            "cancel_url": f"{job}/cancel",
            "logs": [],
            "images": [],
            "description": "",
            "upload_url": f"{url}/v3.fal.media/upload?permission=x",
            "file_url": f"{url}/v3.fal.media/file",
        }
    )
    if "/stream" in target:
        return "text/event-stream", f"data: {said}\n\n".encode()
    return "application/json", said.encode()
