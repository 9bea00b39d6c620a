"""The program under test: whatever it does, the run tells what that was."""

import os
import sys
from pathlib import Path

import pytest
from fal_codegen.conform import started
from fal_codegen.errors import PortBroken

HEAD = """
import json, sys
def say(**told): print(json.dumps(told), flush=True)
lines = map(json.loads, sys.stdin)
"""
STARTS = HEAD + "say(id=next(lines)['id'], ok={'name': 'toy', 'features': ['read']})\n"
BROKEN = {
    "cannot be started": (None, "no-such-program: No such file or directory"),
    "ends at once": (
        "raise SystemExit('no key')",
        "ended before it had answered; it complains: no key",
    ),
    "says what is no JSON": ("print('hello', flush=True)", "says what is no JSON object: hello"),
    "says a list": ("print('[1]', flush=True)", "says what is no JSON object: [1]"),
    "answers another question": (HEAD + "say(id=7, ok={})", "answers what was not asked"),
    "has no features": (HEAD + "say(id=next(lines)['id'], ok={})", "answers `start` with"),
    "cannot start": (HEAD + "say(id=next(lines)['id'], error='no')", "answers `start` with"),
}


def command(text: str | None) -> list[str]:
    return ["no-such-program"] if text is None else [sys.executable, "-c", text]


@pytest.mark.parametrize("name", BROKEN)
def test_a_program_that_does_not_answer_is_told_in_a_line(tmp_path: Path, name: str) -> None:
    text, said = BROKEN[name]
    with pytest.raises(PortBroken) as caught, started(command(text), tmp_path, os.environ) as port:
        port.start()
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_replies_may_come_in_any_order(tmp_path: Path) -> None:
    text = STARTS + (
        "asked = [next(lines) for _ in range(3)]\n"
        "for each in reversed(asked): say(id=each['id'], ok=each['answer'])\n"
    )
    with started(command(text), tmp_path, os.environ) as port:
        port.start()
        assert port.name == "toy"
        assert [*port.features] == ["read"]
        replies = port.ask({"do": "read", "answer": number} for number in range(3))
    assert [each["ok"] for each in replies] == [0, 1, 2]


def test_a_program_that_ends_amid_its_work_is_told(tmp_path: Path) -> None:
    with started(command(STARTS), tmp_path, os.environ) as port:
        port.start()
        with pytest.raises(PortBroken, match="ended before"):
            port.ask([{"do": "read"}])


def test_a_program_that_is_slow_to_read_is_waited_for(tmp_path: Path) -> None:
    text = (
        STARTS
        + "for each in lines:\n    if each['do'] == 'read': say(id=each['id'], ok=each['answer'])\n"
    )
    with started(command(text), tmp_path, os.environ) as port:
        port.start()
        long = "a" * 100_000
        assert len(port.ask({"do": "read", "answer": long} for _ in range(30))) == 30
