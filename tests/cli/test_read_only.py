"""A project that cannot be written to is read all the same, and what writes says so in a line."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import PAINT, Desk, contents

Said = pytest.CaptureFixture[str]


@pytest.fixture
def shut(desk: Desk) -> Desk:
    """A project in which no folder for this machine can be made, whoever runs this."""
    shutil.rmtree(desk.root / ".fal-codegen", ignore_errors=True)
    (desk.root / ".fal-codegen").write_text("", "utf-8")
    return desk


def test_check_and_drift_need_no_place_to_write_to(shut: Desk) -> None:
    assert shut.run("check", "--no-properties") == 0
    assert shut.run("drift", "--source", shut.documents) == 0


@pytest.mark.parametrize(
    "verb",
    [
        ("generate",),
        ("record",),
        ("fetch", "--source", "emulator"),
        ("accept", "--all", "--reason", "x"),
        ("pipeline", "--source", "emulator"),
        ("remove", PAINT, "--yes"),
    ],
)
def test_what_writes_is_refused_in_a_line_and_changes_nothing(
    shut: Desk, capsys: Said, verb: tuple[str, ...]
) -> None:
    before = contents(shut.root)
    assert shut.run(*verb) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: ")
    assert "nothing was changed: the project must be writable" in line
    assert contents(shut.root) == before


def test_a_report_that_cannot_be_written_is_refused_before_anything_is_run(
    desk: Desk, capsys: Said, tmp_path: Path
) -> None:
    assert desk.run("report", "-o", tmp_path / "nowhere" / "x.html") == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert f"{tmp_path}/nowhere is no folder that can be written to" in line


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("accept", "--all", "--reason", "x", "--until", "soon"), "'soon' is no day such as"),
        (("drift", "a", "b"), "'a' is not an endpoint id"),
        (("cases", "a"), "'a' is not an endpoint id"),
        (("cases", "a/b"), "no contract of a/b; `fal-codegen add a/b` fetches it"),
    ],
)
def test_a_word_of_another_kind_is_told_as_what_was_expected(
    desk: Desk, capsys: Said, words: tuple[str, ...], said: str
) -> None:
    assert desk.run(*words) == 2
    assert said in capsys.readouterr().err
