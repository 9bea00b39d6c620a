"""Having documents compared by a process that is ended when a proof takes too long."""

import atexit
import pickle
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from queue import Empty, SimpleQueue
from threading import Thread

from fal_codegen.contract import Document, EndpointId, canonical
from fal_codegen.drift import Change
from fal_codegen.pipeline.proving.messages import Began, Done, Job, Message, Ready, Refused

_SECONDS = 10.0
"""How long one proof may take: a thousand times what most do."""
_START = 120.0
"""How long the process may take to start."""
_COMMAND = (sys.executable, "-P", "-m", "fal_codegen.pipeline.proving.child")


class Prover:
    """Compares documents in a process of its own, which starts with the first that differ.

    No thread could end a proof: the library holds the interpreter while it thinks.
    """

    def __init__(self, seconds: float = _SECONDS, command: Sequence[str] = _COMMAND) -> None:
        self._seconds = seconds
        self._command = command
        self._child: _Child | None = None

    def changes(self, old: Document, new: Document, endpoint: EndpointId) -> tuple[Change, ...]:
        """Give what changed; a proof that does not end is told as undecided.

        Raises `ValueError` where one of the documents cannot be judged by.
        """
        if canonical(old) == canonical(new):
            return ()
        given_up: list[int] = []
        while True:
            match self._run(Job(old, new, endpoint, given_up)):
                case Done(changes=changes):
                    return changes
                case Refused(message=message):
                    raise ValueError(message)
                case Began(number=number):
                    given_up.append(number)
                case _:
                    raise ValueError("comparing the two documents ended the process that did it")

    def close(self) -> None:
        """End the process."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def _run(self, job: Job) -> Message | None:
        """Do a job; give its end, or the last proof that was begun where the process was ended."""
        if self._child is None:
            self._child = _Child(self._command)
            if self._child.next(_START) != Ready():
                self.close()
                return None
        self._child.send(job)
        begun: Began | None = None
        while True:
            match self._child.next(self._seconds):
                case Began() as begun:
                    continue
                case Done() | Refused() as end:
                    return end
                case _:
                    self.close()
                    return begun


class _Child:
    """The process, and what it says."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._said: SimpleQueue[Message | None] = SimpleQueue()
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def send(self, job: Job) -> None:
        assert self._process.stdin is not None
        try:
            pickle.dump(job, self._process.stdin)
            self._process.stdin.flush()
        except OSError:
            self._said.put(None)

    def next(self, seconds: float) -> Message | None:
        """Wait for the next message; None where none came in time, or none can come any more."""
        try:
            return self._said.get(timeout=seconds)
        except Empty:
            return None

    def end(self) -> None:
        assert self._process.stdin is not None
        self._process.kill()
        self._process.wait()
        self._listener.join()  # it reads to the end, which has come
        with suppress(OSError):
            self._process.stdin.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as out:
            while True:
                try:
                    self._said.put(pickle.load(out))  # noqa: S301 - our own child
                except (EOFError, OSError, pickle.UnpicklingError):
                    self._said.put(None)
                    return


@cache
def prover() -> Prover:
    """Give the one prover of this process, which ends with it."""
    found = Prover()
    atexit.register(found.close)
    return found
