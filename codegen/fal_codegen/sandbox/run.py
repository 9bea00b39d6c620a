"""Generated code, run from outside: jobs go to a process of its own, outcomes come back."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, TypeAlias

from fal_codegen.errors import GeneratedBroken, WorkerLost

Job: TypeAlias = Mapping[str, Any]
"""What the driver is to do, and with which module; as JSON."""


def run_jobs(package: Path, jobs: Sequence[Job]) -> list[Any]:
    """Have the driver do jobs with the package in this folder; outcomes come in their order.

    Raises `GeneratedBroken` when the package cannot be imported or the driver dies.
    """
    if not jobs:
        return []
    with sandbox(package) as driver:
        return driver.run(jobs)


class Sandbox:
    """A driver that runs, and does jobs as long as it is asked."""

    def __init__(self, package: Path, process: subprocess.Popen[bytes], said: IO[bytes]) -> None:
        self._package = package
        self._process = process
        self._said = said

    def run(self, jobs: Sequence[Job]) -> list[Any]:
        """Have jobs done; outcomes come in their order.

        Raises `GeneratedBroken` if it dies, and `WorkerLost` if it is killed.
        """
        assert self._process.stdin
        assert self._process.stdout
        with suppress(BrokenPipeError):  # it died before it listened, and says why
            self._process.stdin.write(f"{json.dumps([*jobs])}\n".encode())
            self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer.endswith(b"\n"):
            if self._process.wait() == -signal.SIGKILL:
                raise WorkerLost(f"{self._package}: the process that ran it was killed")
            raise GeneratedBroken(
                f"{self._package}: the generated package does not run: {self._why()}"
            )
        outcomes: list[Any] = json.loads(answer)
        return outcomes

    def _why(self) -> str:
        """Give the last line of what the driver said, or else how it ended."""
        code = self._process.wait()
        self._said.seek(0)
        line = self._said.read().decode(errors="replace").strip().rpartition("\n")[2]
        ended = f"ended by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        return line or f"it said nothing; {ended}"


@contextmanager
def sandbox(package: Path, key: str = "unused") -> Generator[Sandbox, None, None]:
    """Start a driver for the package in this folder; it ends with the block, or with us.

    Raises `GeneratedBroken` where there is none.
    """
    if not package.is_dir():
        raise GeneratedBroken(
            f"{package}: no generated package there; `fal-codegen generate` makes it"
        )
    with (
        TemporaryFile() as said,
        subprocess.Popen(  # noqa: S603 - our own driver; the name is an identifier
            [sys.executable, "-B", "-P", "-m", "fal_codegen.sandbox.driver", package.name],
            env=_environment(package.parent, key),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            start_new_session=True,  # Ctrl-C is for us: heard there, it looks like a broken package
        ) as process,
    ):
        try:
            yield Sandbox(package, process, said)
        finally:
            process.kill()
            with suppress(BrokenPipeError):
                process.communicate()


def port_command(package: Path, modules: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """Give command and environment of the package as a program that the kit is tried on.

    `modules` has the modules of its endpoints by id.
    """
    named = (f"{id_}={module}" for id_, module in modules.items())
    command = [sys.executable, "-B", "-P", "-m", "fal_codegen.sandbox.port", package.name, *named]
    return command, _environment(package.parent, "unused")


def _environment(folder: Path, key: str) -> dict[str, str]:
    """Give the driver's environment: our own modules and the package's, and this key."""
    ours = {"PYTHONPATH": os.pathsep.join([str(folder), *sys.path]), "FAL_KEY": key}
    return direct_environment() | ours


def direct_environment() -> dict[str, str]:
    """Give the environment of a program of its own: no key, and no gateway but the one it is told.

    A FAL_GATEWAY left over from the emulator would make a live recording one of the emulator, and
    a proxy is for the world, not for an emulator on this machine.
    """
    ours = ("FAL_GATEWAY", "FAL_KEY")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    direct = ",".join(filter(None, (kept.get("NO_PROXY"), "127.0.0.1")))
    return kept | {"NO_PROXY": direct}
