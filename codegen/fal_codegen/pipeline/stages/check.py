"""check: every witness of an endpoint held to every other."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fal_codegen.cases import Case, boundary_cases
from fal_codegen.cassettes import Cassette, read_cassette
from fal_codegen.check import (
    ACCEPTED,
    Acceptance,
    Finding,
    apply_acceptances,
    check_cases,
    check_coverage,
    check_docs,
    check_replay,
    check_traffic,
    read_accepted,
    replay_of,
    scenarios,
    take_job,
)
from fal_codegen.contract import EndpointId, Problem, parse
from fal_codegen.emit import PACKAGE, module_names
from fal_codegen.errors import ProjectBroken
from fal_codegen.judge import Judge
from fal_codegen.pages import read_docs
from fal_codegen.pipeline.contracts import LoadedContract, load_required
from fal_codegen.pipeline.package import package_diff, plan_package
from fal_codegen.project import Lock, Project, files_below, load_lock
from fal_codegen.sandbox import Job, run_jobs

_SUFFIX = ".yaml"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check came to, what was run for it, and whom the cassettes were recorded from."""

    open: list[Finding]
    notes: list[Finding]
    accepted: list[tuple[Finding, str]]
    cases: dict[EndpointId, tuple[Case, ...]]
    cassettes: dict[EndpointId, int]
    recorded: Counter[str]


def check(project: Project) -> CheckResult:
    """Hold pages, recordings and generated code to the documents.

    Raises `Broken` where a check cannot be run.
    """
    return check_contracts(project, load_required(project))


def check_contracts(
    project: Project, contracts: Mapping[EndpointId, LoadedContract]
) -> CheckResult:
    """Run every check on contracts that were read. Raises `Broken` where one cannot be run."""
    cases = {id_: boundary_cases(each.endpoint) for id_, each in contracts.items()}
    tapes, unreadable = _cassettes(project, contracts)
    findings = [
        *_generated(project, contracts),
        *(finding for each in contracts.values() for finding in _docs(each)),
        *_edited(load_lock(project.contracts), contracts),
        *unreadable,
        *_traffic(contracts, tapes, cases),
        *_runs(project, contracts, cases, tapes),
    ]
    open_, accepted, unused = apply_acceptances(findings, _accepted(project))
    open_ += [
        Finding(each.endpoint, "acceptance-unused", each.place, "warning", name=each.rule)
        for each in unused
        if each.endpoint in contracts
    ]
    counts = {id_: len(tapes[id_]) for id_ in contracts}
    notes = [finding for finding in open_ if finding.weight == "note"]
    open_ = [finding for finding in open_ if finding.weight != "note"]
    sources = Counter(tape.stamp.source for each in tapes.values() for tape in each.values())
    return CheckResult(open_, notes, accepted, cases, counts, sources)


def _generated(
    project: Project, contracts: Mapping[EndpointId, LoadedContract]
) -> Iterator[Finding]:
    lines = list(package_diff(plan_package(project)))
    stale = sum(line.startswith("+++") for line in lines)
    if stale:
        yield Finding(next(iter(contracts)), "generated-stale", "generated", one=stale)


def _docs(held: LoadedContract) -> Iterator[Finding]:
    id_, docs = held.contract.id, held.contract.docs
    if docs is None:
        yield Finding(id_, "docs-missing", "docs.json", "note")
        return
    page = read_docs(docs)
    if isinstance(page, Problem):
        yield Finding(id_, "docs-unreadable", f"docs.json{page.pointer}", one=page.message)
    else:
        yield from check_docs(page, held.endpoint)


def _edited(lock: Lock, contracts: Mapping[EndpointId, LoadedContract]) -> Iterator[Finding]:
    for id_, each in contracts.items():
        origin = lock.documents.get(id_)
        if origin is None or origin.sha256 != each.contract.digest:
            yield Finding(id_, "contract-edited", "openapi.json")


def _cassettes(
    project: Project, contracts: Mapping[EndpointId, LoadedContract]
) -> tuple[dict[EndpointId, dict[Path, Cassette]], list[Finding]]:
    """Read the recordings of every endpoint, by file; those of unknown endpoints do not count."""
    tapes: dict[EndpointId, dict[Path, Cassette]] = {id_: {} for id_ in contracts}
    deepest_first = sorted(contracts, key=len, reverse=True)
    unreadable: list[Finding] = []
    for path, file in files_below(project.cassettes).items():
        id_ = next((each for each in deepest_first if path.startswith(f"{each}/")), None)
        if id_ is None or file.suffix != _SUFFIX:
            continue
        try:
            tapes[id_][file] = read_cassette(file.read_text(encoding="utf-8"))
        except (ValueError, OSError) as error:
            unreadable.append(Finding(id_, "cassette-unreadable", path, one=str(error)))
    return tapes, unreadable


def _traffic(
    contracts: Mapping[EndpointId, LoadedContract],
    tapes: Mapping[EndpointId, Mapping[Path, Cassette]],
    cases: Mapping[EndpointId, Sequence[Case]],
) -> Iterator[Finding]:
    for id_, each in contracts.items():
        if not tapes[id_]:
            yield Finding(id_, "cassettes-none", "cassettes", "note")
            continue
        judge = Judge(each.contract.document)
        for cassette in tapes[id_].values():
            yield from check_traffic(cassette, judge, each.contract.digest)
        recorded = {cassette.stamp.scenario for cassette in tapes[id_].values()}
        if not all(scenario.startswith("imported/") for scenario in recorded):
            yield from check_coverage(id_, scenarios(cases[id_]), recorded)


def _runs(
    project: Project,
    contracts: Mapping[EndpointId, LoadedContract],
    cases: Mapping[EndpointId, Sequence[Case]],
    tapes: Mapping[EndpointId, Mapping[Path, Cassette]],
) -> Iterator[Finding]:
    """Run the generated code: every case, and every recording it can replay."""
    modules = module_names(contracts)
    replays = [
        replay
        for id_ in contracts
        for file, cassette in tapes[id_].items()
        if (replay := replay_of(modules[id_], file, cassette))
    ]
    takes: list[Job] = [take_job(modules[id_], cases[id_]) for id_ in contracts]
    outcomes = run_jobs(
        project.generated / Path(PACKAGE).parent, [*takes, *(each.job for each in replays)]
    )
    for id_, outcome in zip(contracts, outcomes, strict=False):
        yield from check_cases(id_, cases[id_], outcome)
    for replay, outcome in zip(replays, outcomes[len(takes) :], strict=True):
        yield from check_replay(replay, outcome)


def _accepted(project: Project) -> tuple[Acceptance, ...]:
    file = project.contracts / ACCEPTED
    try:
        return read_accepted(parse(file.read_bytes()))
    except FileNotFoundError:
        return ()
    except (ValueError, OSError) as error:
        raise ProjectBroken(f"{file}: {error}") from None
