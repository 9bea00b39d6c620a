"""drift: what changed since the contracts were committed, or between any two sets of documents."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from shlex import quote

from fal_codegen.contract import EndpointId
from fal_codegen.drift import DEFAULT_FAIL_ON, FailOn, concerns
from fal_codegen.errors import ProjectBroken
from fal_codegen.pipeline.checking.acceptances import apply_to_changes
from fal_codegen.pipeline.comparing.affected_recordings import affected_recordings
from fal_codegen.pipeline.comparing.document_sets import (
    CONTRACTS,
    DocumentSet,
    held_documents,
    is_document_set,
    open_documents,
)
from fal_codegen.pipeline.comparing.drift import DriftResult, compare_sets, with_lines
from fal_codegen.pipeline.comparing.levels import Levels, levels_of
from fal_codegen.pipeline.contracts import LoadedContract, LoadedContracts, load_required
from fal_codegen.pipeline.fetching.endpoints import FetchedEndpoint
from fal_codegen.pipeline.fetching.origins import fetch_command, sources_to_name
from fal_codegen.pipeline.fetching.repetition import repetition
from fal_codegen.pipeline.fetching.sources import described, open_source
from fal_codegen.pipeline.gaps import Gaps
from fal_codegen.pipeline.parameters import SILENT, Progress, today
from fal_codegen.pipeline.revisions import unknown_revision
from fal_codegen.pipeline.stages.fetch import FetchResult, fetch_endpoints
from fal_codegen.pipeline.stages.uses import uses
from fal_codegen.project import (
    CONFIGURATION,
    EMULATOR,
    Contracts,
    Project,
    find_documents,
    load_lock,
    load_project,
)
from fal_codegen.sources import Source


def drift(
    project: Project,
    ids: Collection[str] = (),
    *,
    source: str = "",
    fail_on: FailOn | None = None,
    progress: Progress = SILENT,
) -> DriftResult:
    """Compare a source's documents with contracts/; writes nothing. Raises `Broken`.

    `source` is `live`, `emulator` or a folder, or else the project's own.
    """
    source = source or project.source
    levels = levels_of(project, fail_on)
    loaded = load_required(project, ids)
    with open_source(source, project) as opened:
        return against_source(
            project, loaded, opened, levels, source=source, named=ids, progress=progress
        )[1]


def against_source(  # noqa: PLR0913 - both sides, and how to weigh them
    project: Project,
    loaded: LoadedContracts,
    opened: Source,
    levels: Levels,
    *,
    source: str,
    named: Collection[str],
    progress: Progress,
) -> tuple[FetchResult, DriftResult]:
    """Give what a source has of the contracts that were loaded, and what changed in it.

    They are those that were `named`, or else all; then an endpoint that is listed and has none is
    told as well.
    """
    before = loaded.readable
    learns_nothing = repetition(project, source).repeated
    repeated = [id_ for id_ in before if id_ in learns_nothing]
    asked = [id_ for id_ in before if id_ not in repeated]
    found = fetch_endpoints(opened, asked, strict=False, progress=progress)
    result = drifted(project, before, found.fetched, levels, source=source, gone=found.gone)
    unreadable = [f"{id_}: in contracts/: {why}" for id_, why in loaded.unreadable.items()]
    missing = _without_a_contract(project, loaded) if not named else []
    result = with_lines(result, [*unreadable, *missing, *found.refused])
    return found, replace(result, repeated=repeated, gaps=Gaps(loaded.gaps.holes))


def _without_a_contract(project: Project, loaded: LoadedContracts) -> list[str]:
    known = {*loaded.readable, *loaded.unreadable}
    missing = [id_ for id_ in project.endpoints if id_ not in known]
    sources = sources_to_name(load_lock(project.contracts), project.source)
    return [
        f"{id_}: no contract to compare with; `{fetch_command(id_, sources)}`" for id_ in missing
    ]


def drifted(  # noqa: PLR0913 - both sides, and how to weigh them
    project: Project,
    before: Mapping[EndpointId, LoadedContract],
    now: Iterable[FetchedEndpoint],
    levels: Levels,
    *,
    source: str,
    gone: Collection[EndpointId] = (),
) -> DriftResult:
    """Give what differs from the committed contracts; an endpoint that is new has no past."""
    known = [each for each in now if each.id in before]
    contracts = Contracts({id_: each.contract for id_, each in before.items()}, {})
    base = held_documents(f"{CONTRACTS}/", contracts, load_lock(project.contracts))
    pages = {each.id: each.page for each in known if each.page and source != EMULATOR}
    documents = {each.id: each.document for each in known}
    revision = DocumentSet(f"{described(source)} on {today()}", documents, pages)
    found = compare_sets(base, revision, [*gone, *documents], levels)
    return _crossed(project, found, base, revision)


def _crossed(
    project: Project, found: DriftResult, base: DocumentSet, revision: DocumentSet
) -> DriftResult:
    """Add what changes mean for a project: its source, recordings, acceptances and version."""
    used = uses(project).uses if project.drift.uses and found.changes else []
    return replace(
        found,
        sources=sources_to_name(load_lock(project.contracts), project.source),
        version=project.version,
        date=today(),
        concerns=[*concerns(found.changes, used)],
        acceptances=apply_to_changes(project, found.changes, found.compared, today()),
        affected=affected_recordings(project, found.changes, base.documents, revision.documents),
    )


def drift_between(  # noqa: PLR0913 - what a caller may choose
    root: Path,
    base: str,
    revision: str,
    ids: Collection[str] = (),
    *,
    fail_on: FailOn | None = None,
    progress: Progress = SILENT,
) -> DriftResult:
    """Compare two files, folders or git revisions of contracts/; writes nothing. Raises `Broken`.

    Only endpoints named by `ids` are compared, if any are; each must be in one of the two. In a
    project, changes are crossed with it as `drift` does; outside of one, levels are those of the
    rules.
    """
    project = load_project(root) if _is_project(root) else None
    levels = levels_of(project, fail_on) if project else Levels(fail_on or DEFAULT_FAIL_ON, {})
    contracts = project.contracts if project else (root / CONTRACTS).resolve()
    with open_documents(base, contracts) as old, open_documents(revision, contracts) as new:
        every = sorted(old.ids | new.ids)
        if not every:
            raise ProjectBroken(f"{contracts}: neither in {old.name} nor in {new.name}")
        if unknown := [id_ for id_ in ids if id_ not in every]:
            raise ProjectBroken(f"{', '.join(unknown)}: neither in {old.name} nor in {new.name}")
        chosen = [id_ for id_ in every if not ids or id_ in ids]
        found = compare_sets(replace(old, edited={}), new, chosen, levels, progress)
        return _between(project, found, old, new) if project else found


def _between(
    project: Project, found: DriftResult, base: DocumentSet, revision: DocumentSet
) -> DriftResult:
    """Cross two sets with a project; whether an acceptance is outlived, its contracts decide."""
    crossed = _crossed(project, found, base, revision)
    return replace(crossed, acceptances=replace(crossed.acceptances, unused=[]))


def two_sides(root: Path, names: Collection[str]) -> tuple[str, str] | None:
    """Give the base and the revision that names stand for; None where they are endpoints' ids.

    `main..HEAD` is two git revisions. Raises `ProjectBroken` where only one of two is there.
    """
    contracts = (load_project(root).contracts if _is_project(root) else root / CONTRACTS).resolve()
    match [*names]:
        case [one] if ".." in one and not Path(one).exists():
            base, _, revision = one.partition("..")
            return base or "HEAD", revision.removeprefix(".") or "HEAD"
        case [one] if is_document_set(one, contracts) and not _is_id(one):
            raise ProjectBroken(
                f"{one}: a base alone; name what it is compared with, `fal-codegen drift "
                f"{quote(one)} REVISION`, which may be `{contracts.name}`, as it lies there now"
            )
        case [base, revision]:
            found = [each for each in names if is_document_set(each, contracts)]
            ids = {*map(str, find_documents(contracts))}
            if len(found) == len(names) and not ids & {*names}:
                return base, revision
            if found and not ids & {*names}:
                (lost,) = {*names} - {*found}
                raise ProjectBroken(unknown_revision(contracts, lost))
            return None
        case _:
            return None


def _is_id(name: str) -> bool:
    try:
        EndpointId(name)
    except ValueError:
        return False
    return True


def _is_project(root: Path) -> bool:
    return (root / CONFIGURATION).exists()
