"""What a git repository holds of a folder, at one revision or over time."""

import io
import os
import subprocess
import tarfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from fal_codegen.errors import ProjectBroken


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit: its hash, and the day on which it was committed, as ISO 8601 has it."""

    sha: str
    date: str

    @property
    def short(self) -> str:
        """The hash as people name it."""
        return self.sha[:12]


def find_revision(folder: Path, name: str) -> Revision | None:
    """Give the commit that a name stands for in the repository around a folder; None for none."""
    if not name or name.startswith("-"):
        return None
    try:
        output = _git(folder, "show", "-s", "--format=%H %cs", f"{name}^{{commit}}", "--")
    except ProjectBroken:
        return None
    sha, date = output.decode().split()
    return Revision(sha, date)


def revisions_of(folder: Path, path: Path) -> list[Revision]:
    """Give the commits that changed a path, the oldest first. Raises `ProjectBroken`."""
    try:
        output = _git(folder, "log", "--reverse", "--format=%H %cs", "--", str(path.resolve()))
    except ProjectBroken as error:
        other = "a folder of dated documents has a history too: `--in FOLDER`"
        raise ProjectBroken(f"{error}; {other}") from None
    return [Revision(*line.split()) for line in output.decode().splitlines()]


def is_shallow(folder: Path) -> bool:
    """Tell whether a repository was cloned without its past. Raises `ProjectBroken`."""
    return _git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true"


def file_at(folder: Path, revision: Revision, path: Path) -> bytes | None:
    """Give a file's content at a revision; None where it was not there."""
    try:
        return _git(folder, "show", f"{revision.sha}:./{os.path.relpath(path, folder)}")
    except ProjectBroken:
        return None


@contextmanager
def checked_out(folder: Path, revision: Revision) -> Generator[Path, None, None]:
    """Give a temporary copy of a folder as it was at a revision; nothing else is touched.

    Raises `ProjectBroken` where the folder was not there yet.
    """
    place = _git(folder.parent, "rev-parse", "--show-prefix").decode().strip() + folder.name
    try:
        packed = _git(_root(folder.parent), "archive", "--format=tar", revision.sha, "--", place)
    except ProjectBroken:
        raise ProjectBroken(f"{folder}: not there at {revision.short}") from None
    with TemporaryDirectory() as made:
        _unpack(packed, Path(made))
        yield Path(made) / place


def _unpack(packed: bytes, folder: Path) -> None:
    """Write the regular files of an archive, and no link; git knows no path that leads outside."""
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        for member in tar:
            if content := tar.extractfile(member) if member.isfile() else None:
                file = folder / member.name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content.read())


def _root(folder: Path) -> Path:
    return Path(_git(folder, "rev-parse", "--show-toplevel").decode().strip())


def _git(folder: Path, *arguments: str) -> bytes:
    """Run git, which neither asks nor pages. Raises `ProjectBroken` with what it says."""
    command = ["git", "--no-pager", *arguments]
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(  # noqa: S603 - arguments of our own, names behind an option's end
            command, cwd=folder, env=environment, capture_output=True, check=True, timeout=60
        )
    except FileNotFoundError:
        raise ProjectBroken("git is not installed, and a revision needs it") from None
    except NotADirectoryError as error:
        raise ProjectBroken(f"{folder}: {error.strerror}") from None
    except subprocess.TimeoutExpired:
        raise ProjectBroken(f"git {arguments[0]} took longer than a minute") from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().splitlines() or ["failed"]
        raise ProjectBroken(f"git {arguments[0]}: {said[-1]}") from None
    return done.stdout
