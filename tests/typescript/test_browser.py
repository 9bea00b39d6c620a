"""The client in a browser: through a proxy that adds the key, which no page has."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from fal_codegen.contract import EndpointId
from fal_codegen.emulator import emulator, running

from tests.browser import chromium, needs_browser
from tests.documents import family
from tests.typescript.bundle import bundled
from tests.typescript.node import build, copied, needs_node

pytestmark = [needs_node, needs_browser, pytest.mark.deep]

KEY = "id:a-key-that-no-page-has"
TARGET = "x-fal-target-url"
PAGE = """
import { Fal, InvalidRequest, statusStream } from "./dist/index.js";
import { nanoBanana as paint } from "./dist/endpoints/nano-banana.js";

const proxy = "/proxy";
const input = { prompt: "a red door" };
const fal = new Fal({ proxy });
const outcome = async (what) => {
  try {
    return await what();
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};
globalThis.outcomes = Promise.all([
  outcome(async () => (await fal.run(paint, input)).images.length),
  outcome(async () => (await fal.subscribe(paint, input)).images.length),
  outcome(async () => {
    const follow = new Fal({ proxy, follow: statusStream });
    const handle = await follow.submit(paint, input);
    const seen = [];
    for await (const { status } of handle.events()) seen.push(status);
    return seen.at(-1);
  }),
  outcome(async () => fal.run(paint, { ...input, num_images: 9 })),
  outcome(async () => fal.run(paint, input, { signal: AbortSignal.abort("enough") })),
  outcome(async () => new Fal({ key: "id:secret" })),
  outcome(async () => typeof new Fal({ key: "id:secret", allowKeyInBrowser: true }).run),
]);
"""


class Proxy(SimpleHTTPRequestHandler):
    """Serves the page's files, and makes its calls with the key, at the emulator's own place."""

    front: str

    def forward(self) -> None:
        """Send a call on, and give what comes back as it comes."""
        target = self.headers[TARGET].replace("https:/", "", 1)
        length = int(self.headers["content-length"] or 0)
        headers = {"Authorization": f"Key {KEY}", "Content-Type": "application/json"}
        assert "authorization" not in self.headers
        url = target if target.startswith(self.front) else self.front + target
        body = self.rfile.read(length) or None
        call = Request(url, body, headers, method=self.command)  # noqa: S310 - the emulator's
        try:
            answer = urlopen(call)  # noqa: S310 - the same
        except HTTPError as error:
            answer = error
        with answer:
            self.send_response(answer.status or 200)
            for name in ("content-type", "x-fal-request-id"):
                if value := answer.headers[name]:
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.read())

    def do_GET(self) -> None:
        """Give a file of the page, or send a call on."""
        return self.forward() if self.path == "/proxy" else super().do_GET()

    def do_POST(self) -> None:
        """Send a call on."""
        self.forward()

    def do_PUT(self) -> None:
        """Send a call on."""
        self.forward()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
        """Say nothing."""


@pytest.fixture
def page(tmp_path: Path) -> Iterator[str]:
    """Serve a page with the client beside the proxy; gives its address."""
    package = copied(tmp_path / "client")
    assert build(package) == ""
    (package / "bundle.js").write_bytes(bundled(PAGE, package))
    (package / "index.html").write_text('<script type="module" src="bundle.js"></script>', "utf-8")
    documents = {EndpointId(id_): each for id_, each in family().items()}
    with running(emulator(documents, key=KEY)) as front:
        handler = type("Served", (Proxy,), {"front": front})
        served = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(package)))
        Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_port}/index.html"
        served.shutdown()
        served.server_close()


def test_a_page_runs_follows_and_is_refused_through_a_proxy_without_a_key(page: str) -> None:
    with chromium() as browser:
        tab = browser.new_page()
        tab.goto(page)
        tab.wait_for_function("() => globalThis.outcomes")
        ends = tab.evaluate("() => globalThis.outcomes")
    assert ends[:3] == [1, 1, "COMPLETED"]
    assert ends[3].startswith("InvalidRequest: fal-ai/nano-banana: num_images: breaks maximum 4")
    assert ends[4] == "undefined: undefined"  # the caller's own reason, as it was given
    assert ends[5] == "FalError: a key in a browser is public: use proxy, or allowKeyInBrowser"
    assert ends[6] == "function"
