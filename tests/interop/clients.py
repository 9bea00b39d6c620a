"""Official clients in processes of their own, spoken to by lines of JSON."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

HERE = Path(__file__).parent
KEY = "canary-id:canary-secret"
PATIENCE = 120.0
"""Seconds after which a client that hangs is ended."""


class Official(Protocol):
    """Call a function of an official client by its name; gives the outcome as JSON."""

    def __call__(self, name: str, /, *arguments: object, **options: object) -> Any: ...  # noqa: ANN401 - the client decides


@contextmanager
def python_client(front: str, authority: Path) -> Generator[Official]:
    """Run `fal-client`, directed to an emulator with TLS by nothing but its environment."""
    host = front.removeprefix("https://").replace("127.0.0.1", "localhost")
    environment = {
        "FAL_RUN_HOST": f"{host}/fal.run",
        "FAL_QUEUE_RUN_HOST": f"{host}/queue.fal.run",
        "REST_URL": f"https://{host}/rest.fal.ai",
        "CDN_URL": f"https://{host}/v3.fal.media",
        "SSL_CERT_FILE": str(authority),
    }
    with _process([sys.executable, str(HERE / "official.py")], environment) as official:
        yield official


@contextmanager
def node_client(node: str, packages: Path, front: str) -> Generator[Official]:
    """Run `@fal-ai/client`, directed to an emulator by its documented `proxyUrl`."""
    environment = {"NODE_PATH": str(packages), "PROXY_URL": front}
    with _process([node, str(HERE / "official.cjs")], environment) as official:
        yield official


@contextmanager
def _process(command: Sequence[str], environment: Mapping[str, str]) -> Generator[Official]:
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={"PATH": os.environ["PATH"], "FAL_KEY": KEY, **environment},
    )
    watchdog = threading.Timer(PATIENCE, process.kill)
    watchdog.start()

    def call(name: str, /, *arguments: object, **options: object) -> object:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps([name, arguments, options]) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        assert line, "the official client ended; its last words are on standard error"
        return json.loads(line)

    with process:
        try:
            yield call
        finally:
            watchdog.cancel()
