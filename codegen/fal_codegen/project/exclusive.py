"""One run at a time: whoever writes to a project takes its turn."""

from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from fal_codegen.errors import WriteBroken

FOLDER = ".fal-codegen"
"""Where a project keeps what is of this machine alone; no version control sees it."""


def machine_folder(root: Path) -> Path:
    """Make the folder of what is of this machine alone, and give it. Raises `OSError`."""
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    return folder


def machine_place(root: Path, name: str) -> Path | None:
    """Give a place in that folder; a project that cannot be written to has none."""
    try:
        return machine_folder(root) / name
    except OSError:
        return None


def keep_on_machine(root: Path, name: str, text: str) -> None:
    """Write a file of that folder in one step; a disk that refuses costs making it again."""
    place = machine_place(root, name)
    if place is None:
        return
    with suppress(OSError):
        fresh = place.with_name(f".{name}")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(place)


@contextmanager
def exclusive(root: Path, on_wait: Callable[[], None]) -> Generator[None, None, None]:
    """Hold the project for this process; while another one holds it, say so once and wait."""
    folder = root / FOLDER
    try:
        lock = FileLock(machine_folder(root) / "turn")
        try:
            lock.acquire(blocking=False)
        except Timeout:
            on_wait()
            lock.acquire()
    except OSError as error:
        reason = f"{error.filename or folder}: {error.strerror}"
        raise WriteBroken(f"{reason}; nothing was changed: the project must be writable") from None
    try:
        yield
    finally:
        lock.release()
