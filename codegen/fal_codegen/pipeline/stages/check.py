"""check: every witness of an endpoint held to every other."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fal_codegen.cases import Case, CaseSet
from fal_codegen.cassettes import Cassette
from fal_codegen.check import (
    ACCEPTED,
    Acceptance,
    Finding,
    check_cases,
    check_coverage,
    check_docs,
    check_probed,
    check_replay,
    check_traffic,
    replay_of,
    rules,
    scenarios,
    take_job,
)
from fal_codegen.contract import EndpointId, Problem
from fal_codegen.drift import RULES as DRIFT_RULES
from fal_codegen.emit import path_of
from fal_codegen.judge import Judge
from fal_codegen.pages import read_docs
from fal_codegen.pipeline.acceptances import settle
from fal_codegen.pipeline.cassettes import load_cassettes
from fal_codegen.pipeline.contracts import Gaps, LoadedContract, LoadedContracts, load_required
from fal_codegen.pipeline.day import today
from fal_codegen.pipeline.gaps import file_place, find_gaps
from fal_codegen.pipeline.package import modules_of, package_diff, package_folder, plan_package
from fal_codegen.pipeline.progress import SILENT, Progress
from fal_codegen.project import (
    DOCUMENT,
    PAGE,
    Lock,
    Project,
    load_lock,
)
from fal_codegen.sandbox import Job, run_jobs


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check came to, what was run for it, and whom the cassettes were recorded from.

    Findings that are `open` count; of those in `expired` the acceptance is over. `accepted` are the
    project's own acceptances, `known` those that come with fal-codegen; no finding needs those that
    are `unused`.
    """

    open: list[Finding]
    notes: list[Finding]
    accepted: list[tuple[Finding, Acceptance]]
    known: list[tuple[Finding, Acceptance]]
    expired: list[tuple[Finding, Acceptance]]
    unused: list[Acceptance]
    cases: dict[EndpointId, tuple[Case, ...]]
    cassettes: dict[EndpointId, int]
    gaps: Gaps
    recorded: Counter[str]


def check(
    project: Project,
    *,
    date: str = "",
    keys: Collection[str] = (),
    progress: Progress = SILENT,
) -> CheckResult:
    """Hold pages, recordings and generated code to the documents.

    `date` is the day as ISO 8601 has it, today by default: acceptances may have a last one.
    Recordings are searched for these keys, beside what they show of secrets themselves. Raises
    `Broken` where a check cannot be run.
    """
    return check_contracts(project, load_required(project), date or today(), keys, progress)


def check_contracts(
    project: Project,
    loaded: LoadedContracts,
    date: str,
    keys: Collection[str] = (),
    progress: Progress = SILENT,
) -> CheckResult:
    """Run every check on contracts that were read. Raises `Broken` where one cannot be run."""
    contracts, lock = loaded.readable, load_lock(project.contracts)
    counted = progress.track(contracts.items(), len(contracts), "making cases")
    probed = {id_: each.cases() for id_, each in counted}
    cases = {id_: each.cases for id_, each in probed.items()}
    tapes, misfits = load_cassettes(project, loaded, keys)
    findings = [
        *find_gaps(project, loaded),
        *_unchecked(project, contracts, tapes, probed),
        *(finding for id_, each in probed.items() for finding in check_probed(id_, each)),
        *_generated(project),
        *(finding for each in contracts.values() for finding in _docs(project, lock, each)),
        *_edited(project, lock, contracts),
        *misfits,
        *_unlisted(project, lock, loaded),
        *_traffic(project, contracts, tapes, cases),
        *_runs(project, contracts, cases, tapes),
    ]
    settled = settle(project, findings, date)
    changes = {rule.id for rule in DRIFT_RULES}
    unused = [each for each in settled.unused if each.rule not in changes]
    told = [*settled.open, *_unused(project, unused)]
    return CheckResult(
        open=[finding for finding in told if finding.severity != "note"],
        notes=[finding for finding in told if finding.severity == "note"],
        accepted=settled.accepted,
        known=settled.known,
        expired=settled.expired,
        unused=unused,
        cases=cases,
        cassettes={id_: len(tapes[id_]) for id_ in contracts},
        gaps=loaded.gaps,
        recorded=Counter(tape.stamp.source for each in tapes.values() for tape in each.values()),
    )


def _generated(project: Project) -> Iterator[Finding]:
    lines = list(package_diff(plan_package(project)))
    stale = sum(line.startswith("+++") for line in lines)
    if stale:
        yield Finding(rules.GENERATED_STALE, None, file_place(project, project.generated), stale)


