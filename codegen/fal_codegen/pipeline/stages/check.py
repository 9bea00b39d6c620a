"""check: every witness of an endpoint held to every other."""

import math
import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from fal_codegen.check import ACCEPTED, Acceptance, AcceptanceResult, Finding, grouped, rules
from fal_codegen.contract import EndpointId
from fal_codegen.pipeline.checking import (
    CI,
    CheckedEndpoint,
    CheckTask,
    Draws,
    Kept,
    gather,
    keys_of,
    load_kept,
    save_kept,
    ship,
)
from fal_codegen.pipeline.checking.acceptances import apply_to_findings
from fal_codegen.pipeline.checking.origins import from_where_they_came
from fal_codegen.pipeline.executors import LITTLE, batches, spread
from fal_codegen.pipeline.gaps import Gaps
from fal_codegen.pipeline.generating.package import plan_package
from fal_codegen.pipeline.parameters import SILENT, Progress, today
from fal_codegen.pipeline.recording.cassettes import load_cassettes
from fal_codegen.pipeline.recording.searched import Searched
from fal_codegen.project import (
    DOCUMENT,
    Lock,
    Project,
    file_place,
    find_documents,
    load_lock,
    machine_place,
    no_contracts,
)

_DRAWN, _PLAIN = 16, 80
"""The most endpoints in a piece, with bodies to draw and without."""
_PROPERTY = "property"
_OF_CLIENT = ("property-client", "property-answer", "replay", "request", "module")
"""How the rules begin that say what the generated client does."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check came to, what was run for it, and whom the cassettes were recorded from.

    Findings that are `open` count, those about one limit together; of those in `expired` the
    acceptance is over, and they stand alone. `accepted` are the project's own acceptances, `known`
    those that come with fal-codegen; no finding needs those that are `unused`. `endpoints` has what
    was run for each, and how many `cassettes` there are.
    """

    open: list[Finding]
    notes: list[Finding]
    accepted: list[tuple[Finding, Acceptance]]
    known: list[tuple[Finding, Acceptance]]
    expired: list[tuple[Finding, Acceptance]]
    unused: list[Acceptance]
    endpoints: dict[EndpointId, CheckedEndpoint]
    cassettes: dict[EndpointId, int]
    recorded: Counter[str]

    @property
    def gaps(self) -> Gaps:
        """What could not be read."""
        endpoints = self.endpoints.items()
        return Gaps(
            {id_: each.holes for id_, each in endpoints if each.holes},
            {id_: each.unreadable for id_, each in endpoints if each.unreadable},
        )


def check(  # noqa: PLR0913 - what a caller may choose
    project: Project,
    *,
    date: str = "",
    keys: Collection[str] = (),
    draws: Draws | None = CI,
    cluster: str | None = None,
    progress: Progress = SILENT,
) -> CheckResult:
    """Hold pages, recordings and generated code to the documents.

    `date` is the day as ISO 8601 has it, today by default: acceptances may have a last one.
    Recordings are searched for these keys, beside what they show of secrets themselves. `draws`
    says how many bodies are drawn for each property; None draws none. `cluster` names a Dask
    cluster to do the work on. What has not changed since it was checked is not checked again.
    Raises `Broken` where a check cannot be run.
    """
    documents = find_documents(project.contracts)
    if not documents:
        raise no_contracts(project.contracts)
    lock = load_lock(project.contracts)
    searched = Searched(project, keys)
    tapes, misfits = load_cassettes(project, [*documents], searched)
    searched.save()
    tasks = {task.id: task for task in gather(project, lock, documents, tapes)}
    checked = _checked(project, tasks, draws, cluster, progress)
    findings = [
        *_generated(project),
        *misfits,
        *_unlisted(project, lock, documents),
        *(finding for each in checked.values() for finding in each.findings),
    ]
    result = apply_to_findings(project, findings, date or today())
    result = replace(result, open=_of_this_generator(result.open))
    unused = [*_of_findings(result.unused)]
    unaccepted = from_where_they_came(
        _unaccepted(result, [*_unused(project, unused)]), project.source, lock
    )
    return CheckResult(
        open=[finding for finding in unaccepted if finding.severity != "note"],
        notes=[finding for finding in unaccepted if finding.severity == "note"],
        accepted=result.accepted,
        known=result.known,
        expired=result.expired,
        unused=unused,
        endpoints=checked,
        cassettes={id_: len(tapes[id_]) for id_, each in checked.items() if not each.unreadable},
        recorded=Counter(tape.stamp.source for each in tapes.values() for tape in each.values()),
    )


def _unaccepted(result: AcceptanceResult[Finding], unused: Iterable[Finding]) -> list[Finding]:
    """Put together what is about one limit; of what was accepted once, each is told by itself."""
    expired = {finding.id for finding, _ in result.expired}
    together: list[Finding] = []
    alone: list[Finding] = []
    for each in result.open:
        (alone if each.id in expired else together).append(each)
    return [*grouped([*together, *unused]), *alone]


