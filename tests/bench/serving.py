"""Servers in processes of their own, so that they do not share a client's interpreter."""

import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.bench.measure import ROOT, tool


@dataclass(frozen=True, slots=True)
class Serving:
    """A server: its URL and its process."""

    front: str
    pid: int

    def events(self, what: str) -> list[dict[str, Any]]:
        """Ask an emulator what it saw: `jobs` or `requests`."""
        headers = {"Authorization": "Key bench-id:bench-secret"}
        seen: list[dict[str, Any]] = httpx.get(
            f"{self.front}/emulator/{what}", headers=headers
        ).json()
        return seen

    @property
    def memory(self) -> float:
        """MiB that it holds now."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text("utf-8").split()[1])
        return pages * 4096 / 2**20


@contextmanager
def serving(*command: str) -> Generator[Serving]:
    """Run a command that tells its URL in its first line, while the block runs."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        line = process.stdout.readline()
        front = next(word for word in line.split() if word.startswith("http"))
        try:
            yield Serving(front, process.pid)
        finally:
            process.terminate()


@contextmanager
def emulating() -> Generator[Serving]:
    """Run the emulator of this repository's endpoints."""
    with serving(tool("fal-codegen"), "serve", "--port", "0") as server:
        yield server
