"""The program under test: started once, asked by lines of JSON, answering in any order."""

import json
import os
import signal
import subprocess
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from typing import Any, TypeAlias, cast

from fal_codegen.conform.kit import FORMAT
from fal_codegen.conform.lines import Lines
from fal_codegen.contract import Json, parse, shortened
from fal_codegen.errors import PortBroken

_SILENCE = 60.0
"""Seconds in which some answer must come while any is missing."""
_EACH = 1.0
"""Seconds that each answer may take beyond that, in the mean."""
_GRACE = 5.0
"""Seconds that a program has to end after it was told to."""
_LONGEST_LINE = 64 * 2**20
_MOST_WAITING = 1000
"""Lines that are kept until somebody reads them; then the program has to wait."""
_LAST_WORDS = 4096
_SHOWN = 200
"""Characters of a reply that a complaint about it shows."""

Reply: TypeAlias = dict[str, Any]


class Port:
    """A client's program. `name` and `features` are what it says of itself.

    Once it has ended, fallen silent or said what is no reply, all that is left to ask could not be
    tried, and it is not asked any more.
    """

    def __init__(self, process: "subprocess.Popen[bytes]", lines: Lines) -> None:
        self._process = process
        self._rules = lines
        self._lines: Queue[bytes] = Queue(_MOST_WAITING)
        self._number = 0
        self._last_words = b""
        self._broken = ""
        self.name = ""
        self.features: frozenset[str] = frozenset()
        self._speakers: list[Thread] = []
        self._readers = [
            Thread(target=read, daemon=True) for read in (self._listen, self._overhear)
        ]
        for reader in self._readers:
            reader.start()

    def start(self) -> None:
        """Learn what it can do. Raises `PortBroken` for a program that does not say."""
        (reply,) = self.ask([{"do": "start", "format": FORMAT}])
        if "ok" not in reply:
            raise PortBroken(self._broken or f"the program answers `start` with {_short(reply)}")
        self.name = str(reply["ok"].get("name", ""))
        self.features = frozenset(reply["ok"]["features"])

    def ask(self, questions: Iterable[Mapping[str, Json]]) -> list[Reply]:
        """Ask questions; give the replies in their order, each with `ok`, `skipped` or `error`.

        What the program leaves unanswered is an `error` too. Raises `ProjectBroken` for a question
        that breaks its schema.
        """
        asked = {
            number: {"id": number, **each}
            for number, each in enumerate(questions, self._number + 1)
        }
        for each in asked.values():
            self._rules.check_question(each)
        self._number += len(asked)
        replies: dict[int, Reply] = {}
        if not self._broken:
            self._start_saying([*asked.values()])
            try:
                self._collect(asked, replies)
            except PortBroken as broken:
                self._broken = str(broken)
                self._end()
        return [replies.get(number, {"error": self._broken}) for number in asked]

    def _collect(self, asked: Mapping[int, Mapping[str, Json]], replies: dict[int, Reply]) -> None:
        """Gather replies until all are there. Raises `PortBroken`."""
        end = monotonic() + _SILENCE + _EACH * len(asked)
        while len(replies) < len(asked):
            reply = self._next(min(_SILENCE, end - monotonic()))
            number = reply.get("id")
            if type(number) is not int or number not in asked or number in replies:
                raise self._fault(f"answers what was not asked: {_short(reply)}")
            fault = self._rules.fault(str(asked[number]["do"]), reply)
            wrong = {"error": f"no such reply: {_short(reply)}: {fault}"}
            replies[number] = wrong if fault else reply

    def stop(self) -> None:
        """Tell it to end, and end it, with what it started, if it does not."""
        self._start_saying([{"id": 0, "do": "stop"}], last=True)
        with suppress(subprocess.TimeoutExpired):
            self._wait(_GRACE)
        self._end()

    def _wait(self, seconds: float) -> None:
        """Wait for its end, and read on meanwhile, so that it can speak out."""
        end = monotonic() + seconds
        while self._process.poll() is None:
            if monotonic() > end:
                raise subprocess.TimeoutExpired(self._process.args, seconds)
            with suppress(Empty):
                self._lines.get(timeout=0.02)

    def _end(self) -> None:
        if self._process.returncode is None:
            _kill(self._process)
        self._process.wait()
        end = monotonic() + _GRACE
        for speaker in self._speakers:
            speaker.join(_GRACE)
        if self._process.stdin:
            with suppress(OSError):
                self._process.stdin.close()
        while any(reader.is_alive() for reader in self._readers) and monotonic() < end:
            with suppress(Empty):
                self._lines.get(timeout=0.02)

    def _start_saying(
        self, questions: Sequence[Mapping[str, object]], *, last: bool = False
    ) -> None:
        """Write while others read: it may answer before it has been asked all."""
        speaker = Thread(target=self._say, args=(questions,), kwargs={"last": last}, daemon=True)
        speaker.start()
        self._speakers.append(speaker)

    def _say(self, questions: Sequence[Mapping[str, object]], *, last: bool) -> None:
        assert self._process.stdin
        with suppress(OSError, ValueError):  # it has ended, which the missing replies tell
            for each in questions:
                self._process.stdin.write(json.dumps(each).encode() + b"\n")
            self._process.stdin.flush()
            if last:
                self._process.stdin.close()

    def _listen(self) -> None:
        assert self._process.stdout
        with self._process.stdout as said:
            while line := said.readline(_LONGEST_LINE):
                self._lines.put(line)
        self._lines.put(b"")

    def _overhear(self) -> None:
        """Keep the end of what it complains of."""
        assert self._process.stderr
        with self._process.stderr as said:
            while more := os.read(said.fileno(), _LAST_WORDS):
                self._last_words = (self._last_words + more)[-_LAST_WORDS:]

    def _next(self, seconds: float) -> Reply:
        try:
            line = self._lines.get(timeout=max(seconds, 0.0))
        except Empty:
            raise self._fault(f"did not answer for {_SILENCE:g} seconds") from None
        if not line:
            raise self._fault("ended before it had answered")
        if len(line) >= _LONGEST_LINE:
            raise self._fault(f"says a line of more than {_LONGEST_LINE // 2**20} MiB")
        try:
            reply = parse(line)
        except ValueError:
            reply = None
        if not isinstance(reply, dict):
            said = _short(line.decode(errors="replace").strip())
            raise self._fault(f"says what is no JSON object: {said}")
        return cast("Reply", reply)

    def _fault(self, what: str) -> PortBroken:
        if self._process.poll() is not None:
            self._readers[1].join(_GRACE)
        last = self._last_words.decode(errors="replace").strip().rpartition("\n")[2]
        return PortBroken(f"the program {what}" + (f"; it complains: {last}" if last else ""))


@contextmanager
def started(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], lines: Lines
) -> Generator[Port]:
    """Run a client's program while the block runs. Raises `PortBroken` for one that does not."""
    try:
        process = subprocess.Popen(  # noqa: S603 - the user's own command, no shell
            [*command],
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise PortBroken(f"{command[0]}: {error.strerror}") from None
    port = Port(process, lines)
    try:
        yield port
    finally:
        port.stop()


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End a program, and what it has started: they would keep its output open."""
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _short(value: object) -> str:
    return shortened(value if isinstance(value, str) else json.dumps(value), _SHOWN)
