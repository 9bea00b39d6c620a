"""Temporary folders, of which a run that is killed leaves none behind for good."""

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from stat import S_ISDIR
from tempfile import TemporaryDirectory, gettempdir
from time import time
from typing import IO

_NAMED = "fal-codegen-"
_IN_USE = "in-use"
"""The file that is locked in a folder as long as somebody needs it."""
_NOT_YET = "not-yet-in-use"
"""Its name until it is locked, so that nobody takes the folder for one left."""
_SETTLED = 3600.0
"""After as many seconds a folder without that file is of nobody who is just making it."""


@contextmanager
def scratch() -> Generator[Path, None, None]:
    """Give an empty folder while the block runs, and clear away those of runs that were killed."""
    _clear_away_left(Path(gettempdir()))
    with TemporaryDirectory(prefix=_NAMED) as home:
        mark = Path(home, _NOT_YET)
        with mark.open("wb") as file:
            if _locks(file):
                mark.rename(mark.with_name(_IN_USE))
            folder = Path(home, "files")
            folder.mkdir()
            yield folder


@cache
def _clear_away_left(folder: Path) -> None:
    """Remove what killed runs of this user left: their locks ended with them.

    A lock is seen by containers that share the folder too, which do not see each other's processes.
    """
    for left in folder.glob(f"{_NAMED}*"):
        with suppress(OSError):
            if _is_ours(left):
                _remove_if_left(left)


def _is_ours(folder: Path) -> bool:
    """Tell whether this user made a folder: nobody else's is touched."""
    status = folder.lstat()
    user = os.geteuid() if hasattr(os, "geteuid") else 0  # as Windows has it for all
    return S_ISDIR(status.st_mode) and status.st_uid == user


def _remove_if_left(folder: Path) -> None:
    if (folder / _IN_USE).is_file():
        _remove_unless_in_use(folder)
    elif time() - folder.stat().st_mtime > _SETTLED:
        (folder / _NOT_YET).unlink(missing_ok=True)
        folder.rmdir()  # fails where there is more, which is not of a run that was killed early


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
