"""accept: findings that were looked at may stay."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeAlias

from fal_codegen.check import IS_ID, Acceptance, Finding, rules
from fal_codegen.check import accept as acceptance_of
from fal_codegen.drift import Change
from fal_codegen.errors import Broken, GeneratedBroken, ProjectBroken
from fal_codegen.pipeline.checking.acceptances import load_acceptances, save_acceptances
from fal_codegen.pipeline.comparing.drift import DriftResult
from fal_codegen.pipeline.gaps import Gaps
from fal_codegen.pipeline.parameters import SILENT, Progress, today
from fal_codegen.pipeline.stages.check import CheckResult, check
from fal_codegen.pipeline.stages.drift import drift, drift_between
from fal_codegen.project import Project, exclusive

Compare: TypeAlias = Callable[[], DriftResult]
"""Finds the changes that may be accepted."""


@dataclass(frozen=True, slots=True)
class AcceptResult:
    """What is accepted now, and the entries that were taken out because nothing needs them."""

    accepted: list[tuple[Finding, Acceptance]]
    changes: list[tuple[Change, Acceptance]]
    removed: list[Acceptance]
    gaps: Gaps


def accept(  # noqa: PLR0913 - what a caller may choose
    project: Project,
    ids: Collection[str] = (),
    *,
    reason: str,
    date: str = "",
    until: str = "",
    every: bool = False,
    source: str = "",
    between: tuple[str, str] | None = None,
    keys: Collection[str] = (),
    progress: Progress = SILENT,
) -> AcceptResult:
    """Accept findings by their ids, or with `every` all that count, in contracts/accepted.json.

    An id that is no finding's may be a change's, which `drift` against `source` is asked for, or
    `between` two files, folders or git revisions; with `every` that is done where one of them is
    named. `keys` are those that `check` searches for. `date` is the day, today by default, and
    `until` the last one on which the acceptances hold, as ISO 8601 has them. An entry that no
    finding needs any more is taken out. Raises `Broken`; nothing is then written.
    """
    date = date or today()
    if not reason.strip():
        raise ProjectBroken("the reason is empty: say why this may stay")
    if until and until < date:
        raise ProjectBroken(f"{until} is over; give a day that is to come")
    compare = _comparison(project, source, between, progress)
    with exclusive(project.root, progress.waiting):
        try:
            checked = check(project, date=date, keys=keys, progress=progress)
        except GeneratedBroken:
            found = None if every else _only_changes(compare, ids)
            if found is None:
                raise
            return _settle(project, found, reason, until)
        named, others = _named(checked, ids)
        if every:
            found = _failing(compare) if source or between else _Chosen()
        else:
            found = _changes(compare, others)
        findings = [*_all_of(checked.open)] if every else named
        unneeded = [each for each in checked.unused if _outlived(each, findings)]
        accepted = [each for each in findings if each.rule != rules.ACCEPTANCE_UNUSED]
        chosen = replace(found, findings=accepted, unneeded=[*unneeded, *found.unneeded])
        return replace(_settle(project, chosen, reason, until), gaps=checked.gaps)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What may stay from now on, and the acceptances that nothing needs then."""

    findings: list[Finding] = field(default_factory=list[Finding])
    changes: list[Change] = field(default_factory=list[Change])
    unneeded: list[Acceptance] = field(default_factory=list[Acceptance])


def _settle(project: Project, chosen: _Chosen, reason: str, until: str) -> AcceptResult:
    """Write that what was chosen may stay."""
    findings, changes = chosen.findings, chosen.changes
    settled: list[Finding | Change] = [*findings, *changes]
    fresh = [acceptance_of(each, reason.strip(), until) for each in settled]
    _replace(project, chosen.unneeded, settled, fresh)
    return AcceptResult(
        [*zip(findings, fresh, strict=False)],
        [*zip(changes, fresh[len(findings) :], strict=True)],
        chosen.unneeded,
        Gaps(),
    )


