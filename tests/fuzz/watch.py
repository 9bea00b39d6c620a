"""A watch over what has no bound of its own: it measures work, whatever else the machine does."""

import os
import signal
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

_WORK = 60.0
"""Seconds of CPU time, of this process and of those it started, after which a stage hangs."""

_WAITING = 1800.0
"""Seconds after which it hangs whatever it does: what waits for ever does no work."""

_TICK = 2.0
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


class Hang(Exception):  # noqa: N818 - an outcome
    """A stage took too long."""


@contextmanager
def watched(work: float = _WORK, waiting: float = _WAITING) -> Generator[None, None, None]:
    """Raise `Hang` in a block that takes more seconds of CPU time than `work`, or never ends."""
    began, worked = time.monotonic(), seconds_of_work()

    def look(_number: int, _frame: FrameType | None) -> None:
        if seconds_of_work() - worked > work or time.monotonic() - began > waiting:
            raise Hang

    before = signal.signal(signal.SIGALRM, look)
    tick = min(_TICK, work, waiting)
    signal.setitimer(signal.ITIMER_REAL, tick, tick)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def seconds_of_work() -> float:
    """Give the CPU time of this process and its children; of running ones where it can be told."""
    spent = os.times()
    ended = spent.user + spent.system + spent.children_user + spent.children_system
    return ended + sum(map(_ticks, _children())) / _TICKS_A_SECOND


def _children() -> list[str]:
    lists = Path("/proc/self/task").glob("*/children")
    return [child for each in lists for child in _read(each).split()]


def _ticks(child: str) -> int:
    """Read how many ticks of the clock a process has worked; 0 of one that is gone."""
    fields = _read(Path("/proc", child, "stat")).rpartition(")")[2].split()
    return sum(map(int, fields[11:13]))


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""
