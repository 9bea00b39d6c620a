"""Drift as text, for people."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from fal_codegen.check import Acceptance
from fal_codegen.contract import EndpointId, one_line
from fal_codegen.drift import (
    DERIVATION,
    EFFECTS,
    EXCEPTIONS,
    LEVELS,
    RULES,
    WITHOUT_WITNESS,
    Change,
    Concern,
    Level,
)
from fal_codegen.pipeline import AffectedRecording, ApplyResult, DriftResult, fetch_command
from fal_codegen.report.advice import changelog_entry, say_advice
from fal_codegen.report.change_remedies import remedy_of_change
from fal_codegen.report.counting import counted, counted_levels
from fal_codegen.report.drifting import edit_of, say_change, say_places, say_proof
from fal_codegen.report.origins import say_repeated
from fal_codegen.report.text import COLORS, named, show_line
from fal_codegen.report.witnesses import listed_names

_SHOWN = 6
"""So many ids stand in a line; JSON has all."""

NO_DRIFT = "No drift: the documents say what they said."


def show_drift(console: Console, result: DriftResult) -> None:
    """List what changed, the worst first, then the counts; say so where nothing did."""
    show_changes(console, result.open)
    show_accepted_changes(console, result.acceptances.accepted)
    for change, each in result.acceptances.expired:
        show_line(
            console, "note", change.endpoint, f"{change.fingerprint}: accepted until {each.until}"
        )
    for each in result.acceptances.unused:
        said = f"the acceptance of {each.rule} at {each.place} holds no more: other values"
        show_line(console, "note", each.endpoint or "", f"{said} ({each.reason})")
    if not result.changes and not result.undecided:
        console.print(NO_DRIFT)
    for concern in sorted(result.concerns, key=lambda each: each.verdict):
        show_line(console, concern.verdict, concern.change.endpoint, say_concern(concern))
    for alike in _alike(result.affected):
        show_line(console, "recorded", alike[0].endpoint, _affected(alike))
    if advice := result.advice:
        console.print(one_line(say_advice(advice, result.version)), soft_wrap=True, markup=False)
    console.print(f"base: {result.base}", soft_wrap=True, markup=False)
    console.print(f"revision: {result.revision}", soft_wrap=True, markup=False)
    unchanged = len(result.compared) - result.changed
    compared = len(result.compared) + result.undecided
    summary = f"compared {compared}: {unchanged} unchanged, {result.changed} changed"
    console.print(
        f"{summary}, {result.undecided} cannot tell." if result.undecided else f"{summary}."
    )


def say_concern(concern: Concern) -> str:
    """Say of a change where it concerns the project's source."""
    use, change = concern.use, concern.change
    return f"{use.file}:{use.line}: {change.place}: {say_change(change)} [{change.fingerprint}]"


def _alike(affected: Iterable[AffectedRecording]) -> list[list[AffectedRecording]]:
    """Put together the recordings of an endpoint in which the same changed."""
    found: dict[tuple[EndpointId, tuple[str, ...], bool], list[AffectedRecording]] = {}
    for each in affected:
        found.setdefault((each.endpoint, each.places, each.refused), []).append(each)
    return [*found.values()]


def _affected(alike: Sequence[AffectedRecording]) -> str:
    """Say of recordings what in them changed."""
    first, several = alike[0], len(alike) > 1
    request = "requests" if several else "a request"
    said = (*first.places, *[f"{request} that the new contract refuses"] * first.refused)
    files = listed_names(f"cassettes/{each.file}" for each in alike)
    return f"{files} {'have' if several else 'has'} {', '.join(said)}"


def show_applied(console: Console, result: ApplyResult) -> None:
    """Say what was taken over, after what changed."""
    console.print(
        f"applied: {counted(len(result.contracts), 'file')} of contracts/, "
        f"{counted(result.generated, 'file')} of generated/; "
        f"{counted(len(result.drift.affected), 'cassette')} stale now."
    )
    if advice := result.drift.advice:
        drift = result.drift
        console.print(f"\nFor the changelog of {advice.version}:\n", markup=False)
        entry = changelog_entry(drift.changes, advice.version, drift.date)
        console.print(entry, soft_wrap=True, markup=False)
    show_dropped(console, result.dropped)


def show_dropped(console: Console, dropped: Iterable[Acceptance]) -> None:
    """List acceptances of changes that ended, for the contract is another now."""
    for each in dropped:
        said = f"the acceptance of {each.rule} at {each.place} ended: {each.reason}"
        show_line(console, "dropped", each.endpoint or "", said)


def say_undecided(result: DriftResult) -> list[str]:
    """Say of every endpoint that was not compared why that is so."""
    lines = [*result.refused]
    if result.repeated:
        lines.append(say_repeated(result.repeated))
    return [*lines, *say_edited(result)]


def say_edited(result: DriftResult) -> list[str]:
    """Say which contracts were edited, and whether the service changed since their fetch."""
    return [_edited(result, id_) for id_ in result.edited]


def _edited(result: DriftResult, id_: EndpointId) -> str:
    edit = f"contracts/{id_}/openapi.json was edited since it was fetched"
    news = "what changed may be the edit" if result.count(id_) else "the source says the same still"
    undone = f"`{fetch_command(id_, result.sources)}` undoes it"
    return f"{id_}: {edit} from {result.edited[id_]}; {news}; {undone}"


def show_changes(console: Console, changes: Sequence[Change]) -> None:
    """List changes, one line for the same edit of several endpoints, then how many there are."""
    alike: dict[str, list[Change]] = {}
    for change in sorted(changes, key=lambda each: LEVELS.index(each.level)):
        alike.setdefault(edit_of(change), []).append(change)
    for group in alike.values():
        show_line(
            console, group[0].level, named([each.endpoint for each in group]), change_line(group)
        )
    if changes:
        console.print(f"{counted_levels(_counts(changes).items())}.")


def show_accepted_changes(console: Console, accepted: Sequence[tuple[Change, Acceptance]]) -> None:
    """List changes that were accepted, with the reasons."""
    for change, each in accepted:
        until = f" until {each.until}" if each.until else ""
        said = f"{change_line([change])} (accepted{until}: {each.reason})"
        show_line(console, "accepted", change.endpoint, said)


def change_line(group: Sequence[Change]) -> str:
    """Say in one line what the same edit of one or more endpoints does, and asks for, with its ids.

    What is of no consequence asks for nothing.
    """
    change = group[0]
    remedy = "" if change.level == "info" else f"to do: {remedy_of_change(change.rule)}"
    said = "; ".join(filter(None, (say_change(change), say_proof(change), remedy)))
    ids = [each.fingerprint for each in group]
    more = f" and {len(ids) - _SHOWN} more, see --format json" if len(ids) > _SHOWN else ""
    return f"{say_places(change)}: {said} [{change.rule.id} {' '.join(ids[:_SHOWN])}{more}]"


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
        last = name == names[-1]  # What is long stands there; no rule and no level is ever cut.
        table.add_column(name, no_wrap=not last, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell, style=COLORS.get(cell, "")) for cell in row))
    console.print(table, soft_wrap=True)
