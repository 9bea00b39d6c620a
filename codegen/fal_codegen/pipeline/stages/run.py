"""run: the main job, from documents to a summary of every endpoint."""

from collections.abc import Collection
from dataclasses import dataclass

from fal_codegen.cases import Case
from fal_codegen.contract import EndpointId
from fal_codegen.drift import Change
from fal_codegen.pipeline.contracts import load_all
from fal_codegen.pipeline.package import plan_package, write_package
from fal_codegen.pipeline.progress import SILENT, Progress
from fal_codegen.pipeline.sources import open_source
from fal_codegen.pipeline.stages.check import CheckResult, check_contracts
from fal_codegen.pipeline.stages.drift import drifted
from fal_codegen.pipeline.stages.fetch import fetch_endpoints, select, write_contracts
from fal_codegen.project import Project, Provenance, exclusive, load_lock

_UNKNOWN = Provenance("unknown", "", "")
"""Of a contract that the lock does not know."""


@dataclass(frozen=True, slots=True)
class EndpointSummary:
    """What a run of the pipeline came to for one endpoint.

    `changes` is None where the source has the document from this project alone.
    """

    endpoint: EndpointId
    origin: Provenance
    fields: int
    limits: int
    cases: int
    cassettes: int
    changes: int | None
    findings: int
    accepted: int


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run of the pipeline came to.

    `fetched` counts documents, `written` generated files; `migrated` is true where the version
    before had written the project.
    """

    summaries: list[EndpointSummary]
    changes: list[Change]
    checked: CheckResult
    fetched: int
    written: int
    migrated: bool


def run(
    project: Project,
    *,
    source: str,
    date: str,
    keys: Collection[str] = (),
    progress: Progress = SILENT,
) -> RunResult:
    """Fetch, compare with what is committed, generate and check everything.

    `source` is `live`, `emulator` or a folder, `date` the day as ISO 8601 has it; recordings are
    searched for `keys`. Raises `Broken`; whatever was not finished is then as it was before.
    """
    with exclusive(project.root, progress.waiting), open_source(source, project) as opened:
        arrived = fetch_endpoints(opened, select(project, ()), progress=progress)
        before = load_all(project)
        write_contracts(project, opened.name, date, arrived)
        learned = (each for each in arrived.fetched if each.id not in arrived.repeated)
        changes = drifted(before, learned)
        contracts = load_all(project)
        plan = plan_package(project, progress=progress)
        written = write_package(project, plan)
        checked = check_contracts(project, contracts, date, keys)
    origins = load_lock(project.contracts).documents
    summaries = [
        EndpointSummary(
            endpoint=id_,
            origin=origins.get(id_, _UNKNOWN),
            fields=len(each.endpoint.input.fields),
            limits=_limits(checked.cases[id_]),
            cases=len(checked.cases[id_]),
            cassettes=checked.cassettes[id_],
            changes=(
                None
                if id_ in arrived.repeated
                else sum(change.endpoint == id_ for change in changes)
            ),
            findings=sum(finding.endpoint == id_ for finding in checked.open),
            accepted=sum(
                finding.endpoint == id_ for finding, _ in (*checked.accepted, *checked.known)
            ),
        )
        for id_, each in contracts.items()
    ]
    return RunResult(summaries, changes, checked, len(arrived.fetched), written, plan.migrates)


def _limits(cases: tuple[Case, ...]) -> int:
    """Count the limits and enums that the cases stand at."""
    return len({(case.place, case.keyword) for case in cases if case.at_limit})
