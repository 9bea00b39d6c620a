"""How things are measured: whole processes, wall time and peak memory, the best of several."""

import os
import platform
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("FAL_CODEGEN_CORPUS", ROOT / "../shared/corpus"))


class Row(NamedTuple):
    """A line of the table: what was measured, the figure, and what it is beside a peer's."""

    what: str
    figure: str
    beside: str


@dataclass(frozen=True, slots=True)
class Measured:
    """Wall seconds, the peak memory of the largest process in MiB, and seconds of CPU for users."""

    seconds: float
    memory: float
    user: float = 0.0


def run(command: Sequence[str], *, env: Mapping[str, str] | None = None) -> Measured:
    """Measure a command from a process of its own, so that the peak is the command's alone.

    Raises `RuntimeError` if the command fails: what fails is often quick.
    """
    script = (
        "import resource, subprocess, sys, time\n"
        "start = time.perf_counter()\n"
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)\n"
        "seconds = time.perf_counter() - start\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "sys.stderr.buffer.write(done.stderr)\n"
        "print(seconds, used.ru_maxrss, used.ru_utime)\n"
        "sys.exit(done.returncode)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command],
        env=os.environ | (env or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr[-500:]}")
    seconds, peak, user = map(float, done.stdout.split())
    return Measured(seconds, peak / 1024, user)


def in_turns(times: int, *ways: Callable[[], Measured]) -> list[Measured]:
    """Measure each way so often and keep its best; a slow spell of the machine befalls them all."""
    rounds = [[way() for way in ways] for _ in range(times)]
    return [min(each, key=attrgetter("seconds")) for each in zip(*rounds, strict=True)]


def machine() -> str:
    """Name the day and the machine in one line."""
    day = datetime.now(UTC).date().isoformat()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{day}, {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"{platform.system()}, Python {platform.python_version()}"
    )


def tool(name: str) -> str:
    """Give the path of a command of this environment."""
    return str(Path(sys.executable).with_name(name))
