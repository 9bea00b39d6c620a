"""The program under test: whatever it does, the run tells what that was, and ends."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest
from fal_codegen.conform import Port, started
from fal_codegen.conform import port as program
from fal_codegen.contract import Json
from fal_codegen.errors import PortBroken, ProjectBroken

from tests.conform.conftest import LINES

HEAD = """
import json, sys
def say(**reply): print(json.dumps(reply), flush=True)
lines = map(json.loads, sys.stdin)
"""
STARTS = HEAD + "say(id=next(lines)['id'], ok={'name': 'toy', 'features': ['read']})\n"
ANSWERS = "    if each['do'] == 'read': say(id=each['id'], ok={'answer': each['answer']})\n"
BROKEN = {
    "cannot be started": (None, "no-such-program: No such file or directory"),
    "ends at once": (
        "raise SystemExit('no key')",
        "ended before it had answered; it complains: no key",
    ),
    "says what is no JSON": ("print('hello', flush=True)", "says what is no JSON object: hello"),
    "says a list": ("print('[1]', flush=True)", "says what is no JSON object: [1]"),
    "says an abyss": ("print('[' * 100_000, flush=True)", "says what is no JSON object: [["),
    "says no text": (
        "import sys; sys.stdout.buffer.write(b'\\xff\\n')",
        "says what is no JSON object",
    ),
    "answers another question": (HEAD + "say(id=7, ok={})", "answers what was not asked"),
    "answers with true for 1": (HEAD + "say(id=True, ok={})", "answers what was not asked"),
    "has no features": (HEAD + "say(id=next(lines)['id'], ok={})", "answers `start` with"),
    "cannot start": (HEAD + "say(id=next(lines)['id'], error='no')", "answers `start` with"),
    "talks without end": (
        "import itertools\nfor _ in itertools.count(): print('x' * 9999)",
        "says what is no JSON object",
    ),
}
AMID = {
    "ends": ("", "the program ended before it had answered"),
    "says garbage": ("print('}', flush=True)", "the program says what is no JSON object: }"),
    "falls silent": ("next(lines); next(lines); next(lines)", "the program did not answer for"),
    "says a line without end": (
        "while True: sys.stdout.write('x' * 100_000)",
        "the program says a line of more than 1 MiB",
    ),
    "answers twice": (
        "n = next(lines)['id']; say(id=n, ok={'answer': 1}); say(id=n, ok={'answer': 1})",
        "the program answers what was not asked",
    ),
    "complains without end": (
        "while True: sys.stderr.write('why ' * 1000)",
        "the program did not answer for",
    ),
    "leaves a child behind": (
        "from subprocess import Popen\nPopen([sys.executable, '-c', 'import time; time.sleep(9)'])",
        "the program did not answer for",
    ),
}


def command(text: str | None) -> list[str]:
    return ["no-such-program"] if text is None else [sys.executable, "-c", text]


@contextmanager
def running(text: str | None, folder: Path) -> Generator[Port]:
    with started(command(text), folder, os.environ, LINES) as port:
        port.start()
        yield port


def read(answer: Json) -> dict[str, Json]:
    return {"do": "read", "endpoint": "acme/painter", "answer": answer}


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "_SILENCE", 1.0)
    monkeypatch.setattr(program, "_GRACE", 0.2)
    monkeypatch.setattr(program, "_LONGEST_LINE", 2**20)


@pytest.mark.parametrize("name", BROKEN)
def test_a_program_that_does_not_answer_is_told_in_a_line(tmp_path: Path, name: str) -> None:
    text, said = BROKEN[name]
    with pytest.raises(PortBroken) as caught, running(text, tmp_path):
        pass
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("name", AMID)
@pytest.mark.deep
def test_what_a_program_leaves_unanswered_could_not_be_tried(tmp_path: Path, name: str) -> None:
    text, said = AMID[name]
    begun = monotonic()
    with running(STARTS + text, tmp_path) as port:
        replies = port.ask([read(1), read(2)])
        assert all(said in each["error"] for each in replies if "ok" not in each)
        assert "error" in replies[1]
        (later,) = port.ask([read(3)])
        assert said in later["error"]
    assert monotonic() - begun < 30


@pytest.mark.usefixtures("hasty")
def test_a_program_that_does_not_stop_is_ended(tmp_path: Path) -> None:
    text = STARTS + "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    with running(text + "time.sleep(99)", tmp_path):
        begun = monotonic()
    assert monotonic() - begun < 20


def test_replies_may_come_in_any_order(tmp_path: Path) -> None:
    text = STARTS + (
        "asked = [next(lines) for _ in range(3)]\n"
        "for each in reversed(asked): say(id=each['id'], ok={'answer': each['answer']})\n"
    )
    with running(text, tmp_path) as port:
        assert port.name == "toy"
        assert [*port.features] == ["read"]
        replies = port.ask(read(number) for number in range(3))
    assert [each["ok"]["answer"] for each in replies] == [0, 1, 2]


def test_a_reply_that_breaks_its_schema_convicts_the_client(tmp_path: Path) -> None:
    text = STARTS + "for each in lines: say(id=each['id'], ok={'taken': 1})\n"
    with running(text, tmp_path) as port:
        replies = port.ask([read(1), read(2)])
        assert all(each["error"].startswith("no such reply: ") for each in replies)


def test_a_question_that_breaks_its_schema_convicts_the_kit(tmp_path: Path) -> None:
    with (
        running(STARTS, tmp_path) as port,
        pytest.raises(ProjectBroken, match="the kit asks what it may not, to read"),
    ):
        port.ask([{"do": "read", "endpoint": "acme/painter"}])


def test_a_program_that_is_slow_to_read_is_waited_for(tmp_path: Path) -> None:
    with running(STARTS + "for each in lines:\n" + ANSWERS, tmp_path) as port:
        long = "a" * 100_000
        assert len(port.ask(read(long) for _ in range(30))) == 30
