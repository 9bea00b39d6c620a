"""Generated code, run from outside: jobs go to a process of its own, outcomes come back."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from fal_codegen.errors import GeneratedBroken

Job: TypeAlias = Mapping[str, Any]
"""What the driver is to do, and with which module; as JSON."""


def run_jobs(package: Path, jobs: Sequence[Job], key: str = "unused") -> list[Any]:
    """Have the driver do jobs with the package in this folder; outcomes come in their order.

    Raises `GeneratedBroken` when the package cannot be imported or the driver dies.
    """
    if not jobs:
        return []
    done = subprocess.run(  # noqa: S603 - our own driver; the name is an identifier
        [sys.executable, "-B", "-P", "-m", "fal_codegen.sandbox.driver", package.name],
        input=json.dumps(list(jobs)).encode("utf-8", "surrogatepass"),
        env=_environment(package.parent, key),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise GeneratedBroken(f"{package}: the generated package does not run: {last}")
    outcomes: list[Any] = json.loads(done.stdout)
    return outcomes


def _environment(folder: Path, key: str) -> dict[str, str]:
    """Give the driver's environment: our own modules and the package's, and no gateway but a job's.

    A FAL_GATEWAY left over from the emulator would make a live recording one of the emulator, and
    a proxy is for the world, not for an emulator on this machine.
    """
    kept = {name: value for name, value in os.environ.items() if name != "FAL_GATEWAY"}
    direct = ",".join(filter(None, (kept.get("NO_PROXY"), "127.0.0.1")))
    ours = {"PYTHONPATH": os.pathsep.join([str(folder), *sys.path]), "NO_PROXY": direct}
    return kept | ours | {"FAL_KEY": key}
