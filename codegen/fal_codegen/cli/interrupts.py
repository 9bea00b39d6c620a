"""Ctrl-C, heard wherever it comes."""

import signal
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager

_EVERY = 0.5
"""Seconds after which one that was missed is heard."""


@contextmanager
def heeding_ctrl_c() -> Generator[None, None, None]:
    """Raise `KeyboardInterrupt` for each Ctrl-C while the block runs.

    Python does so by itself with two exceptions. One that comes as the main thread begins to wait,
    for another thread say, it notices when the wait is over: a timer of the process's own cuts
    waits short, which then go on. One that comes while Python runs a callback of its own, as every
    import has them, it only reports: that one is raised at the next turn of the timer.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if sys.platform == "win32" or not is_main or signal.getitimer(signal.ITIMER_REAL)[0]:
        yield  # a timer that runs is of whoever runs this in their own process
        return
    missed: list[str] = []

    def turn(*_: object) -> None:
        if missed:
            missed.clear()
            raise KeyboardInterrupt

    def report(ignored: "sys.UnraisableHookArgs") -> None:
        if issubclass(ignored.exc_type, KeyboardInterrupt):
            missed.append("")
        else:
            reported(ignored)

    reported, sys.unraisablehook = sys.unraisablehook, report
    rang = signal.signal(signal.SIGALRM, turn)
    signal.setitimer(signal.ITIMER_REAL, _EVERY, _EVERY)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, rang)
        sys.unraisablehook = reported


def came_of_ctrl_c(error: BaseException) -> bool:
    """Tell whether an error came up in what Ctrl-C had interrupted, such as a lock in two minds."""
    cause = error.__context__
    return cause is not None and (isinstance(cause, KeyboardInterrupt) or came_of_ctrl_c(cause))