def _checked(
    project: Project,
    tasks: Mapping[EndpointId, CheckTask],
    draws: Draws | None,
    cluster: str | None,
    progress: Progress,
) -> dict[EndpointId, CheckedEndpoint]:
    """Check what has changed since it was last checked, and take the rest from what was kept."""
    keys, kept = keys_of(project, tasks), load_kept(project)
    unchanged = {
        id_: _without_drawing(each.checked) if draws is None else each.checked
        for id_, each in kept.items()
        if keys.get(id_) == each.key and draws in (None, CI)
        if draws is None or each.checked.drawn is not None
    }
    stale = [task for id_, task in tasks.items() if id_ not in unchanged]
    fresh = {each.id: each for each in _run(project, stale, draws, cluster, progress)}
    if fresh and draws in (None, CI):
        save_kept(
            project,
            {id_: kept[id_] for id_ in unchanged}
            | {id_: Kept(keys[id_], each) for id_, each in fresh.items()},
        )
    return {id_: fresh[id_] if id_ in fresh else unchanged[id_] for id_ in tasks}


def _without_drawing(checked: CheckedEndpoint) -> CheckedEndpoint:
    """Leave out what only drawing finds."""
    findings = tuple(each for each in checked.findings if each.rule.group != _PROPERTY)
    return replace(checked, findings=findings, drawn=None, bodies=())


def _run(
    project: Project,
    tasks: Sequence[CheckTask],
    draws: Draws | None,
    cluster: str | None,
    progress: Progress,
) -> Iterator[CheckedEndpoint]:
    """Check endpoints, a few at a time, wherever the executor is. Raises `GeneratedBroken`."""
    if not tasks:
        return
    from fal_codegen.pipeline.checking import check_endpoints, check_piece  # noqa: PLC0415 - what has not changed is quick to tell

    home = None if cluster else machine_place(project.root, "hypothesis")
    if cluster is None and len(tasks) <= LITTLE:
        (package,) = ship(project, [tasks], travels=False)
        here = check_endpoints(tasks, package, draws, home)
        yield from progress.track(here, len(tasks), "checking")
        return
    share = math.ceil(len(tasks) / (os.cpu_count() or 1))
    pieces = batches(tasks, min(share, _DRAWN if draws else _PLAIN))
    packages = ship(project, pieces, travels=cluster is not None)
    work = [
        partial(check_piece, piece, package, draws, home)
        for piece, package in zip(pieces, packages, strict=True)
    ]
    results = (each for some in spread(cluster, len(tasks), work) for each in some)
    yield from progress.track(results, len(tasks), "checking")


def _generated(project: Project) -> Iterator[Finding]:
    plan = plan_package(project)
    if stale := len(plan.changes):
        rule = rules.GENERATED_OUTDATED if plan.outdated else rules.GENERATED_STALE
        yield Finding(rule, None, file_place(project, project.generated), stale)


def _of_this_generator(findings: Sequence[Finding]) -> list[Finding]:
    """Leave out what was found of a client that is another generator's: it may lack what we ask.

    Only where that is an open finding itself, and so nothing passes for having been checked.
    """
    if all(each.rule is not rules.GENERATED_OUTDATED for each in findings):
        return [*findings]
    return [each for each in findings if not each.rule.id.startswith(_OF_CLIENT)]


def _unlisted(project: Project, lock: Lock, documents: Collection[EndpointId]) -> Iterator[Finding]:
    """Give contracts that the configuration does not list, if it lists any, and what has none."""
    known = {*documents}
    for id_ in sorted(known - {*project.endpoints} if project.endpoints else ()):
        place = file_place(project, project.contracts / id_)
        yield Finding(rules.ENDPOINT_UNLISTED, id_, place)
    for id_ in sorted({*lock.documents} - known):
        place = file_place(project, project.contracts / id_ / DOCUMENT)
        yield Finding(rules.CONTRACT_LOST, id_, place)
    for id_ in sorted({*project.endpoints} - known - {*lock.documents}):
        place = file_place(project, project.contracts / id_ / DOCUMENT)
        yield Finding(rules.NOTHING_CHECKED, id_, place)


def _of_findings(acceptances: Sequence[Acceptance]) -> Iterator[Acceptance]:
    """Leave out what was accepted of changes, of which a check knows nothing."""
    if acceptances:
        from fal_codegen.drift import RULES_BY_ID  # noqa: PLC0415 - few projects need it

        yield from (each for each in acceptances if each.rule not in RULES_BY_ID)


def _unused(project: Project, unused: Iterable[Acceptance]) -> Iterator[Finding]:
    place, rule = file_place(project, project.contracts / ACCEPTED), rules.ACCEPTANCE_UNUSED
    for each in unused:
        yield Finding(rule, each.endpoint, place, each.place, each.name or None, name=each.rule)