def _replace(
    project: Project,
    removed: Collection[Acceptance],
    settled: Collection[Finding | Change],
    fresh: Collection[Acceptance],
) -> None:
    """Write the acceptances that stay, with the new ones after them."""
    kept = [
        each
        for each in load_acceptances(project)
        if each not in removed and not any(map(each.covers, settled))
    ]
    save_acceptances(project, [*kept, *fresh])


def _comparison(
    project: Project, source: str, between: tuple[str, str] | None, progress: Progress
) -> Compare:
    if between:
        return partial(drift_between, project.root, *between, progress=progress)
    return partial(drift, project, source=source, progress=progress)


def _changes(compare: Compare, ids: Collection[str]) -> _Chosen:
    """Choose changes by their fingerprints. Raises `ProjectBroken` for one that there is not."""
    found: dict[str, Change] = {}
    unused: list[Acceptance] = []
    untold = ""
    if any(map(IS_ID.fullmatch, ids)):
        try:
            result = compare()
        except Broken as error:
            raise ProjectBroken(
                f"{', '.join(ids)}: no finding has this id, and whether a change has it cannot be "
                f"told: {error}"
            ) from None
        found = {change.fingerprint: change for change in result.changes}
        unused = result.acceptances.unused
        if result.undecided:
            untold = f" (of {result.undecided} of the endpoints nobody can tell what changed)"
    if unknown := [id_ for id_ in ids if id_ not in found]:
        raise ProjectBroken(
            f"{', '.join(unknown)}: no finding and no change has this id{untold}; `fal-codegen "
            "check` and `fal-codegen drift` show them, and of a change also say what was compared: "
            "`--source`, or `--between BASE REVISION`"
        )
    return _choose([found[id_] for id_ in ids], unused)


def _choose(changes: list[Change], unused: Iterable[Acceptance]) -> _Chosen:
    """Choose changes, in place of what was accepted of them before and is other by now."""
    outlived = [each for each in unused if any(map(each.concerns, changes))]
    return _Chosen(changes=changes, unneeded=outlived)


def _only_changes(compare: Compare, ids: Collection[str]) -> _Chosen | None:
    """Choose changes where no client is there to check; None where some id is no change's."""
    try:
        return _changes(compare, [*dict.fromkeys(ids)])
    except ProjectBroken:
        return None


def _failing(compare: Compare) -> _Chosen:
    """Choose the changes that count."""
    result = compare()
    changes = [change for change in result.open if result.levels.fail([change])]
    return _choose(changes, result.acceptances.unused)


def _named(checked: CheckResult, ids: Collection[str]) -> tuple[list[Finding], list[str]]:
    """Give the findings that are named, and the ids that are no finding's.

    What stands for several findings names each of them.
    """
    settled = [finding for finding, _ in (*checked.accepted, *checked.known)]
    listed = (*settled, *checked.notes, *checked.open)
    found = {each.id: (each,) for each in _all_of(listed)} | {each.id: each.each for each in listed}
    named = dict.fromkeys(id_ for id_ in ids if id_ in found)
    chosen = {each.id: each for id_ in named for each in found[id_]}
    return [*chosen.values()], [id_ for id_ in dict.fromkeys(ids) if id_ not in found]


def _all_of(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Give every finding by itself, those that stand beside others too, each once."""
    every = (one for each in findings for one in (*each.each, *each.beside))
    yield from {each.id: each for each in every}.values()


def _outlived(entry: Acceptance, chosen: Sequence[Finding]) -> bool:
    """Tell whether an unused entry is among what was chosen, or is replaced by what was."""
    accepted = (entry.endpoint, entry.rule, entry.place, entry.name or None)
    return any(
        entry.concerns(each)
        or (
            each.rule == rules.ACCEPTANCE_UNUSED
            and accepted == (each.endpoint, each.name, each.left, each.right)
        )
        for each in chosen
    )
