"""The one writer: brings a folder to new content whole, or leaves it as it was."""

import ctypes
import errno
import os
import shutil
import stat
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from fal_codegen.errors import WriteBroken

_CACHES = {"__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache"}


def update_tree(folder: Path, changes: Mapping[str, bytes | None]) -> bool:
    """Set files below a folder to these bytes, None removing one; tell whether anything changed.

    All else stays as it is: other files, links, empty folders, and the modes of everything. The new
    tree is built beside the old one, sharing the files that stay, and takes its place in one step,
    as a single file does by itself; so a process that is killed leaves the old tree or the new one.
    Raises `WriteBroken` when the disk refuses, or a link leads out of the folder where something is
    to be written; the tree is then the old one.
    """
    fresh = folder.with_name(f".{folder.name}.fresh")
    try:
        _recover(fresh, folder)
        real = {path: data for path, data in changes.items() if _differs(folder / path, data)}
        _refuse_links(folder, real)
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
        reason = error.strerror or error
        raise WriteBroken(f"{place}: {reason}; {folder} is as it was") from None
    finally:
        _clear(fresh)
    return True


@contextmanager
def all_or_nothing(*folders: Path, file: Path | None = None) -> Generator[None]:
    """Put folders and a file back as they were where the block ends by whatever is raised.

    A folder is kept as a second one beside it that shares its files: `update_tree` replaces a file
    and never changes one. What others changed in a folder meanwhile is put back with the rest; a
    process that is killed puts nothing back. Raises `WriteBroken` where a copy cannot be made,
    before anything begins.
    """
    kept = {folder: folder.with_name(f".{folder.name}.kept") for folder in folders}
    missing = {folder for folder in folders if not folder.exists()}
    before = file.read_bytes() if file else b""
    try:
        for folder, copy in kept.items():
            _keep(folder, copy)
        try:
            yield
        except BaseException:
            for folder, copy in kept.items():
                if folder in missing:
                    _clear(folder)
                elif copy.exists():
                    _swap(copy, folder)
            if file and file.read_bytes() != before:
                file.write_bytes(before)
            raise
    finally:
        for copy in kept.values():
            _clear(copy)


def _keep(folder: Path, copy: Path) -> None:
    try:
        _clear(copy)
        if folder.exists():
            _build(folder, copy, {})
    except OSError as error:
        raise WriteBroken(f"{error.filename or copy}: {error.strerror or error}") from None


def files_below(folder: Path) -> dict[str, Path]:
    """Find the files below a folder, by their paths in it; caches of tools do not count."""
    found: dict[str, Path] = {}
    for above, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in _CACHES]
        here = Path(above)
        files = [here / name for name in names if name not in _CACHES]
        path = here.relative_to(folder)
        found |= {(path / file.name).as_posix(): file for file in files if file.is_file()}
    return dict(sorted(found.items(), key=lambda item: item[0].split("/")))


def _differs(file: Path, data: bytes | None) -> bool:
    if file.is_file() and not file.is_symlink():
        return file.read_bytes() != data
    return data is not None or os.path.lexists(file)


def _refuse_links(folder: Path, paths: Iterable[str]) -> None:
    """Raise `OSError` for a path that leads through a link: its file lies in another tree."""
    for path in paths:
        for step in [*Path(path).parents][:-1]:
            if (folder / step).is_symlink():
                raise OSError(errno.ELOOP, "a link in place of a folder", str(folder / step))


def _recover(fresh: Path, folder: Path) -> None:
    """Clear away what a run that was killed left behind."""
    _clear(fresh)
    if not folder.exists() and _aside(folder).exists():
        _aside(folder).rename(folder)


def _clear(folder: Path) -> None:
    """Remove a folder, and what is in folders that may not be written; a link is left alone."""
    for inner, _, _ in () if folder.is_symlink() else os.walk(folder):
        with suppress(OSError):
            Path(inner).chmod(stat.S_IRWXU)
    shutil.rmtree(folder, ignore_errors=True)


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")


def _replace(file: Path, fresh: Path, data: bytes) -> None:
    fresh.mkdir(parents=True)
    new = fresh / file.name
    _write(new, data, file)
    new.replace(file)


def _write(new: Path, data: bytes, old: Path) -> None:
    """Write a file in place of another, which it has the mode of."""
    new.write_bytes(data)
    if old.is_file():
        shutil.copymode(old, new)


def _build(folder: Path, fresh: Path, changes: Mapping[str, bytes | None]) -> None:
    fresh.mkdir(parents=True)
    folders = [(folder, fresh)] if os.path.lexists(folder) else []
    for here, there in folders:  # which grows as it goes
        for old in sorted(here.iterdir()):
            new = there / old.name
            if old.is_dir() and not old.is_symlink():
                new.mkdir()
                folders.append((old, new))
            elif old.relative_to(folder).as_posix() not in changes:
                _share(old, new)
    for path, data in changes.items():
        new = fresh / path
        if data is None:
            _remove_emptied(new.parent, fresh)
        else:
            new.parent.mkdir(parents=True, exist_ok=True)
            _write(new, data, folder / path)
    for here, there in reversed(folders):
        if there.is_dir():
            shutil.copymode(here, there)


def _remove_emptied(folder: Path, root: Path) -> None:
    """Remove a folder, and those around it, if a file that is gone was the last in it."""
    while (
        folder != root and folder.is_dir() and {each.name for each in folder.iterdir()} <= _CACHES
    ):
        _clear(folder)
        folder = folder.parent


def _share(old: Path, new: Path) -> None:
    """Give a file a second place, or a copy where the file system cannot; a link stays a link."""
    if old.is_symlink():
        new.symlink_to(old.readlink())
        return
    try:
        new.hardlink_to(old)
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
