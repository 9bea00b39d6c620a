"""drift: what changed since the contracts were committed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from fal_codegen.contract import EndpointId
from fal_codegen.drift import Change, FailOn, gone
from fal_codegen.pipeline.contracts import Gaps, LoadedContract, load_required
from fal_codegen.pipeline.endpoints import FetchedEndpoint
from fal_codegen.pipeline.levels import Levels, levels_of
from fal_codegen.pipeline.progress import SILENT, Progress
from fal_codegen.pipeline.proving import prover
from fal_codegen.pipeline.repeated import repetition
from fal_codegen.pipeline.sources import open_source
from fal_codegen.pipeline.stages.fetch import fetch_endpoints
from fal_codegen.project import Project


@dataclass(frozen=True, slots=True)
class DriftResult:
    """What changed, and a line for every endpoint of which nobody can tell.

    `compared` are the endpoints whose documents were compared, or found to be gone. `repeated` are
    those that the source has only from this project; they were not compared.
    """

    changes: list[Change]
    compared: list[EndpointId]
    refused: list[str]
    repeated: list[EndpointId]
    gaps: Gaps
    levels: Levels

    @property
    def failed(self) -> bool:
        """Whether a change is of a level that the project calls a failure."""
        return self.levels.fail(self.changes)

    @property
    def changed(self) -> int:
        """How many endpoints changed."""
        return len({change.endpoint for change in self.changes})

    def count(self, id_: EndpointId) -> int:
        """Count the changes of one endpoint."""
        return sum(change.endpoint == id_ for change in self.changes)


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
    before = loaded.readable
    learns_nothing = repetition(project, source).repeated
    repeated = [id_ for id_ in before if id_ in learns_nothing]
    asked = [id_ for id_ in before if id_ not in repeated]
    with open_source(source, project) as opened:
        found = fetch_endpoints(opened, asked, strict=False, all_or_none=False, progress=progress)
    unreadable = [f"{id_}: in contracts/: {why}" for id_, why in loaded.unreadable.items()]
    result = drifted(before, found.fetched, levels)
    return replace(
        result,
        changes=[*levels.applied(map(gone, found.gone)), *result.changes],
        compared=[*found.gone, *result.compared],
        refused=[*unreadable, *found.refused, *result.refused],
        repeated=repeated,
        gaps=Gaps(loaded.gaps.holes),
    )


def drifted(
    before: Mapping[EndpointId, LoadedContract], now: Iterable[FetchedEndpoint], levels: Levels
) -> DriftResult:
    """Give what differs from the committed contracts; an endpoint that is new has no past."""
    result = DriftResult([], [], [], [], Gaps(), levels)
    for each in now:
        if each.id not in before:
            continue
        try:
            found = prover().changes(before[each.id].contract.document, each.document, each.id)
            result.changes.extend(levels.applied(found))
            result.compared.append(each.id)
        except ValueError as error:
            result.refused.append(f"{each.id}: {error}")
    return result
