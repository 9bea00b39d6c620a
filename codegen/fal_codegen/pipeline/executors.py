"""Work per endpoint, on one executor: this process for little, several for much, or a cluster."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    as_completed,
)
from contextlib import contextmanager
from multiprocessing.connection import wait
from multiprocessing.resource_tracker import ensure_running
from threading import Thread
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from fal_codegen.errors import ProjectBroken, WorkerLost

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")

LITTLE = 12
"""Endpoints that are done before other processes would have started."""
_BATCH = 24
"""Endpoints that go to a process at once: enough to share its start, few enough to share out."""
_ATTEMPTS = 3
"""How often a piece is begun whose process is killed."""


class InlineExecutor(Executor):
    """Runs each call at once, in this process."""

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Do it."""
        future: Future[R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - the future carries it to whoever asks
            future.set_exception(error)
        return future


@contextmanager
def executor(address: str | None, size: int) -> Generator[Executor, None, None]:
    """Open the executor for work on so many endpoints; `address` names a Dask cluster, if any.

    Raises `ProjectBroken` for an address that is none, or a cluster that cannot be reached.
    """
    if address is not None:
        with _cluster(address) as cluster:
            yield cluster
    elif size <= LITTLE:
        yield InlineExecutor()
    else:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(
            os.cpu_count(), mp_context=context, initializer=_start_quietly
        ) as pool:
            yield pool


def batches(items: Sequence[T], most: int = _BATCH) -> list[Sequence[T]]:
    """Cut work into pieces of so many at most."""
    return [items[start : start + most] for start in range(0, len(items), most)]


def spread(address: str | None, size: int, pieces: Sequence[Callable[[], R]]) -> Iterator[R]:
    """Do pieces of the work on so many endpoints on an executor; give results as they come.

    A piece whose process was killed is done again; a Dask cluster sees to that itself. Raises what
    a piece raises, `WorkerLost` where the process is killed every time, and `ProjectBroken` as
    `executor` does, or where the cluster gives up.
    """
    waiting = [*pieces]
    for _ in range(_ATTEMPTS):
        lost: list[Callable[[], R]] = []
        with executor(address, size) as pool:
            yield from _results(pool, waiting, lost)
        if not lost:
            return
        waiting = lost
    raise WorkerLost(
        f"a process ended at its work {_ATTEMPTS} times: either memory is short, or a script of "
        'yours works outside of `if __name__ == "__main__"`'
    )


def _results(
    pool: Executor, pieces: Iterable[Callable[[], R]], lost: list[Callable[[], R]]
) -> Iterator[R]:
    """Give the results of pieces, and add to those that are lost."""
    futures: dict[Future[R], Callable[[], R]] = {}
    for piece in pieces:
        try:
            with _without_interrupts():
                futures[pool.submit(piece)] = piece
        except BrokenExecutor:
            lost.append(piece)
    try:
        for future in as_completed(futures):
            try:
                result = future.result()
            except (BrokenExecutor, WorkerLost):
                lost.append(futures[future])
            else:
                yield result
    finally:
        for future in futures:
            future.cancel()


@contextmanager
def _without_interrupts() -> Generator[None, None, None]:
    """Have Ctrl-C wait, here and in the processes that are started meanwhile, until they heed it.

    A process that is interrupted while it imports would print a traceback.
    """
    if sys.platform == "win32":  # where nothing holds a signal back
        yield
        return
    ensure_running()  # which else would let interrupts through again as it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_quietly() -> None:
    """Have this process end without a word when it is interrupted, and with its parent."""
    signal.signal(signal.SIGINT, _end)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    _end_with_parent()


def _end(*_: object) -> None:
    """End at once; nobody waits for what was under way."""
    os._exit(1)


def _end_with_parent() -> None:
    """Have this process end when the one that started it is gone, however that ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        gone = parent.sentinel
        Thread(target=lambda: (wait([gone]), os._exit(1)), daemon=True).start()


def scheduler_of(address: str) -> str:
    """Give what Dask calls a cluster that `dask://HOST:PORT` names.

    Raises `ProjectBroken` for what is no such name.
    """
    try:
        parts = urlsplit(address)
        if parts.scheme == "dask" and parts.hostname and parts.port:
            return f"tcp://{parts.netloc}"
    except ValueError:  # of a port that is no number
        pass
    raise ProjectBroken(f"{address}: an executor is named dask://HOST:PORT")


@contextmanager
def _cluster(address: str) -> Generator[Executor, None, None]:
    scheduler = scheduler_of(address)
    try:
        from distributed import Client, KilledWorker  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        raise ProjectBroken("dask is not installed: pip install fal-codegen[dask]") from None
    try:
        client: Any = Client(scheduler, timeout="10s")
    except OSError as error:
        raise ProjectBroken(f"{address}: {error}") from None
    with client:
        try:
            yield client.get_executor(pure=False)
        except (KilledWorker, CancelledError) as error:
            raise ProjectBroken(f"{address}: the cluster gave up: {error}") from None
