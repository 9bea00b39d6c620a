"""run: the main job, from documents to a summary of every endpoint."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from fal_codegen.check import rules
from fal_codegen.contract import EndpointId
from fal_codegen.errors import SourceBroken
from fal_codegen.pipeline.comparing.drift import DriftResult, with_lines
from fal_codegen.pipeline.comparing.levels import Levels, levels_of
from fal_codegen.pipeline.contracts import LoadedContract, LoadedContracts, load_all
from fal_codegen.pipeline.fetching.repetition import repetition
from fal_codegen.pipeline.fetching.sources import open_source
from fal_codegen.pipeline.generating.package import plan_package
from fal_codegen.pipeline.generating.writing import write_package
from fal_codegen.pipeline.parameters import SILENT, Progress, today
from fal_codegen.pipeline.stages.check import CheckResult, check
from fal_codegen.pipeline.stages.drift import drifted
from fal_codegen.pipeline.stages.fetch import (
    FetchResult,
    fetch_endpoints,
    select,
    write_contracts,
)
from fal_codegen.project import Project, Provenance, all_or_nothing, exclusive, load_lock

_UNREAD = (rules.DOCUMENT_UNREADABLE, rules.DOCUMENT_HOLE, rules.DOCS_UNREAD, rules.DOCS_UNREADABLE)
"""The rules of what could not be read: a document, a place in one, a page."""
_UNKNOWN = Provenance("unknown", "", "")
"""Of a contract that the lock does not know."""


@dataclass(frozen=True, slots=True)
class EndpointSummary:
    """What a run of the pipeline came to for one endpoint.

    `fields`, `limits`, `cases` and `cassettes` are None where the document cannot be read, and
    `drawn`, the bodies that properties were held to, also where its module does not run. `changes`
    is None where nobody can tell them: the source did not give the document, or has it from this
    project alone, which is `repeated`. `holes` counts what could not be read.
    """

    endpoint: EndpointId
    origin: Provenance
    fields: int | None
    limits: int | None
    cases: int | None
    drawn: int | None
    cassettes: int | None
    holes: int
    changes: int | None
    findings: int
    accepted: int
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run of the pipeline came to.

    `fetched` counts documents, `written` generated files; `migrated` is true where the version
    before had written the project.
    """

    summaries: list[EndpointSummary]
    drift: DriftResult
    checked: CheckResult
    fetched: int
    written: int
    migrated: bool


def run(
    project: Project,
    *,
    source: str = "",
    date: str = "",
    keys: Collection[str] = (),
    progress: Progress = SILENT,
) -> RunResult:
    """Fetch, compare with what is committed, generate and check everything.

    `source` is `live`, `emulator` or a folder, or else the project's own; `date` is the day as ISO
    8601 has it, today by default; recordings are searched for `keys`. An endpoint that cannot be
    had keeps what is committed of it, and is among `drift.refused`. Raises `Broken`; whatever was
    not finished is then as it was before.
    """
    levels = levels_of(project)
    source, date = source or project.source, date or today()
    with exclusive(project.root, progress.waiting), open_source(source, project) as opened:
        before = load_all(project)
        lost = repetition(project, source).repeated & before.unreadable.keys()
        asked = [id_ for id_ in select(project, ()) if id_ not in lost]
        holed = before.gaps.holes.__contains__
        arrived = fetch_endpoints(opened, asked, known_holes=holed, progress=progress)
        if arrived.refused and not (arrived.fetched or before.readable):
            raise SourceBroken(*arrived.refused)
        drift = _drift(project, source, arrived, before, levels)  # before the base moves
        with all_or_nothing(project.contracts, project.generated):
            write_contracts(project, opened.name, date, arrived)
            contracts = load_all(project)
            plan = plan_package(project, progress=progress)
            written = write_package(project, plan)
            checked = check(project, date=date, keys=keys, progress=progress)
    origins = load_lock(project.contracts).documents
    summaries = [
        summarize(
            id_,
            contracts.readable.get(id_),
            checked,
            origin=origins.get(id_, _UNKNOWN),
            changes=drift.count(id_) if id_ in drift.compared else None,
        )
        for id_ in sorted({*contracts.readable, *contracts.unreadable})
    ]
    summaries = [replace(each, repeated=each.endpoint in arrived.repeated) for each in summaries]
    return RunResult(summaries, drift, checked, len(arrived.fetched), written, plan.migrates)


def _drift(
    project: Project, source: str, arrived: FetchResult, before: LoadedContracts, levels: Levels
) -> DriftResult:
    """Tell what the source says anew, and what it could not give."""
    passed = {*repetition(project, source).repeated, *before.unreadable}
    fetched = [each for each in arrived.fetched if each.id not in passed]
    lost = [id_ for id_ in arrived.gone if id_ in before.readable]
    unknown = [why for id_, why in arrived.gone.items() if id_ not in lost]
    found = drifted(project, before.readable, fetched, levels, source=source, gone=lost)
    return with_lines(found, [*arrived.refused, *unknown])


def summarize(
    id_: EndpointId,
    loaded: LoadedContract | None,
    checked: CheckResult,
    *,
    origin: Provenance,
    changes: int | None,
) -> EndpointSummary:
    """Put together what is known of an endpoint; of a contract that cannot be read, little is."""
    run = checked.endpoints[id_]
    accepted = [finding for finding, _ in (*checked.accepted, *checked.known)]
    found = [*checked.open, *checked.notes, *accepted]
    return EndpointSummary(
        endpoint=id_,
        origin=origin,
        fields=len(loaded.endpoint.input.fields) if loaded else None,
        limits=run.limits if loaded else None,
        cases=run.cases if loaded else None,
        drawn=run.drawn if loaded else None,
        cassettes=checked.cassettes[id_] if loaded else None,
        holes=sum(each.endpoint == id_ and each.rule in _UNREAD for each in found),
        changes=changes,
        findings=sum(each.endpoint == id_ for each in checked.open),
        accepted=sum(each.endpoint == id_ for each in accepted),
    )
