"""remove: endpoints leave a project, from its list to its generated code."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fal_codegen.cassettes import read_cassette
from fal_codegen.check import ACCEPTED, SAVED, write_accepted
from fal_codegen.contract import EndpointId, did_you_mean, pretty
from fal_codegen.errors import ProjectBroken
from fal_codegen.pipeline.checking.acceptances import load_acceptances
from fal_codegen.pipeline.generating.package import plan_package
from fal_codegen.pipeline.generating.writing import clear_package, refuse_strays, write_package
from fal_codegen.pipeline.parameters import SILENT, Progress
from fal_codegen.project import (
    CENSUS,
    DOCUMENT,
    LOCK,
    PAGE,
    Project,
    all_or_nothing,
    exclusive,
    files_below,
    find_documents,
    load_lock,
    unlist_endpoints,
    update_tree,
)


@dataclass(frozen=True, slots=True)
class RemoveResult:
    """The endpoints that left, and how many cassettes and generated files changed with them."""

    removed: list[EndpointId]
    cassettes: int
    written: int


def remove(
    project: Project,
    ids: Sequence[str],
    *,
    with_recordings: bool = False,
    progress: Progress = SILENT,
) -> RemoveResult:
    """Take endpoints out of pyproject.toml, contracts, lock, acceptances and generated code.

    Raises `ProjectBroken` for one that the project does not have, and for one with recordings
    unless they are to go `with_recordings`; nothing is then removed.
    """
    with exclusive(project.root, progress.waiting):
        doomed = _known(project, ids)
        tapes = recordings_of(project, doomed)
        if tapes and not with_recordings:
            raise ProjectBroken(f"{_listed(tapes)} would be lost; say --yes to remove them as well")
        refuse_strays(project)
        contracts = _without(project, doomed)
        folders = (project.contracts, project.generated, project.cassettes)
        with all_or_nothing(*folders, file=project.configuration):
            unlist_endpoints(project.root, doomed)
            update_tree(project.cassettes, dict.fromkeys(tapes))
            update_tree(project.contracts, contracts)
            if find_documents(project.contracts):
                written = write_package(project, plan_package(project, progress=progress))
            else:
                written = clear_package(project)
    return RemoveResult(doomed, len(tapes), written)


def recordings_of(project: Project, ids: Collection[str]) -> list[str]:
    """Find the cassettes of endpoints, as paths below cassettes/."""
    found = files_below(project.cassettes).items()
    return [path for path, file in found if _endpoint(path, file, ids) in ids]


def _endpoint(path: str, file: Path, ids: Collection[str]) -> str:
    """Say whose recording a file is: its stamp knows, and for one that cannot be read the place."""
    if not any(path.startswith(f"{id_}/") for id_ in ids):
        return ""
    try:
        return read_cassette(file.read_text(encoding="utf-8")).stamp.endpoint
    except (ValueError, OSError):
        return max((id_ for id_ in ids if path.startswith(f"{id_}/")), key=len)


def _listed(tapes: Sequence[str]) -> str:
    return tapes[0] if len(tapes) == 1 else f"{tapes[0]} and {len(tapes) - 1} more cassettes"


def _known(project: Project, ids: Sequence[str]) -> list[EndpointId]:
    lock = load_lock(project.contracts)
    found = {*project.endpoints, *find_documents(project.contracts), *lock.documents}
    if unknown := [id_ for id_ in ids if id_ not in found]:
        named = ", ".join(f"{id_!r}{did_you_mean(id_, found)}" for id_ in unknown)
        raise ProjectBroken(f"{project.configuration}: {named}: neither listed nor in contracts/")
    return [EndpointId(id_) for id_ in dict.fromkeys(ids)]


def _without(project: Project, doomed: Collection[EndpointId]) -> dict[str, bytes | None]:
    """Give what changes below contracts/ when endpoints leave."""
    lock, accepted = load_lock(project.contracts), load_acceptances(project)
    left = replace(
        lock,
        documents={id_: each for id_, each in lock.documents.items() if id_ not in doomed},
        pages={id_: each for id_, each in lock.pages.items() if id_ not in doomed},
    )
    kept = [each for each in accepted if each.endpoint not in doomed]
    changes: dict[str, bytes | None] = {LOCK: left.spelled()}
    if len(kept) < len(accepted):
        changes[ACCEPTED] = pretty(write_accepted(kept))
    gone = (f"{id_}/{name}" for id_ in doomed for name in (DOCUMENT, PAGE, CENSUS, SAVED))
    return changes | dict.fromkeys(gone)
