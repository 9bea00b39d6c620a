"""How fast the emulator answers, beside Prism with the same schemas and the same validation."""

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from fal_codegen.contract import Json

from tests.bench.load import Load, load
from tests.bench.measure import ROOT, Row
from tests.bench.serving import emulating

ID = "fal-ai/nano-banana"
PATH = f"/fal.run/{ID}"
BODY: Json = {"prompt": "a red door in the rain", "num_images": 2, "aspect_ratio": "1:1"}
WRONG: Json = {"prompt": "a red door in the rain", "num_images": 9}
PRISM = Path(sys.prefix) / "prism/node_modules/.bin/prism"
_REFUSED = 422
_STARTING = 30.0


def rows() -> list[Row]:
    """Measure a valid call over ten connections; both servers must refuse an invalid one."""
    with emulating() as server:
        ours = _loaded(server.front)
        memory = server.memory
    beside = "Prism is not here: it takes npm"
    if PRISM.is_file():
        with _prism() as front:
            theirs = _loaded(front)
        beside = f"{ours.rate / theirs.rate:.1f}x Prism"
    return [
        Row("valid calls a second that the emulator answers", f"{ours.rate:.0f}", beside),
        Row("memory of the emulator after them", f"{memory:.0f} MiB", ""),
    ]


def _loaded(front: str) -> Load:
    refused = httpx.post(front + PATH, json=WRONG, headers={"Authorization": "Key a:b"})
    assert refused.status_code == _REFUSED, refused.text
    load(front + PATH, BODY, requests=500)  # warms up
    return load(front + PATH, BODY, requests=5000)


@contextmanager
def _prism() -> Generator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    node = shutil.which("node")
    assert node
    with TemporaryDirectory() as folder:
        file = Path(folder, "openapi.json")
        file.write_text(json.dumps(_sync_document()), "utf-8")
        command = [node, str(PRISM), "mock", "--host", "127.0.0.1", "--port", str(port), str(file)]
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, stdout=quiet, stderr=quiet) as process:
            try:
                _await(port)
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()


def _await(port: int) -> None:
    until = time.monotonic() + _STARTING
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise TimeoutError("Prism did not start")


def _sync_document() -> Json:
    """Give the endpoint's document as Prism can read it: as 3.1, and of the call that answers."""
    found = json.loads((ROOT / "contracts" / ID / "openapi.json").read_bytes())
    result = found["paths"][f"/{ID}/requests/{{request_id}}"]["get"]["responses"]
    submit = found["paths"][f"/{ID}"]["post"]
    return {
        **found,
        "openapi": "3.1.0",
        "servers": [],
        "paths": {PATH: {"post": {**submit, "responses": result}}},
    }
