"""The versions of an endpoint's document: of a project in git, or of a folder of dated ones."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fal_codegen.contract import EndpointId, canonical, required_schemas
from fal_codegen.drift import Version
from fal_codegen.errors import ProjectBroken
from fal_codegen.judge import Judge
from fal_codegen.pipeline.comparing.document_sets import parse_document
from fal_codegen.pipeline.revisions import file_at, places_of, revisions_of
from fal_codegen.project import DOCUMENT, LOCK, Project

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
NOW = "now"
"""What the version on disk is called."""


@dataclass(frozen=True, slots=True)
class Committed:
    """A contract's versions in the repository, and the one on disk: name, date and content each.

    Of a commit that took the contract away the content is None. `older` says why there may be older
    ones that are not known; it is empty where these are all.
    """

    versions: Iterator[tuple[str, str, bytes | None]]
    older: str


def committed_versions(project: Project, id_: EndpointId) -> Committed:
    """Find a contract's versions, also where contracts/ lay before they were moved.

    Raises `ProjectBroken` where there is no repository.
    """
    contracts, name = project.contracts, f"{id_}/{DOCUMENT}"
    try:
        places, older = places_of(contracts, file=DOCUMENT, lock=LOCK, below=name)
    except ProjectBroken as error:
        other = "a folder of dated documents has a history too: `--in FOLDER`"
        raise ProjectBroken(f"{error}; {other}") from None
    files = [f"{place}/{name}" for place in places]
    return Committed(_contents(contracts, files, contracts / name), older)


def _contents(
    contracts: Path, files: list[str], file: Path
) -> Iterator[tuple[str, str, bytes | None]]:
    for revision in revisions_of(contracts.parent, files):
        found = (file_at(contracts.parent, revision, each) for each in files)
        yield (
            revision.short,
            revision.date,
            next((each for each in found if each is not None), None),
        )
    if file.is_file():
        yield NOW, "", file.read_bytes()


def dated_versions(folder: Path, id_: EndpointId) -> Iterator[tuple[str, str, bytes]]:
    """Give the documents of an endpoint in a folder, by the last date in their paths."""
    files: list[tuple[str, str, Path]] = []
    for file in folder.rglob("*.json"):
        name = file.relative_to(folder).as_posix()
        dates = _DATE.findall(name)
        if dates and (id_ in name or id_.replace("/", "__") in name):
            files.append((dates[-1], name, file))
    for date, name, file in sorted(files):
        yield name, date, file.read_bytes()


@dataclass(frozen=True, slots=True)
class Versions:
    """Versions that were read, what could not be, and, if it is gone, when it was taken away."""

    read: list[Version]
    unread: list[str]
    removed: str = ""


def read_versions(found: Iterable[tuple[str, str, bytes | None]], id_: EndpointId) -> Versions:
    """Read versions; one that says what the one before did is none, unless that was taken away."""
    versions: list[Version] = []
    unread: list[str] = []
    removed = ""
    for name, date, data in found:
        if data is None:
            removed = removed or f"{date} {name}"
            continue
        try:
            document = parse_document(data)
            if required_schemas(document).id != id_:
                continue
            Judge(document)
        except ValueError as error:
            unread.append(f"{name}: {error}")
            continue
        again = removed if versions else ""
        if not versions or again or canonical(versions[-1].document) != canonical(document):
            versions.append(Version(name, date, document, again))
        removed = ""
    return Versions(versions, unread, removed if versions else "")
