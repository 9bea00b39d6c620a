"""What a git repository holds of a folder, at one revision or over time."""

import io
import os
import subprocess
import tarfile
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from fal_codegen.errors import ProjectBroken
from fal_codegen.scratch import scratch

_DEEPEN = "`git fetch --unshallow origin '+refs/heads/*:refs/remotes/origin/*'` brings the rest"


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


def revisions_of(folder: Path, paths: Iterable[str]) -> list[Revision]:
    """Give the commits that changed one of some paths from the root, the oldest first.

    Raises `ProjectBroken`.
    """
    specs = [f":(top,literal){path}" for path in paths]
    output = _git(folder, "log", "--reverse", "--format=%H %cs", "--", *specs)
    return [Revision(*line.split()) for line in output.decode().splitlines()]


def is_shallow(folder: Path) -> bool:
    """Tell whether a repository was cloned without its past. Raises `ProjectBroken`."""
    return _git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true"


def file_at(folder: Path, revision: Revision, path: str) -> bytes | None:
    """Give the content of a path from the root at a revision; None where it was not there."""
    try:
        return _git(folder, "show", f"{revision.sha}:{path}")
    except ProjectBroken:
        return None


def places_of(folder: Path, *, file: str, lock: str, below: str) -> tuple[list[str], str]:
    """Give where a folder lay over time, as paths from the root, and why older ones are not known.

    It is followed from where it was moved to where it lay before, as far as what is `below` it
    goes back, and to where it lay meanwhile, if it was moved back. Raises `ProjectBroken` where
    there is no repository.
    """
    older = f"this clone is shallow: {_DEEPEN}" if is_shallow(folder.parent) else ""
    places = [place_now(folder)]
    while True:
        known = revisions_of(folder.parent, [f"{place}/{below}" for place in places])
        before = find_revision(folder.parent, f"{known[0].sha}^" if known else "HEAD")
        gone = _without(folder.parent, known, [f"{place}/{below}" for place in places])
        try:
            found = (
                place_at(folder, each, file=file, lock=lock)
                for each in (before, *gone)
                if each is not None
            )
            place = next((each for each in found if each and each not in places), "")
        except ProjectBroken as error:
            return places, older or str(error)
        if not place:
            return places, older
        places.append(place)


def _without(folder: Path, revisions: Sequence[Revision], paths: Sequence[str]) -> list[Revision]:
    """Find the revisions at which none of some paths is there; git is asked once about all."""
    asked = [(each, f"{each.sha}:{path}\n") for each in revisions for path in paths]
    names = "".join(name for _, name in asked)
    answers = _git(folder, "cat-file", "--batch-check", sent=os.fsencode(names)).splitlines()
    there = {
        each
        for (each, _), answer in zip(asked, answers, strict=False)
        if not answer.endswith(b" missing")
    }
    return [each for each in revisions if each not in there]


def unknown_revision(
    folder: Path, name: str, nothing: str = "no file, no folder, and no git revision"
) -> str:
    """Say what a name is not, and how a clone without its past gets to know revisions."""
    said = f"{name}: {nothing} of {folder}"
    with suppress(ProjectBroken):
        if is_shallow(folder.parent):
            said += f", which is a shallow clone: {_DEEPEN}"
    return said


def place_at(folder: Path, revision: Revision, *, file: str, lock: str) -> str:
    """Give where the folder with such files lay at a revision, as a path from the root.

    It may have moved since: that is told by its lock, or its name, where it is not there any more.
    Where there was none yet it is empty. Raises `ProjectBroken` where several may be meant.
    """
    root, place = _root(folder.parent), place_now(folder)
    paths = {
        *os.fsdecode(_git(root, "ls-tree", "-r", "-z", "--name-only", revision.sha)).split("\0")
    }
    held = (PurePosixPath(path).parents for path in paths if path.endswith(f"/{file}"))
    holding = {str(above) for parents in held for above in parents}
    if place in holding:
        return place
    locked = {each for each in holding if f"{each}/{lock}" in paths}
    named = {each for each in holding if PurePosixPath(each).name == folder.name}
    moved = sorted(each for each in locked or named if not (root / each).exists())
    if len(moved) > 1:
        raise ProjectBroken(
            f"{folder}: not there at {revision.short}, and {' or '.join(moved)} may be meant; "
            f"`git worktree add DIR {revision.short}` brings them all, to name one as a folder"
        )
    return moved[0] if moved else ""


def place_now(folder: Path) -> str:
    """Give where a folder lies, as a path from the root. Raises `ProjectBroken`."""
    return _git(folder.parent, "rev-parse", "--show-prefix").decode().strip() + folder.name


@contextmanager
def checked_out(folder: Path, revision: Revision, place: str) -> Generator[Path, None, None]:
    """Give a temporary copy of a folder as it was at a revision; nothing else is touched.

    It lay at a `place` below the root. Raises `ProjectBroken` where it was not there, and for what
    is wrong in it by its name in git.
    """
    try:
        packed = _git(_root(folder.parent), "archive", "--format=tar", revision.sha, "--", place)
    except ProjectBroken:
        raise ProjectBroken(f"{folder}: not there at {revision.short}") from None
    with scratch() as made:
        _unpack(packed, made)
        try:
            yield made / place
        except ProjectBroken as error:
            raise ProjectBroken(str(error).replace(f"{made}/", f"{revision.short}:")) from None


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


def _git(folder: Path, *arguments: str, sent: bytes = b"") -> bytes:
    """Run git, which neither asks nor pages. Raises `ProjectBroken` with what it says."""
    command = ["git", "--no-pager", *arguments]
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(  # noqa: S603 - arguments of our own, names behind an option's end
            command,
            cwd=folder,
            env=environment,
            input=sent,
            capture_output=True,
            check=True,
            timeout=60,
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
