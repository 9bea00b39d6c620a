"""Files that are none, and an output that takes nothing."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from fal_codegen.cli import main

from tests.cli.conftest import PAINT, RETOUCH, Desk

COMMAND = Path(sys.executable).with_name("fal-codegen")
Said = pytest.CaptureFixture[str]
Make: TypeAlias = Callable[[Path], None]


def pipe(file: Path) -> None:
    os.mkfifo(file)


def endless(file: Path) -> None:
    file.symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [pipe, endless])
def test_a_source_with_a_file_that_never_ends_is_told(desk: Desk, capsys: Said, make: Make) -> None:
    file = desk.documents / f"{RETOUCH}.json"
    file.unlink()
    make(file)
    assert desk.fetch() == 2
    assert f"error: {RETOUCH}: {file} is no regular file" in capsys.readouterr().err


@pytest.mark.parametrize("make", [pipe, endless])
def test_a_contract_that_never_ends_is_told(desk: Desk, capsys: Said, make: Make) -> None:
    file = desk.root / "contracts" / RETOUCH / "openapi.json"
    file.unlink()
    make(file)
    assert desk.run("cases") == 2
    assert (
        f"error: {RETOUCH}: openapi.json cannot be read: no regular file" in capsys.readouterr().err
    )
    assert desk.run("generate") == 2
    said = capsys.readouterr()
    assert said.err == f"error: {RETOUCH}: no regular file\n"
    assert "0 of them changed" in said.out
    assert desk.run("check", "--no-properties") == 1
    said = capsys.readouterr()
    assert "nothing was checked: openapi.json cannot be read: no regular file" in said.out
    assert "1 finding" in said.out
    assert said.err == ""
    assert desk.run("doctor", "--source", desk.documents) == 1
    assert "1 contract that cannot be read" in capsys.readouterr().out
    assert desk.run("drift", "--source", desk.documents) == 2
    assert "compared 2: 1 unchanged, 0 changed, 1 cannot tell." in capsys.readouterr().out


def test_who_has_no_output_gets_none(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert desk.run("cases", PAINT) == 0
    sys.stdout.close()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("columns", ["0", "7"])
def test_lines_that_nobody_looks_at_are_whole_however_few_columns_there_are(
    capsys: Said, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    assert main(["drift", "--rules"]) == 0
    whole = capsys.readouterr().out
    monkeypatch.setenv("COLUMNS", columns)
    assert main(["drift", "--rules"]) == 0
    assert capsys.readouterr().out == whole
    assert all(not line.startswith(" ") for line in whole.splitlines())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize(
    "verb", [("cases", PAINT), ("cases", PAINT, "--format", "json"), ("--help",)]
)
def test_an_output_that_is_full_is_one_line(desk: Desk, verb: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [str(COMMAND), "--project", str(desk.root), *verb],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == "error: standard output: No space left on device\n"
