"""PyPI's fal-client, asked by the kit: `python -m tests.ports.official.python_client`.

It reads the environment once, and speaks TLS alone to what stands there; so the globals of its
module that hold addresses are set for each question, and nothing else of it. It has no part that
checks requests or verifies webhooks, so neither is offered.
"""

# The client's answers have no types:
# pyright: basic

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import fal_client
import httpx
from fal_client import client as module

FEATURES = "read run queue cancel stream upload upload_parts data_uri".split()
KINDS = {401: "unauthorized", 403: "unauthorized", 404: "not_found", 422: "refused"}
TOO_MANY, FAILED = 429, 500


def done(asked: Any) -> Any:  # noqa: ANN401 - JSON
    """Do what is asked."""
    if asked["do"] == "start":
        return {"name": f"fal-client {fal_client.__version__}", "features": FEATURES}
    if asked["do"] == "data_uri":
        file = asked["file"]
        return {"url": fal_client.encode(content_of(file), file["content_type"])}
    if asked["do"] == "read":
        return {"answer": read(asked["answer"])}
    direct(asked["base"])
    try:
        return called(fal_client.SyncClient(key=asked["key"]), asked)
    except Exception as error:  # noqa: BLE001 - whatever it raises is how its call ends
        return ended(error)


def direct(base: str) -> None:
    """Have it send to a base URL."""
    module.RUN_URL_FORMAT = f"{base}/fal.run/"
    module.QUEUE_URL_FORMAT = f"{base}/queue.fal.run/"
    module.REST_URL = f"{base}/rest.fal.ai"
    module.CDN_URL = f"{base}/v3.fal.media"


def called(client: Any, asked: Any) -> Any:  # noqa: ANN401 - as above
    """Call the service."""
    match asked["do"]:
        case "run":
            timeout = asked["timeout"]
            return {"answer": client.run(asked["endpoint"], asked["body"], timeout=timeout)}
        case "queue":
            late = {"client_timeout": asked["timeout"]}
            return {"answer": client.subscribe(asked["endpoint"], asked["body"], **late)}
        case "cancel":
            client.submit(asked["endpoint"], asked["body"]).cancel()
            return {"cancelled": True}
        case "stream":
            events = list(client.stream(asked["endpoint"], asked["body"]))
            return {"events": events, "answer": events[-1]}
        case _:
            file, part = asked["file"], asked.get("part")
            if part:  # its constants are beyond what a test should send
                module.MULTIPART_THRESHOLD = module.MULTIPART_CHUNK_SIZE = part
            return {"url": client.upload(content_of(file), file["content_type"], file["name"])}


def read(answer: object) -> object:
    """Have a call answered so, and give what it gives."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = json.dumps(answer).encode()
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - nothing is formatted
            """Write nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.handle_request).start()
        direct(f"http://127.0.0.1:{server.server_port}")
        return fal_client.SyncClient(key="a:b").run("a/b", {})


def ended(error: Exception) -> dict[str, object]:
    """Say how a call ended."""
    if isinstance(error, fal_client.FalClientHTTPError):
        status = error.status_code
        other = "rate_limited" if status == TOO_MANY else "server" if status >= FAILED else "other"
        return {"failed": KINDS.get(status, other), "status": status}
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return {"failed": "timeout"}
    if isinstance(error, httpx.TransportError):
        return {"failed": "transport"}
    kind = "unexpected" if isinstance(error, ValueError) else f"other: {type(error).__name__}"
    return {"failed": kind}


def content_of(file: Any) -> bytes:  # noqa: ANN401 - as above
    """Give a file's bytes."""
    content: bytes = file["text"].encode() * file["times"]
    return content


if __name__ == "__main__":
    for line in sys.stdin:
        question = json.loads(line)
        if question["do"] == "stop":
            break
        try:
            reply = {"ok": done(question)}
        except Exception as error:  # noqa: BLE001 - the run is told
            reply = {"error": repr(error)}
        print(json.dumps({"id": question["id"], **reply}), flush=True)  # noqa: T201 - the protocol
