"""history: what an endpoint promised from version to version."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from fal_codegen.contract import (
    Document,
    EndpointId,
    Json,
    canonical,
    did_you_mean,
    parse,
)
from fal_codegen.drift import Refusal, Step, Version, first_refusal
from fal_codegen.errors import ProjectBroken, reading
from fal_codegen.judge import Judge, Violation
from fal_codegen.pipeline.comparing.drift import document_changes
from fal_codegen.pipeline.comparing.versions import (
    committed_versions,
    dated_versions,
    read_versions,
)
from fal_codegen.pipeline.parameters import SILENT, Progress
from fal_codegen.project import Project, find_documents


@dataclass(frozen=True, slots=True)
class HistoryResult:
    """The versions of a document, the oldest first, and the steps between them.

    `refusal` tells which version refused a body first, where one was asked about, and `violations`
    why. `unread` has the versions that could not be read, with the reasons, `older` says why there
    may be older ones that are not known, and `removed` when the last one was taken away, if so.
    """

    endpoint: EndpointId
    versions: list[Version]
    steps: list[Step]
    unread: list[str]
    refusal: Refusal | None = None
    violations: tuple[Violation, ...] = ()
    older: str = ""
    removed: str = ""


def history(
    project: Project | None,
    endpoint: str,
    *,
    folder: Path | None = None,
    body: Path | None = None,
    progress: Progress = SILENT,
) -> HistoryResult:
    """Follow an endpoint over the git history of contracts/, or over a folder of dated documents.

    In a folder, a document's date is the last in its path. With `body`, a file of JSON, the version
    that refused it first is found. A folder needs no project. Raises `ProjectBroken` where there is
    no version, and where there is neither project nor folder.
    """
    try:
        id_ = EndpointId(endpoint)
    except ValueError as error:
        raise ProjectBroken(str(error)) from None
    older = ""
    found: Iterable[tuple[str, str, bytes | None]]
    if folder is not None:
        found, where = dated_versions(folder, id_), str(folder)
    elif project is not None:
        committed = committed_versions(project, id_)
        found, older = committed.versions, committed.older
        where = f"the git history of {project.contracts}"
    else:
        raise ProjectBroken("name a project, or a folder of dated documents")
    versions_found = read_versions(found, id_)
    versions = versions_found.read
    if not versions:
        known = () if project is None else find_documents(project.contracts)
        raise ProjectBroken(f"{id_}: no version in {where}{did_you_mean(id_, known)}")
    pairs = [*pairwise(versions)]
    steps = [
        Step(document_changes(one.document, other.document, id_))
        for one, other in progress.track(pairs, len(pairs), "comparing")
    ]
    result = HistoryResult(
        id_, versions, steps, versions_found.unread, older=older, removed=versions_found.removed
    )
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
    return replace(result, refusal=refusal, violations=why)


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


def _body(file: Path) -> Json:
    with reading(file):
        return parse(file.read_bytes())
