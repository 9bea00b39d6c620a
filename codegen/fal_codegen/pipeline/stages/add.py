"""add: endpoints come into a project, from its list to its generated code."""

from collections.abc import Sequence
from dataclasses import dataclass

from fal_codegen.contract import EndpointId
from fal_codegen.pipeline.fetching.sources import open_source
from fal_codegen.pipeline.generating.package import plan_package
from fal_codegen.pipeline.generating.writing import refuse_strays, write_package
from fal_codegen.pipeline.parameters import SILENT, Progress, today
from fal_codegen.pipeline.stages.fetch import (
    FetchResult,
    fetch_endpoints,
    has_holes,
    select,
    write_contracts,
)
from fal_codegen.project import Project, all_or_nothing, exclusive, list_endpoints


@dataclass(frozen=True, slots=True)
class AddResult:
    """The endpoints that are listed now and were not, what was fetched, and what was generated.

    `written` counts generated files, `refused` has a line for each contract that cannot be
    expressed.
    """

    listed: list[EndpointId]
    fetched: FetchResult
    written: int
    refused: tuple[str, ...]


def add(  # noqa: PLR0913 - what a caller may choose
    project: Project,
    ids: Sequence[str],
    *,
    source: str = "",
    date: str = "",
    lenient: bool = False,
    progress: Progress = SILENT,
) -> AddResult:
    """Fetch endpoints, list them in pyproject.toml, and generate their modules.

    `source` is `live`, `emulator` or a folder, or else the project's own; `date` is the day as ISO
    8601 has it, today by default; `lenient` takes documents with holes. An endpoint whose document
    cannot be had or used is passed over. Raises `Broken`; the project is then as it was.
    """
    source, date = source or project.source, date or today()
    with exclusive(project.root, progress.waiting), open_source(source, project) as opened:
        chosen = select(project, ids)
        refuse_strays(project)
        found = fetch_endpoints(
            opened,
            chosen,
            strict=not lenient,
            known_holes=lambda id_: has_holes(project, id_),
            progress=progress,
        )
        if not found.fetched:
            return AddResult([], found, 0, ())
        with all_or_nothing(project.contracts, project.generated, file=project.configuration):
            listed = list_endpoints(project.root, [each.id for each in found.fetched])
            write_contracts(project, opened.name, date, found)
            plan = plan_package(project, progress=progress)
            written = write_package(project, plan)
    return AddResult(listed, found, written, tuple(plan.refused.values()))
