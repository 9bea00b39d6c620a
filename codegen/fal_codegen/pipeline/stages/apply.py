"""drift --apply: what changed becomes what the project holds."""

from collections.abc import Collection
from dataclasses import dataclass

from fal_codegen.check import Acceptance
from fal_codegen.drift import FailOn
from fal_codegen.pipeline.comparing.drift import DriftResult, with_lines
from fal_codegen.pipeline.comparing.levels import levels_of
from fal_codegen.pipeline.contracts import load_required
from fal_codegen.pipeline.fetching.sources import open_source
from fal_codegen.pipeline.generating.package import plan_package
from fal_codegen.pipeline.generating.writing import write_package
from fal_codegen.pipeline.parameters import SILENT, Progress, today
from fal_codegen.pipeline.stages.drift import against_source
from fal_codegen.pipeline.stages.fetch import FetchResult, write_contracts
from fal_codegen.project import Project, all_or_nothing, exclusive


@dataclass(frozen=True, slots=True)
class ApplyResult:
    """What changed, and what taking it over came to.

    `contracts` are the paths below contracts/ that changed, `generated` counts files of the client;
    of what was taken over and cannot be generated, `drift` has a line.
    `dropped` are the acceptances that ended, for the base they were about has moved.
    """

    drift: DriftResult
    contracts: list[str]
    generated: int
    dropped: list[Acceptance]


def apply_drift(
    project: Project,
    ids: Collection[str] = (),
    *,
    source: str = "",
    fail_on: FailOn | None = None,
    progress: Progress = SILENT,
) -> ApplyResult:
    """Compare as `drift` does, and take over what changed: contracts, client, recordings.

    Recordings stay: their stamps tell `check` what in them is stale now. What could not be compared
    stays as it is, and so does an endpoint that is gone: `remove` is for that. A contract that was
    edited is the source's again. Raises `Broken`.
    """
    source = source or project.source
    levels = levels_of(project, fail_on)
    with exclusive(project.root, progress.waiting), open_source(source, project) as opened:
        loaded = load_required(project, ids)
        found, result = against_source(
            project, loaded, opened, levels, source=source, named=ids, progress=progress
        )
        moved = {*result.compared, *result.edited} - {*found.gone}
        taken = FetchResult([each for each in found.fetched if each.id in moved])
        with all_or_nothing(project.contracts, project.generated):
            write_contracts(project, opened.name, today(), taken)
            plan = plan_package(project, progress=progress)
            written = write_package(project, plan)
        unmade = [why for id_, why in plan.refused.items() if id_ not in loaded.unreadable]
    return ApplyResult(with_lines(result, unmade), taken.files, written, taken.dropped)
