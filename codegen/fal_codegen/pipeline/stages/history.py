"""history: what an endpoint promised from version to version."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from fal_codegen.contract import (
    Document,
    EndpointId,
    Json,
    Problem,
    canonical,
    find_schemas,
    parse,
)
from fal_codegen.drift import Refusal, Step, Version, first_refusal
from fal_codegen.errors import ProjectBroken
from fal_codegen.judge import Judge, Violation
from fal_codegen.pipeline.progress import SILENT, Progress
from fal_codegen.pipeline.proving import prover
from fal_codegen.pipeline.revisions import file_at, revisions_of
from fal_codegen.pipeline.sides import parse_document
from fal_codegen.project import DOCUMENT, Project

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
NOW = "now"
"""What the version on disk is called."""


@dataclass(frozen=True, slots=True)
class HistoryResult:
    """The versions of a document, the oldest first, and the steps between them.

    `refusal` tells which version refused a body first, where one was asked about, and `violations`
    why. `unread` has the versions that could not be read, with the reasons.
    """

    endpoint: EndpointId
    versions: list[Version]
    steps: list[Step]
    unread: list[str]
    refusal: Refusal | None = None
    violations: tuple[Violation, ...] = ()


def history(
    project: Project,
    endpoint: str,
    *,
    folder: Path | None = None,
    body: Path | None = None,
    progress: Progress = SILENT,
) -> HistoryResult:
    """Follow an endpoint over the git history of contracts/, or over a folder of dated documents.

    In a folder, a document's date is the last in its path. With `body`, a file of JSON, the version
    that refused it first is found. Raises `ProjectBroken` where there is no version.
    """
    try:
        id_ = EndpointId(endpoint)
    except ValueError as error:
        raise ProjectBroken(str(error)) from None
    found = _dated(folder, id_) if folder else _committed(project, id_)
    versions, unread = _read(found, id_)
    if not versions:
        where = folder or f"the git history of {project.contracts}"
        raise ProjectBroken(f"{id_}: no version in {where}")
    pairs = [*pairwise(versions)]
    steps = [
        Step(prover().changes(one.document, other.document, id_))
        for one, other in progress.track(pairs, len(pairs), "comparing")
    ]
    result = HistoryResult(id_, versions, steps, unread)
    return result if body is None else _asked(result, _body(body))


def _asked(result: HistoryResult, body: Json) -> HistoryResult:
    """Find the first version that refuses a body."""
    violations: dict[int, tuple[Violation, ...]] = {}

    def refuses(number: int) -> bool:
        violations[number] = Judge(result.versions[number].document).input(body)
        return bool(violations[number])

    foreseen = all(_lists(version.document, body) for version in result.versions)
    refusal = first_refusal(result.steps, refuses, foreseen=foreseen)
    why = () if refusal.first is None else violations[refusal.first]
    return HistoryResult(
        result.endpoint, result.versions, result.steps, result.unread, refusal, why
    )


def _lists(document: Document, body: Json) -> bool:
    """Tell whether the proofs speak of a body: all its words are in the document."""
    text = canonical(document)
    return all(f"{canonical(name)}:" in text for name in _names(body))


def _names(body: Json) -> Iterator[str]:
    match body:
        case dict():
            for name, value in body.items():
                yield name
                yield from _names(value)
        case list():
            for value in body:
                yield from _names(value)
        case _:
            return


def versions_of(project: Project, id_: EndpointId) -> list[Version]:
    """Give the versions of a contract in the repository, and the one on disk, the oldest first.

    Raises `ProjectBroken` where there is no repository.
    """
    return _read(_committed(project, id_), id_)[0]


def _committed(project: Project, id_: EndpointId) -> Iterator[tuple[str, str, bytes]]:
    """Give a contract's versions in the repository, and the one on disk."""
    file = project.contracts / id_ / DOCUMENT
    for revision in revisions_of(project.contracts.parent, file):
        data = file_at(project.contracts.parent, revision, file)
        if data is not None:
            yield revision.short, revision.date, data
    if file.is_file():
        yield NOW, "", file.read_bytes()


def _dated(folder: Path, id_: EndpointId) -> Iterator[tuple[str, str, bytes]]:
    """Give the documents of an endpoint in a folder, by the last date in their paths."""
    files: list[tuple[str, str, Path]] = []
    for file in folder.rglob("*.json"):
        name = file.relative_to(folder).as_posix()
        dates = _DATE.findall(name)
        if dates and (id_ in name or id_.replace("/", "__") in name):
            files.append((dates[-1], name, file))
    for date, name, file in sorted(files):
        yield name, date, file.read_bytes()


def _read(
    found: Iterator[tuple[str, str, bytes]], id_: EndpointId
) -> tuple[list[Version], list[str]]:
    """Read versions; one that says what the one before did is none."""
    versions: list[Version] = []
    unread: list[str] = []
    for name, date, data in found:
        try:
            document = parse_document(data)
            if _id(document) != id_:
                continue
            Judge(document)
        except ValueError as error:
            unread.append(f"{name}: {error}")
            continue
        if not versions or canonical(versions[-1].document) != canonical(document):
            versions.append(Version(name, date, document))
    return versions, unread


def _id(document: Document) -> EndpointId:
    match find_schemas(document):
        case Problem(pointer=pointer, message=message):
            raise ValueError(f"{pointer}: {message}")
        case found:
            return found.id


def _body(file: Path) -> Json:
    try:
        return parse(file.read_bytes())
    except OSError as error:
        raise ProjectBroken(f"{file}: {error.strerror}") from None
    except ValueError as error:
        raise ProjectBroken(f"{file}: {error}") from None
