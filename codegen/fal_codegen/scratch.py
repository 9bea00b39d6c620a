"""Temporary folders, of which a run that is killed leaves none behind for good."""

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import IO

_NAMED = "fal-codegen-"
_IN_USE = "in-use"
"""The file that is locked in a folder as long as somebody needs it."""


@contextmanager
def scratch() -> Generator[Path, None, None]:
    """Give an empty folder while the block runs, and clear away those of runs that were killed."""
    _clear_away_left(Path(gettempdir()))
    with TemporaryDirectory(prefix=_NAMED) as home:
        folder = Path(home, "files")
        folder.mkdir()
        new = Path(home, "new")
        with new.open("wb") as file:
            if _locks(file):  # and only then has its name, so that nobody takes it for one left
                new.rename(new.with_name(_IN_USE))
            yield folder


@cache
def _clear_away_left(folder: Path) -> None:
    """Remove what killed runs of this user left: their locks ended with them.

    A lock is seen by containers that share the folder too, which do not see each other's processes.
    """
    for left in folder.glob(f"{_NAMED}*"):
        with suppress(OSError):
            if _is_ours(left):
                _remove_unless_in_use(left)


def _is_ours(folder: Path) -> bool:
    """Tell whether a run of this user made a folder: nobody else's is touched."""
    if folder.is_symlink() or not (folder / _IN_USE).is_file():
        return False
    return folder.stat().st_uid == os.geteuid()


def _remove_unless_in_use(folder: Path) -> None:
    with (folder / _IN_USE).open("rb+") as file:
        if _locks(file):
            shutil.rmtree(folder, ignore_errors=True)


def _locks(file: IO[bytes]) -> bool:
    """Lock a file until it is closed; False where somebody has it, or this system has no locks."""
    try:
        import fcntl  # noqa: PLC0415 - Windows has none

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        return False
    return True
