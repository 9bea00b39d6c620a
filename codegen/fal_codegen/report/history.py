"""What an endpoint promised from version to version, as text."""

from collections import Counter
from collections.abc import Iterator

from rich.console import Console

from fal_codegen.contract import escape
from fal_codegen.drift import LEVELS, Step, Version
from fal_codegen.pipeline import HistoryResult, Timeline
from fal_codegen.report.counting import counted, counted_levels
from fal_codegen.report.drift_text import change_line
from fal_codegen.report.text import show_line
from fal_codegen.report.values import shown, shown_apart


def show_history(console: Console, result: HistoryResult) -> None:
    """List versions with what each did to the one before, and which refused a body first."""
    first, *others = result.versions
    console.print(f"{_named(first)}: the first that is known", soft_wrap=True, markup=False)
    for version, step in zip(others, result.steps, strict=True):
        again = ""
        if version.removed:
            console.print(f"{version.removed}: removed", soft_wrap=True, markup=False)
            again = "added again, "
        console.print(f"{_named(version)}: {again}{_verdict(step)}", soft_wrap=True, markup=False)
        for change in sorted(step.changes, key=lambda each: LEVELS.index(each.level)):
            show_line(console, change.level, "", change_line([change]))
    if result.removed:
        console.print(f"{result.removed}: removed", soft_wrap=True, markup=False)
    if result.older:
        show_line(console, "note", "", f"older versions are not known: {result.older}")
    for line in result.unread:
        show_line(console, "note", "", f"not read: {line}")
    for line in _refusal(result):
        console.print(line, soft_wrap=True, markup=False)


def _named(version: Version) -> str:
    return f"{version.date} {version.name}".strip()


def _verdict(step: Step) -> str:
    """Say what a step did, by the levels of its changes."""
    counts = Counter(change.level for change in step.changes)
    return counted_levels((level, counts[level]) for level in LEVELS) or "no drift"


def _refusal(result: HistoryResult) -> Iterator[str]:
    if result.refusal is None:
        return
    checks = (
        f"{counted(result.refusal.checks, 'check')} of {counted(len(result.versions), 'version')}"
    )
    if result.refusal.first is None:
        every = "every version that is known" if result.older or result.unread else "every version"
        yield f"{every} takes the body ({checks})"
        return
    version = result.versions[result.refusal.first]
    yield f"{_named(version)} refused the body first ({checks})"
    for each in result.violations:
        place = "/".join(("input", *(escape(str(step)) for step in each.path)))
        yield f"  {place}: {each.keyword} {shown(each.limit)} refuses {shown(each.value)}"


def say_timeline(timeline: Timeline) -> Iterator[str]:
    """Give a line for each version that moved a limit, the oldest first, and what is not known."""
    if timeline.why:
        yield f"No history: {timeline.why}."
        return
    if timeline.older:
        yield f"Older versions are not known: {timeline.older}."
    first, *_ = timeline.versions
    yield f"{first.date} {first.name}: the first that is known, {counted(first.limits, 'limit')}"
    moved = [each for each in timeline.versions if each.moved or each.removed]
    for version in moved:
        moves = (
            f"{each.place} {each.keyword}: {after} now, before {before}"
            for each in version.moved
            for before, after in [shown_apart(each.before, each.after)]
        )
        again = ""
        if version.removed:
            yield f"{version.removed}: removed"
            again = "added again; " if version.moved else "added again"
        yield f"{version.date} {version.name}: {again}{'; '.join(moves)}".lstrip()
    if not moved:
        yield f"No limit has moved in {counted(len(timeline.versions), 'version')}."
