"""The version that a package deserves, and an entry for its changelog, in words."""

from collections.abc import Iterator, Sequence

from fal_codegen.contract import one_line
from fal_codegen.drift import Advice, Change
from fal_codegen.report.drifting import edit_of, say_change
from fal_codegen.report.text import named

_HEADINGS = ("Added", "Changed", "Deprecated", "Removed")


def say_advice(advice: Advice, version: str) -> str:
    """Say which version follows, and which change asks for it."""
    change = advice.because
    where = f"{change.endpoint} {change.place}: {say_change(change)}"
    return f"version: {version} becomes {advice.version} ({advice.bump}: {where})"


def changelog_entry(changes: Sequence[Change], version: str, date: str) -> str:
    """Give an entry in the form of Keep a Changelog; the same edit of several endpoints is one."""
    lines = [f"## [{version}] - {date}"]
    for heading in _HEADINGS:
        mine = [change for change in changes if _heading(change) == heading]
        if mine:
            lines += ["", f"### {heading}", "", *_items(mine)]
    return "\n".join(lines) + "\n"


def _items(changes: Sequence[Change]) -> Iterator[str]:
    alike: dict[str, list[Change]] = {}
    for change in changes:
        alike.setdefault(edit_of(change), []).append(change)
    for group in alike.values():
        change = group[0]
        mark = "**Breaking:** " if change.level == "breaking" else ""
        said = one_line(f"{change.place}: {say_change(change)}")
        yield f"- {mark}`{named([each.endpoint for each in group])}` {said}."


def _heading(change: Change) -> str:
    action, kind = change.rule.action, change.rule.kind
    if kind == "deprecated":
        return "Deprecated"
    if kind in ("field", "endpoint", "path", "result") and action.startswith(("added", "removed")):
        return "Added" if action.startswith("added") else "Removed"
    return "Changed"
