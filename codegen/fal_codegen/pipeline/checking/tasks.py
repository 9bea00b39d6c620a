"""What checking an endpoint takes, and what it gives; both travel to other processes."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fal_codegen.cassettes import Cassette
from fal_codegen.check import Finding, SavedBody
from fal_codegen.contract import EndpointId
from fal_codegen.scratch import scratch


@dataclass(frozen=True, slots=True)
class Draws:
    """How many bodies are drawn for each property, and from which seed."""

    examples: int
    seed: int = 0


CI = Draws(100)
"""The same bodies in every run."""


@dataclass(frozen=True, slots=True)
class Tape:
    """A recording: where it lies, its bytes, and what they say."""

    file: Path
    data: bytes
    cassette: Cassette


@dataclass(frozen=True, slots=True)
class CheckTask:
    """An endpoint to check: everything that is known of it, as it lies on disk.

    The places are paths from the project's root on. `origin` is the sha256 under which the lock
    knows the document, `unread` why its page could not be read when it was fetched. `unreadable`
    and `page_error` say of a file that it cannot be had at all.
    """

    id: EndpointId
    module: str
    document: bytes
    page: bytes | None
    page_error: str
    saved: bytes | None
    census: bytes | None
    unreadable: str
    origin: str
    unread: str
    contract_place: str
    module_place: str
    cassettes_place: str
    tapes: tuple[Tape, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedEndpoint:
    """What was found of an endpoint, and what was run for it.

    `unreadable` is the reason where its document cannot be read. Of the facts of recorded answers,
    so many are `decided`, and of the `undecided` nobody can tell whether they are as asked for.
    `drawn` counts the bodies that properties were held to, None where none were to be drawn.
    `bodies` are those that showed a disagreement.
    """

    id: EndpointId
    findings: tuple[Finding, ...]
    cases: int = 0
    limits: int = 0
    holes: int = 0
    unreadable: str = ""
    decided: int = 0
    undecided: int = 0
    drawn: int | None = None
    bodies: tuple[SavedBody, ...] = ()


@dataclass(frozen=True, slots=True)
class ShippedPackage:
    """The generated package: its name, and its folder, or its files for another machine."""

    name: str
    folder: Path | None
    files: Mapping[str, bytes]

    @contextmanager
    def unpacked(self) -> Generator[Path, None, None]:
        """Give the folder to import from, while the block runs."""
        if self.folder is not None:
            yield self.folder
            return
        with scratch() as home:
            folder = home / self.name
            folder.mkdir()
            for path, data in self.files.items():
                (folder / path).write_bytes(data)
            yield folder
