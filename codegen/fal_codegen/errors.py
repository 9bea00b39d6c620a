"""Broken surroundings, as exceptions.

    Broken
    ├── ProjectBroken    the folder is no project, or its configuration cannot be read
    ├── SourceBroken     a document or page could not be had, or cannot be used
    ├── GeneratedBroken  the generated package does not run
    ├── PortBroken       the program of a client in another language does not answer
    ├── WorkerLost       a process that did part of the work was killed
    └── WriteBroken      the disk refused; the tree is as before

Wrong documents are no exceptions but Problems, until someone insists on having them.
"""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


class Broken(Exception):  # noqa: N818 - a state of the world, not a mistake of a program
    """Something outside the program is broken; each argument is one line for the user."""

    def __str__(self) -> str:
        """Give all of them in one line."""
        return "; ".join(str(line) for line in self.args)


class ProjectBroken(Broken):
    """The folder is no project, or its configuration cannot be read."""


class SourceBroken(Broken):
    """A document or page could not be had, or cannot be used."""


class WriteBroken(Broken):
    """The disk refused; the tree is as it was before."""


class GeneratedBroken(Broken):
    """The generated package does not run."""


class WorkerLost(Broken):
    """A process that did part of the work was killed, from outside as far as is known."""


class PortBroken(Broken):
    """The program of a client in another language cannot be started, or does not answer."""


@contextmanager
def reading(
    file: Path, broken: type[Broken] = ProjectBroken, *, before: str = "", advice: str = ""
) -> Generator[None, None, None]:
    """Name the file if it cannot be read in the block, or if what it holds raises `ValueError`.

    What is raised instead is `broken`; `before` and `advice` stand before and after the reason.
    """
    try:
        yield
    except OSError as error:
        reason = str(error.strerror or error)
    except UnicodeDecodeError:
        reason = "not UTF-8"
    except ValueError as error:
        reason = str(error)
    else:
        return
    raise broken(f"{file}: {before}{reason}{advice}")
