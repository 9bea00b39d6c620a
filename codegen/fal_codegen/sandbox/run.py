"""Generated code, run from outside: jobs go to a process of its own, outcomes come back."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, TypeAlias

from fal_codegen.errors import GeneratedBroken

Job: TypeAlias = Mapping[str, Any]
"""What the driver is to do, and with which module; as JSON."""


def run_jobs(package: Path, jobs: Sequence[Job], key: str = "unused") -> list[Any]:
    """Have the driver do jobs with the package in this folder; outcomes come in their order.

    Raises `GeneratedBroken` when the package cannot be imported or the driver dies.
    """
    if not jobs:
        return []
    with TemporaryFile() as complaints:
        outcomes, failed = _drive(package, json.dumps(list(jobs)), key, complaints)
        complaints.seek(0)
        last = complaints.read().decode(errors="replace").strip().rpartition("\n")[2]
    if failed:
        raise GeneratedBroken(f"{package}: the generated package does not run: {last}")
    told: list[Any] = json.loads(outcomes)
    return told


def _drive(package: Path, jobs: str, key: str, complaints: IO[bytes]) -> tuple[bytes, bool]:
    """Run the driver; its input stays open until it is done, for it ends when we do."""
    with subprocess.Popen(  # noqa: S603 - our own driver; the name is an identifier
        [sys.executable, "-B", "-P", "-m", "fal_codegen.sandbox.driver", package.name],
        env=_environment(package.parent, key),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
    ) as driver:
        assert driver.stdin
        assert driver.stdout
        with suppress(BrokenPipeError):  # it died before it listened, and says why
            driver.stdin.write(f"{jobs}\n".encode())
            driver.stdin.flush()
        outcomes = driver.stdout.read()
        return outcomes, driver.wait() != 0


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
