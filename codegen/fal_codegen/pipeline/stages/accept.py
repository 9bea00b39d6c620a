"""accept: findings that were looked at may stay."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

from fal_codegen.check import IS_ID, Acceptance, Finding, rules
from fal_codegen.check import accept as acceptance_of
from fal_codegen.drift import Change
from fal_codegen.errors import GeneratedBroken, ProjectBroken
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
            found_changes = None if every else _only_changes(compare, ids)
            if found_changes is None:
                raise
            changes, outlived = found_changes
            return _settled(project, [], changes, outlived, reason, until)
        found, changed = _named(checked, ids)
        if every:
            changes, outlived = _failing(compare) if source or between else ([], [])
        else:
            changes, outlived = _changes(compare, changed)
        chosen = [*_all_of(checked.open)] if every else found
        removed = [each for each in checked.unused if _outlived(each, chosen)]
        accepted = [each for each in chosen if each.rule != rules.ACCEPTANCE_UNUSED]
        done = _settled(project, accepted, changes, outlived, reason, until, removed)
    return replace(done, gaps=checked.gaps)


def _settled(  # noqa: PLR0913, PLR0917 - what was found, and what is said of it
    project: Project,
    accepted: list[Finding],
    changes: list[Change],
    outlived: Iterable[Acceptance],
    reason: str,
    until: str,
    unneeded: Sequence[Acceptance] = (),
) -> AcceptResult:
    """Write that findings and changes may stay; what was accepted of the same changes goes."""
    removed = [*unneeded, *(each for each in outlived if any(map(each.concerns, changes)))]
    settled: list[Finding | Change] = [*accepted, *changes]
    fresh = [acceptance_of(each, reason.strip(), until) for each in settled]
    _replace(project, removed, settled, fresh)
    return AcceptResult(
        [*zip(accepted, fresh, strict=False)],
        [*zip(changes, fresh[len(accepted) :], strict=True)],
        removed,
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


def _changes(compare: Compare, ids: Collection[str]) -> tuple[list[Change], list[Acceptance]]:
    """Find changes by their fingerprints, and the acceptances whose values are others by now.

    Raises `ProjectBroken` for one that there is not.
    """
    found: dict[str, Change] = {}
    outlived: list[Acceptance] = []
    if any(map(IS_ID.fullmatch, ids)):
        result = compare()
        found = {change.fingerprint: change for change in result.changes}
        outlived = result.acceptances.unused
    if unknown := [id_ for id_ in ids if id_ not in found]:
        raise ProjectBroken(
            f"{', '.join(unknown)}: no finding and no change has this id; `fal-codegen check` and "
            "`fal-codegen drift` show them, and of a change also say what was compared: "
            "`--source`, or `--between BASE REVISION`"
        )
    return [found[id_] for id_ in ids], outlived


def _only_changes(
    compare: Compare, ids: Collection[str]
) -> tuple[list[Change], list[Acceptance]] | None:
    """Find changes where no client is there to check; None where some id is no change's."""
    try:
        return _changes(compare, [*dict.fromkeys(ids)])
    except ProjectBroken:
        return None


def _failing(compare: Compare) -> tuple[list[Change], list[Acceptance]]:
    """Give the changes that count, and what is outlived."""
    result = compare()
    changes = [change for change in result.open if result.levels.fail([change])]
    return changes, result.acceptances.unused


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
