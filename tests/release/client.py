"""The generated client, installed alone, in a script that any system runs.

A service of a few lines stands in for fal: what is asked here is whether the client runs at all.
"""

import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from fal_endpoints import Fal
from fal_endpoints import nano_banana_2 as paint
from pydantic import ValidationError


class Service(BaseHTTPRequestHandler):
    """Answers every call with one picture."""

    def do_POST(self) -> None:
        """Give the answer, once the request was read."""
        self.rfile.read(int(self.headers["content-length"]))
        images = [{"url": "https://example.com/a.png", "content_type": "image/png"}]
        answer = json.dumps({"images": images, "description": ""}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name
        """Say nothing."""


def main() -> None:
    """Call, and refuse what is beyond a limit."""
    service = HTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    os.environ |= {"FAL_GATEWAY": f"http://127.0.0.1:{service.server_port}", "FAL_KEY": "any"}
    with Fal() as fal:
        answer = fal.run(paint.Input(prompt="a lighthouse"))
    service.shutdown()
    assert answer.images[0].url == "https://example.com/a.png"
    try:
        paint.Input(prompt="a lighthouse", num_images=99)
    except ValidationError:
        sys.stdout.write(f"The client runs on {sys.platform}.\n")
    else:
        sys.exit("99 images were not refused")


if __name__ == "__main__":
    main()
