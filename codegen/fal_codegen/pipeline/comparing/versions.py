"""The versions of an endpoint's document: of a project in git, or of a folder of dated ones."""

import re
from collections.abc import Iterator
from pathlib import Path

from fal_codegen.contract import EndpointId, canonical, required_schemas
from fal_codegen.drift import Version
from fal_codegen.judge import Judge
from fal_codegen.pipeline.comparing.document_sets import parse_document
from fal_codegen.pipeline.revisions import file_at, revisions_of
from fal_codegen.project import DOCUMENT, Project

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
NOW = "now"
"""What the version on disk is called."""


def versions_of(project: Project, id_: EndpointId) -> list[Version]:
    """Give the versions of a contract in the repository, and the one on disk, the oldest first.

    Raises `ProjectBroken` where there is no repository.
    """
    return read_versions(committed_versions(project, id_), id_)[0]


def committed_versions(project: Project, id_: EndpointId) -> Iterator[tuple[str, str, bytes]]:
    """Give a contract's versions in the repository, and the one on disk."""
    file = project.contracts / id_ / DOCUMENT
    for revision in revisions_of(project.contracts.parent, file):
        data = file_at(project.contracts.parent, revision, file)
        if data is not None:
            yield revision.short, revision.date, data
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


def read_versions(
    found: Iterator[tuple[str, str, bytes]], id_: EndpointId
) -> tuple[list[Version], list[str]]:
    """Read versions; one that says what the one before did is none."""
    versions: list[Version] = []
    unread: list[str] = []
    for name, date, data in found:
        try:
            document = parse_document(data)
            if required_schemas(document).id != id_:
                continue
            Judge(document)
        except ValueError as error:
            unread.append(f"{name}: {error}")
            continue
        if not versions or canonical(versions[-1].document) != canonical(document):
            versions.append(Version(name, date, document))
    return versions, unread
