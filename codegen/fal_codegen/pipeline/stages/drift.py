"""drift: what changed since the contracts were committed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from fal_codegen.contract import EndpointId
from fal_codegen.drift import Change, changes, gone
from fal_codegen.pipeline.contracts import Gaps, LoadedContract, load_required
from fal_codegen.pipeline.endpoints import FetchedEndpoint
from fal_codegen.pipeline.progress import SILENT, Progress
from fal_codegen.pipeline.repeated import repetition
from fal_codegen.pipeline.sources import open_source
from fal_codegen.pipeline.stages.fetch import fetch_endpoints
from fal_codegen.project import Project


@dataclass(frozen=True, slots=True)
class DriftResult:
    """What changed, and a line for every endpoint of which nobody can tell.

    `repeated` are those that the source has only from this project; they were not compared.
    """

    changes: list[Change]
    refused: list[str]
    repeated: list[EndpointId]
    gaps: Gaps


def drift(
    project: Project, ids: Collection[str] = (), *, source: str, progress: Progress = SILENT
) -> DriftResult:
    """Compare a source's documents with contracts/; writes nothing. Raises `Broken`."""
    loaded = load_required(project, ids)
    before = loaded.readable
    learns_nothing = repetition(project, source).repeated
    repeated = [id_ for id_ in before if id_ in learns_nothing]
    asked = [id_ for id_ in before if id_ not in repeated]
    with open_source(source, project) as opened:
        found = fetch_endpoints(opened, asked, strict=False, all_or_none=False, progress=progress)
    told = [*map(gone, found.gone), *drifted(before, found.fetched)]
    unreadable = [f"{id_}: in contracts/: {why}" for id_, why in loaded.unreadable.items()]
    return DriftResult(told, [*unreadable, *found.refused], repeated, Gaps(loaded.gaps.holes))


def drifted(
    before: Mapping[EndpointId, LoadedContract], now: Iterable[FetchedEndpoint]
) -> list[Change]:
    """Give what differs from the committed contracts; an endpoint that is new has no past."""
    return [
        change
        for each in now
        if each.id in before
        for change in changes(before[each.id].endpoint, each.endpoint)
    ]
