"""Drift as text, for people."""

from collections import Counter
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from fal_codegen.drift import (
    DERIVATION,
    EFFECTS,
    EXCEPTIONS,
    LEVELS,
    RULES,
    WITHOUT_WITNESS,
    Change,
    Level,
)
from fal_codegen.pipeline import DriftResult
from fal_codegen.report.drifting import advise, edit_of, say_change, say_proof
from fal_codegen.report.text import COLORS, named, show_line
from fal_codegen.report.wording import counted

NO_DRIFT = "No drift: the documents are what contracts/ holds."


def show_drift(console: Console, result: DriftResult) -> None:
    """List what changed, the worst first, then the counts; say so where nothing did."""
    show_changes(console, result.changes)
    cannot_tell = len(result.refused) + len(result.repeated)
    if not result.changes and not cannot_tell:
        console.print(NO_DRIFT)
    unchanged = len(result.compared) - result.changed
    compared = len(result.compared) + cannot_tell
    told = f"compared {compared}: {unchanged} unchanged, {result.changed} changed"
    console.print(f"{told}, {cannot_tell} cannot tell." if cannot_tell else f"{told}.")


def show_changes(console: Console, changes: Sequence[Change]) -> None:
    """List changes, one line for the same edit of several endpoints, then what to do about each."""
    alike: dict[str, list[Change]] = {}
    for change in sorted(changes, key=lambda each: LEVELS.index(each.level)):
        alike.setdefault(edit_of(change), []).append(change)
    for group in alike.values():
        show_line(
            console, group[0].level, named([each.endpoint for each in group]), _line(group[0])
        )
    for level, count in _counts(changes).items():
        console.print(f"{count} {level}: {advise(level)}.")


def _line(change: Change) -> str:
    also = f" (also {', '.join(change.places[1:])})" if len(change.places) > 1 else ""
    said = "; ".join(filter(None, (say_change(change), say_proof(change))))
    return f"{change.place}{also}: {said} [{change.rule.id}]"


def _counts(changes: Sequence[Change]) -> Mapping[Level, int]:
    counts = Counter(change.level for change in changes)
    return {level: counts[level] for level in LEVELS if counts[level]}


def show_rules(console: Console) -> None:
    """Show the rules with their levels, how these follow, and the exceptions with their reasons."""
    _table(console, ("rule", "level", "effect"), [(r.id, r.level, r.effect) for r in RULES])
    console.print()
    rows = [
        (effect, DERIVATION[effect, "request"], DERIVATION[effect, "answer"], meaning)
        for effect, meaning in EFFECTS.items()
    ]
    _table(console, ("effect", "in a request", "in an answer", "meaning"), rows)
    console.print()
    exempt = [(id_, each.level, each.reason) for id_, each in EXCEPTIONS.items()]
    _table(console, ("exception", "level", "reason"), exempt)
    console.print()
    _table(console, ("breaking without a witness", "reason"), [*WITHOUT_WITNESS.items()])


def _table(console: Console, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(name, no_wrap=True)
    for row in rows:
        table.add_row(*(Text(cell, style=COLORS.get(cell, "")) for cell in row))
    console.print(table, soft_wrap=True)


def summary(changes: Sequence[Change]) -> str:
    """Count changes in words."""
    return counted(len(changes), "change")
