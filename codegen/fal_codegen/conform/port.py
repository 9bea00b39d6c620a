"""The program under test: started once, asked by lines of JSON, answering in any order."""

import json
import subprocess
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, Queue
from tempfile import TemporaryFile
from threading import Thread
from typing import IO, Any, TypeAlias, cast

from fal_codegen.conform.kit import FORMAT
from fal_codegen.contract import Json, parse
from fal_codegen.errors import PortBroken

_SILENCE = 60.0
"""Seconds in which some answer must come while any is missing."""
_GRACE = 5.0
"""Seconds that a program has to end after it was told to."""

Reply: TypeAlias = dict[str, Any]


class Port:
    """A client's program. `name` and `features` are what it says of itself."""

    def __init__(self, process: "subprocess.Popen[bytes]", complaints: IO[bytes]) -> None:
        self._process = process
        self._complaints = complaints
        self._lines: Queue[bytes] = Queue()
        self._number = 0
        self.name = ""
        self.features: frozenset[str] = frozenset()
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def start(self) -> None:
        """Learn what it can do. Raises `PortBroken` for a program that does not say."""
        (reply,) = self.ask([{"do": "start", "format": FORMAT}])
        introduction = (
            cast("dict[str, Any]", reply["ok"]) if isinstance(reply.get("ok"), dict) else {}
        )
        features: object = introduction.get("features")
        if not isinstance(features, list):
            raise self._broken(f"answers `start` with {_short(reply)}")
        self.name = str(introduction.get("name", ""))
        self.features = frozenset(map(str, cast("list[object]", features)))

    def ask(self, questions: Iterable[Mapping[str, Json]]) -> list[Reply]:
        """Ask questions; give the replies in their order, each with `ok`, `skipped` or `error`.

        Raises `PortBroken` where the program ends, falls silent, or says what is no reply.
        """
        asked = dict(enumerate(questions, self._number + 1))
        self._number += len(asked)
        Thread(
            target=self._say,
            args=([{"id": number, **each} for number, each in asked.items()],),
            daemon=True,
        ).start()
        replies: dict[int, Reply] = {}
        while len(replies) < len(asked):
            reply = self._next()
            number = reply.get("id")
            if number not in asked or number in replies:
                raise self._broken(f"answers what was not asked: {_short(reply)}")
            replies[number] = reply
        return [replies[number] for number in asked]

    def stop(self) -> None:
        """Tell it to end, and end it if it does not."""
        self._say([{"id": 0, "do": "stop"}])
        with suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join(_GRACE)
        if self._process.stdout and not self._listener.is_alive():
            self._process.stdout.close()

    def _say(self, questions: Sequence[Mapping[str, object]]) -> None:
        assert self._process.stdin
        with suppress(OSError, ValueError):  # it has ended, which the missing replies tell
            for each in questions:
                self._process.stdin.write(json.dumps(each).encode() + b"\n")
            self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put(b"")

    def _next(self) -> Reply:
        try:
            line = self._lines.get(timeout=_SILENCE)
        except Empty:
            self._process.kill()
            raise self._broken(f"was silent for {_SILENCE:g} seconds") from None
        if not line:
            raise self._broken("ended before it had answered")
        try:
            reply = parse(line)
        except ValueError:
            reply = None
        if not isinstance(reply, dict):
            raise self._broken(
                f"says what is no JSON object: {_short(line.decode(errors='replace').strip())}"
            )
        return reply

    def _broken(self, what: str) -> PortBroken:
        self._complaints.seek(0)
        last = self._complaints.read().decode(errors="replace").strip().rpartition("\n")[2]
        return PortBroken(f"the program {what}" + (f"; it complains: {last}" if last else ""))


@contextmanager
def started(
    command: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> Generator[Port]:
    """Run a client's program while the block runs. Raises `PortBroken` for one that does not."""
    with TemporaryFile() as complaints:
        try:
            process = subprocess.Popen(  # noqa: S603 - the user's own command, no shell
                [*command],
                cwd=folder,
                env=dict(environment),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
            )
        except OSError as error:
            raise PortBroken(f"{command[0]}: {error.strerror}") from None
        port = Port(process, complaints)
        try:
            yield port
        finally:
            port.stop()


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= 200 else f"{text[:200]}…"  # noqa: PLR2004 - a line
