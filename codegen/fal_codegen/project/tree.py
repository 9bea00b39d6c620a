"""The one writer: brings a folder to new content whole, or leaves it as it was."""

import ctypes
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from fal_codegen.errors import WriteBroken

_CACHES = {"__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache"}


def update_tree(folder: Path, changes: Mapping[str, bytes | None]) -> bool:
    """Set files below a folder to these bytes, None removing one; tell whether anything changed.

    Every other file stays. The new tree is built beside the old one, sharing the files that stay,
    and takes its place in one step, as a single file does by itself; so a process that is killed
    leaves the old tree or the new one.
    Raises `WriteBroken` when the disk refuses; the tree is then the old one.
    """
    fresh = folder.with_name(f".{folder.name}.fresh")
    try:
        _recover(fresh, folder)
        real = {path: data for path, data in changes.items() if _differs(folder / path, data)}
        match [*real.items()]:
            case []:
                return False
            case [(path, bytes(data))] if (folder / path).parent.is_dir():
                _replace(folder / path, fresh, data)
            case _:
                _build(folder, fresh, real)
                _swap(fresh, folder)
    except OSError as error:
        place = error.filename or folder
        raise WriteBroken(f"{place}: {error.strerror}; {folder} is as it was") from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return True


def files_below(folder: Path) -> dict[str, Path]:
    """Find the files below a folder, by their paths in it; caches of tools do not count."""
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and _CACHES.isdisjoint(path.parts)
    }


def _differs(file: Path, data: bytes | None) -> bool:
    try:
        return file.read_bytes() != data
    except FileNotFoundError:
        return data is not None


def _recover(fresh: Path, folder: Path) -> None:
    """Clear away what a run that was killed left behind."""
    shutil.rmtree(fresh, ignore_errors=True)
    if not folder.exists() and _aside(folder).exists():
        _aside(folder).rename(folder)


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")


def _replace(file: Path, fresh: Path, data: bytes) -> None:
    fresh.mkdir(parents=True)
    new = fresh / file.name
    new.write_bytes(data)
    new.replace(file)


def _build(folder: Path, fresh: Path, changes: Mapping[str, bytes | None]) -> None:
    fresh.mkdir(parents=True)
    for path, old in files_below(folder).items():
        if path not in changes:
            new = fresh / path
            new.parent.mkdir(parents=True, exist_ok=True)
            _share(old, new)
    for path, data in changes.items():
        if data is not None:
            new = fresh / path
            new.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(data)


def _share(old: Path, new: Path) -> None:
    """Give a file a second place, or a copy where the file system cannot."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copy2(old, new)


def _swap(fresh: Path, folder: Path) -> None:
    """Exchange two folders in one step where the system can; else the old one steps aside first."""
    if not folder.exists():
        fresh.rename(folder)
    elif not _exchange(os.fsencode(fresh), os.fsencode(folder)):
        shutil.rmtree(_aside(folder), ignore_errors=True)
        folder.rename(_aside(folder))
        fresh.rename(folder)
        shutil.rmtree(_aside(folder), ignore_errors=True)


def _exchange(one: bytes, other: bytes) -> bool:
    """Swap two paths in one step, by Linux's renameat2 or macOS's renamex_np; False without."""
    if os.name != "posix":
        return False
    libc = ctypes.CDLL(None)
    current_folder, exchange = -100, 2  # AT_FDCWD; RENAME_EXCHANGE and RENAME_SWAP are both 2
    if hasattr(libc, "renameat2"):
        return int(libc.renameat2(current_folder, one, current_folder, other, exchange)) == 0
    return hasattr(libc, "renamex_np") and int(libc.renamex_np(one, other, exchange)) == 0
