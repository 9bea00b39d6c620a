"""fetch: from a source into contracts/."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fal_codegen.check import Acceptance
from fal_codegen.contract import EndpointId, digest
from fal_codegen.errors import ProjectBroken, SourceBroken
from fal_codegen.pipeline.checking.acceptances import drop_acceptances
from fal_codegen.pipeline.contracts import load_all
from fal_codegen.pipeline.fetching.downloads import download_all
from fal_codegen.pipeline.fetching.endpoints import FetchedEndpoint, read_download
from fal_codegen.pipeline.fetching.plan import FetchedFrom, plan_contracts
from fal_codegen.pipeline.fetching.repetition import repetition
from fal_codegen.pipeline.fetching.sources import open_source
from fal_codegen.pipeline.parameters import SILENT, Progress, today
from fal_codegen.pipeline.recording.stamping import keep_promises
from fal_codegen.project import (
    LOCK,
    PAGE,
    Contract,
    Project,
    bookmark,
    exclusive,
    find_documents,
    folder_warnings,
    load_lock,
    read_contracts,
    refuse_one_folder,
    set_bookmark,
    update_tree,
)
from fal_codegen.sources import Folder, Gone, Listed, Service, Source, Unreachable


@dataclass(slots=True)
class FetchResult:
    """What a fetch brought: endpoints, those that are gone, and what could not be had.

    `gone` has a line for each endpoint that the source does not have, `refused` one for each that
    was passed over for another reason, `files` the paths below contracts/ that changed. Nothing was
    learned of those that were `repeated`: the emulator has their documents from this project alone.
    `basis` says what its other documents were made of. `warnings` say of which newcomers not every
    system can have the folder. `dropped` are the acceptances of changes that ended: their contract
    is another now.
    """

    fetched: list[FetchedEndpoint] = field(default_factory=list[FetchedEndpoint])
    gone: dict[EndpointId, str] = field(default_factory=dict[EndpointId, str])
    refused: list[str] = field(default_factory=list[str])
    files: list[str] = field(default_factory=list[str])
    repeated: list[EndpointId] = field(default_factory=list[EndpointId])
    basis: dict[EndpointId, str] = field(default_factory=dict[EndpointId, str])
    warnings: list[str] = field(default_factory=list[str])
    dropped: list[Acceptance] = field(default_factory=list[Acceptance])

    @property
    def missed(self) -> list[str]:
        """A line for each endpoint that was asked for and did not come."""
        return [*self.gone.values(), *self.refused]


def fetch(  # noqa: PLR0913 - what a caller may choose
    project: Project,
    ids: Iterable[str] = (),
    *,
    source: str = "",
    date: str = "",
    every: bool = False,
    strict: bool | None = None,
    progress: Progress = SILENT,
) -> FetchResult:
    """Fetch documents and pages into contracts/, and pass over what cannot be had or used.

    `source` is `live`, `emulator` or a folder, or else the project's own; `date` is the day of the
    fetch as ISO 8601 has it, today by default. Without ids, the endpoints of the configuration and
    those already there; with `every`, all that the folder or the service's catalogue has. `strict`
    refuses documents with holes, which is the default where endpoints are named; unless it is asked
    for, holes are no surprise where the document had some before. The contract of an endpoint that
    was passed over stays as it was. Raises `Broken` where nothing could be asked.
    """
    source, date = source or project.source, date or today()
    insists, strict = strict is True, not every if strict is None else strict
    with exclusive(project.root, progress.waiting), open_source(source, project) as opened:
        if every and isinstance(opened, Service):
            return fetch_catalogue(project, opened, date, strict=strict, progress=progress)
        listed, strange = _listed(project, opened, ids, every=every)
        found = fetch_endpoints(
            opened,
            listed,
            strict=strict,
            known_holes=lambda id_: not insists and has_holes(project, id_),
            progress=progress,
        )
        found.refused += strange
        if found.fetched:
            write_contracts(project, opened.name, date, found)
        return found


def _listed(
    project: Project, source: Source, named: Iterable[str], *, every: bool
) -> tuple[tuple[EndpointId, ...], list[str]]:
    """Give the endpoints to fetch, and a line for each file of a folder that is none."""
    if every and isinstance(source, Folder):
        return source.listing()
    return select(project, named), []


def select(project: Project, named: Iterable[str]) -> tuple[EndpointId, ...]:
    """Give the endpoints to fetch: those named, else the configured ones and those there already.

    Raises `ProjectBroken` where there is none, or a name is no id.
    """
    try:
        ids = tuple(EndpointId(text) for text in named)
    except ValueError as error:
        raise ProjectBroken(str(error)) from None
    ids = ids or (*project.endpoints, *find_documents(project.contracts))
    if not ids:
        raise ProjectBroken(
            f"{project.root}: no endpoints; `fal-codegen add ENDPOINT` lists and fetches one"
        )
    return tuple(dict.fromkeys(ids))


def has_holes(project: Project, id_: EndpointId) -> bool:
    """Tell whether the contract that the project holds of an endpoint has holes."""
    return bool(load_all(project, [id_]).gaps.holes)


def fetch_endpoints(
    source: Source,
    ids: Sequence[EndpointId],
    *,
    strict: bool = True,
    known_holes: Callable[[EndpointId], bool] = lambda _: False,
    progress: Progress = SILENT,
) -> FetchResult:
    """Fetch endpoints, and write nothing.

    Raises `Unreachable` where nobody listens before any of them has come.
    """
    found = FetchResult()
    for id_, downloaded in progress.track(download_all(source, ids), len(ids), "fetching"):
        try:
            came = downloaded()
            found.fetched.append(read_download(id_, came, strict=strict, known_holes=known_holes))
        except Gone as error:
            found.gone[id_] = str(error)
        except SourceBroken as error:
            if isinstance(error, Unreachable) and not found.fetched:
                raise
            found.refused.append(str(error))
    return found


def write_contracts(project: Project, source: str, date: str, found: FetchResult) -> None:
    """Write what was fetched in one step, and add to the result what came of it."""
    repeats = repetition(project, source)
    fresh = [each for each in found.fetched if each.id not in repeats.repeated]
    found.repeated = [each.id for each in found.fetched if each.id in repeats.repeated]
    found.basis = {
        each.id: repeats.basis[each.id] for each in found.fetched if each.id in repeats.basis
    }
    before = read_contracts(project.contracts).readable  # what cannot be read is written again
    lock = load_lock(project.contracts)
    _look_at_folders(project, found, before.keys() | lock.documents.keys())
    files, after = plan_contracts(fresh, FetchedFrom(source, date, repeats.basis), before, lock)
    moved = [*_moved(fresh, before, files)]
    keep_promises(project, {id_: before[id_] for id_ in moved})
    update_tree(project.contracts, {**files, LOCK: after.spelled()})
    found.files = sorted(files)
    found.dropped = drop_acceptances(project, moved)


def _look_at_folders(project: Project, found: FetchResult, known: Collection[EndpointId]) -> None:
    newcomers = [each.id for each in found.fetched if each.id not in known]
    refuse_one_folder(project.root, newcomers, sorted(known))
    found.warnings = [*folder_warnings(newcomers, sorted(known))]


def _moved(
    fresh: Iterable[FetchedEndpoint], before: Mapping[EndpointId, Contract], files: Collection[str]
) -> Iterator[EndpointId]:
    """Give the endpoints whose contract says something else than it did."""
    for each in fresh:
        known = before.get(each.id)
        if known is not None and (
            known.digest != digest(each.document) or f"{each.id}/{PAGE}" in files
        ):
            yield each.id


def fetch_catalogue(
    project: Project, service: Service, date: str, *, strict: bool, progress: Progress
) -> FetchResult:
    """Bring in the whole catalogue, page by page, from where the last run stopped.

    What a page brought is kept when a later one fails.
    """
    whole = FetchResult()
    for listing in service.listings(bookmark(project.root)):
        source = Listed(service.name, listing.documents)
        found = fetch_endpoints(source, [*listing.documents], strict=strict, progress=progress)
        write_contracts(project, service.name, date, found)
        whole.files += found.files
        whole.repeated += found.repeated
        whole.dropped += found.dropped
        whole.basis |= found.basis
        whole.fetched += found.fetched
        whole.warnings += found.warnings
        whole.refused += [*found.refused, *listing.missing]
        set_bookmark(project.root, listing.following)
    return whole
