import os
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fal_codegen.scratch import scratch

HOLD = """
import sys, tempfile
from fal_codegen.scratch import scratch

tempfile.tempdir = sys.argv[1]
with scratch() as folder:
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the place of temporary folders."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@contextmanager
def another(place: Path) -> Generator[tuple[subprocess.Popen[str], Path]]:
    """Start a process that has a folder until it is killed, and give the folder."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, place],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        try:
            yield process, Path(process.stdout.readline().strip())
        finally:
            process.kill()


def test_a_folder_of_a_run_that_was_killed_goes_with_the_next_run(place: Path) -> None:
    with another(place) as (process, left):
        process.kill()
        process.wait()
        (left / "deep").mkdir()
        with scratch():
            assert not left.exists()
    assert not [*place.iterdir()]


def test_nothing_goes_that_is_in_use_or_not_of_ours(place: Path) -> None:
    kept = place / "fal-codegen-notes"
    kept.mkdir()
    (kept / "mine.txt").touch()
    (place / "fal-codegen-linked").symlink_to(kept)
    (place / "fal-codegen-file").touch()
    with another(place) as (_, busy):
        before = sorted(place.iterdir())
        with scratch() as folder:
            assert not [*folder.iterdir()]
            assert busy.is_dir()
        assert sorted(place.iterdir()) == before


@pytest.mark.parametrize("files", [[], ["not-yet-in-use"]])
def test_a_folder_of_a_run_killed_before_its_lock_goes_after_an_hour(
    place: Path, files: list[str]
) -> None:
    left = place / "fal-codegen-left"
    young = place / "fal-codegen-young"
    for folder in (left, young):
        folder.mkdir()
        for name in files:
            (folder / name).touch()
    os.utime(left, (0, 0))
    with scratch():
        assert not left.exists()
        assert young.exists()


def test_an_old_folder_that_holds_something_stays(place: Path) -> None:
    kept = place / "fal-codegen-notes"
    kept.mkdir()
    (kept / "new").touch()
    os.utime(kept, (0, 0))
    with scratch():
        assert [*kept.iterdir()]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="users have no numbers")
def test_what_another_user_left_is_not_touched(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = place / "fal-codegen-theirs"
    theirs.mkdir()
    (theirs / "in-use").touch()
    someone = os.geteuid() + 1
    with monkeypatch.context() as patched:
        patched.setattr(os, "geteuid", lambda: someone)
        with scratch():
            pass
    assert theirs.is_dir()