def _docs(project: Project, lock: Lock, loaded: LoadedContract) -> Iterator[Finding]:
    id_, docs = loaded.contract.id, loaded.contract.docs
    place = file_place(project, project.contracts / id_ / PAGE)
    if loaded.contract.page_error:
        yield Finding(rules.DOCS_UNREADABLE, id_, place, detail=loaded.contract.page_error)
        return
    if docs is None:
        unread = lock.pages[id_].unread if id_ in lock.pages else ""
        rule = rules.DOCS_UNREAD if unread else rules.DOCS_MISSING
        yield Finding(rule, id_, place, detail=unread)
        return
    page = read_docs(docs)
    if isinstance(page, Problem):
        place = replace(place, pointer=page.pointer)
        yield Finding(rules.DOCS_UNREADABLE, id_, place, detail=page.message)
    else:
        judge = Judge(loaded.contract.document)
        yield from check_docs(page, loaded.endpoint, judge)


def _edited(
    project: Project, lock: Lock, contracts: Mapping[EndpointId, LoadedContract]
) -> Iterator[Finding]:
    for id_, each in contracts.items():
        origin = lock.documents.get(id_)
        if origin is None or origin.sha256 != each.contract.digest:
            place = file_place(project, project.contracts / id_ / DOCUMENT)
            yield Finding(rules.CONTRACT_EDITED, id_, place)


def _unlisted(project: Project, lock: Lock, loaded: LoadedContracts) -> Iterator[Finding]:
    """Give contracts that the configuration does not list, if it lists any, and those lost."""
    known = {*loaded.readable, *loaded.unreadable}
    for id_ in sorted(known - {*project.endpoints} if project.endpoints else ()):
        place = file_place(project, project.contracts / id_)
        yield Finding(rules.ENDPOINT_UNLISTED, id_, place)
    for id_ in sorted({*lock.documents} - known):
        place = file_place(project, project.contracts / id_ / DOCUMENT)
        yield Finding(rules.CONTRACT_LOST, id_, place)


def _unused(project: Project, unused: Iterable[Acceptance]) -> Iterator[Finding]:
    place, rule = file_place(project, project.contracts / ACCEPTED), rules.ACCEPTANCE_UNUSED
    for each in unused:
        yield Finding(rule, each.endpoint, place, each.place, each.name or None, name=each.rule)


def _traffic(
    project: Project,
    contracts: Mapping[EndpointId, LoadedContract],
    tapes: Mapping[EndpointId, Mapping[Path, Cassette]],
    cases: Mapping[EndpointId, Sequence[Case]],
) -> Iterator[Finding]:
    for id_, each in contracts.items():
        if not tapes[id_]:
            yield Finding(rules.CASSETTES_NONE, id_, file_place(project, project.cassettes))
            continue
        judge = Judge(each.contract.document)
        for cassette in tapes[id_].values():
            yield from check_traffic(cassette, judge, each.contract.digest)
        recorded = {cassette.stamp.scenario for cassette in tapes[id_].values()}
        if not all(scenario.startswith("imported/") for scenario in recorded):
            yield from check_coverage(id_, scenarios(cases[id_]), recorded)


def _unchecked(
    project: Project,
    contracts: Mapping[EndpointId, LoadedContract],
    tapes: Mapping[EndpointId, Mapping[Path, Cassette]],
    probed: Mapping[EndpointId, CaseSet],
) -> Iterator[Finding]:
    """Give endpoints without any witness, where nothing else says that they have no cases."""
    for id_, each in contracts.items():
        found = probed[id_]
        if not (found.cases or found.unprobed or tapes[id_] or each.contract.docs):
            place = file_place(project, project.contracts / id_ / DOCUMENT)
            yield Finding(rules.NOTHING_CHECKED, id_, place)


def _runs(
    project: Project,
    contracts: Mapping[EndpointId, LoadedContract],
    cases: Mapping[EndpointId, Sequence[Case]],
    tapes: Mapping[EndpointId, Mapping[Path, Cassette]],
) -> Iterator[Finding]:
    """Run the generated code: every case, and every recording it can replay."""
    modules = modules_of(project)
    replays = [
        replay
        for id_ in contracts
        for file, cassette in tapes[id_].items()
        if (replay := replay_of(modules[id_], file, cassette))
    ]
    takes: list[Job] = [take_job(modules[id_], cases[id_]) for id_ in contracts]
    outcomes = run_jobs(package_folder(project), [*takes, *(each.job for each in replays)])
    for id_, outcome in zip(contracts, outcomes, strict=False):
        if "error" in outcome:
            place = file_place(project, project.generated / path_of(project.package, modules[id_]))
            yield Finding(rules.MODULE_BROKEN, id_, place, detail=outcome["error"])
        else:
            yield from check_cases(id_, cases[id_], outcome["taken"])
    for replay, outcome in zip(replays, outcomes[len(takes) :], strict=True):
        yield from check_replay(replay, outcome)
