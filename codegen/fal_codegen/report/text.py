"""Reports as text, for people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fal_codegen.check import Acceptance, Finding
from fal_codegen.contract import EndpointId, one_line
from fal_codegen.report.counting import counted
from fal_codegen.report.gaps import say_holes
from fal_codegen.report.origins import REPEATED, UNTOLD, say_origins, say_recorded
from fal_codegen.report.wording import say_finding, say_place

if TYPE_CHECKING:
    from fal_codegen.pipeline import CheckResult, EndpointSummary

_COLUMNS = "limits cases drawn cassettes gaps drift found known".split()
COLORS = {
    "breaking": "red",
    "error": "red",
    "unknown": "magenta",
    "warning": "yellow",
    "info": "blue",
    "note": "blue",
    "breaks you": "red",
    "may concern you": "yellow",
    "accepted": "dim",
    "stricter": "red",
    "refused": "red",
    "lax": "yellow",
    "coerced": "yellow",
    "silent": "magenta",
    "stopped": "magenta",
    "dropped": "dim",
    "recorded": "dim",
    "known": "dim",
}

NARROW = 80
"""Columns of a terminal below which lines are wrapped here, and not by the terminal."""


def show_findings(
    console: Console,
    findings: Iterable[Finding],
    *,
    expired: Iterable[tuple[Finding, Acceptance]] = (),
    accepted: Iterable[tuple[Finding, Acceptance]] = (),
    known: Iterable[tuple[Finding, Acceptance]] = (),
) -> None:
    """List findings with the ids to accept them by, then those accepted with the reasons.

    Notes need no accepting: alike ones come together. `expired` says of some findings that they
    were accepted once.
    """
    alike: dict[str, list[EndpointId | None]] = {}
    over = {finding.id: f" (until {each.until}: {each.reason})" for finding, each in expired}
    for finding in findings:
        if finding.severity == "note":
            said = f"{say_place(finding)}: {say_finding(finding)} [{finding.rule.id}]"
            alike.setdefault(said, []).append(finding.endpoint)
        else:
            _found(console, finding.severity, finding, over.get(finding.id, ""))
    for said, endpoints in alike.items():
        show_line(console, "note", named(endpoints), said)
    for finding, each in accepted:
        until = f" until {each.until}" if each.until else ""
        _found(console, "accepted", finding, f" (accepted{until}: {each.reason})")
    for finding, each in known:
        _found(console, "known", finding, f" (known to fal-codegen: {each.reason})")


def show_checked(console: Console, checked: "CheckResult") -> None:
    """List what a check found, then whom the recordings are from, and the counts."""
    show_findings(
        console,
        [*checked.open, *checked.notes],
        expired=checked.expired,
        accepted=checked.accepted,
        known=checked.known,
    )
    for line in _remedies(checked.open):
        console.print(line, soft_wrap=True, markup=False)
    show_recorded(console, checked.recorded)
    ran = checked.endpoints.values()
    cases, drawn = sum(each.cases for each in ran), sum(each.drawn or 0 for each in ran)
    tapes = sum(checked.cassettes.values())
    console.print(
        f"{counted(len(checked.open), 'finding')}, {len(checked.accepted)} accepted, "
        f"{len(checked.known)} known, {counted(len(checked.notes), 'note')}; "
        f"{counted(cases, 'case')} run, {drawn or 'no'} bodies drawn, "
        f"{counted(tapes, 'cassette')} checked.",
        soft_wrap=True,
    )
    decided, undecided = sum(each.decided for each in ran), sum(each.undecided for each in ran)
    if decided or undecided:
        console.print(
            f"Of {counted(decided + undecided, 'fact')} of recorded answers, {decided} were held "
            f"to what was asked for, {undecided} cannot be told.",
            soft_wrap=True,
        )
    if holes := say_holes(checked.gaps.holes.values()):
        console.print(f"Not read: {holes}.", soft_wrap=True)


def _remedies(findings: Iterable[Finding]) -> Iterator[str]:
    """Say once what to do about findings and what explains them, and how one may stay."""
    every = chain.from_iterable((each, *each.beside) for each in findings)
    lines = [*dict.fromkeys(f"{each.rule.id}: {each.remedy}" for each in every)]
    yield from lines
    if lines:
        yield "To accept a finding: `fal-codegen accept ID --reason TEXT`, with the id at its end."


def show_rows(console: Console, rows: Sequence["EndpointSummary"]) -> None:
    """Show the table of a pipeline run, and below it where the contracts came from."""
    if console.is_terminal and console.width < NARROW:
        _show_list(console, rows)
    else:
        _show_table(console, rows)
    console.print()
    _show_below(console, rows)


def _show_table(console: Console, rows: Sequence["EndpointSummary"]) -> None:
    table = Table(box=None, pad_edge=False, collapse_padding=True, header_style="bold")
    table.add_column("endpoint", overflow="fold")  # long ids are wrapped, numbers never
    for name in _COLUMNS:
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(row.endpoint, *_counts(row))
    console.print(table)


def _show_list(console: Console, rows: Sequence["EndpointSummary"]) -> None:
    """Show what has no room for a table: each endpoint with its counts below it."""
    for row in rows:
        console.print(Text(row.endpoint, "bold"), overflow="fold")
        listed = ", ".join(
            f"{name} {count}" for name, count in zip(_COLUMNS, _counts(row), strict=True)
        )
        console.print(Padding(Text(listed), (0, 0, 0, 2)))


def _counts(row: "EndpointSummary") -> list[str]:
    read = (row.limits, row.cases, row.drawn, row.cassettes)
    counts = (*read, row.holes, row.changes, row.findings, row.accepted)
    return [UNTOLD if count is None else str(count) for count in counts]


def _show_below(console: Console, rows: Sequence["EndpointSummary"]) -> None:
    if any(row.repeated for row in rows):
        console.print(f"{UNTOLD}  {REPEATED}.", soft_wrap=True)
    if any(row.cases is not None and row.changes is None and not row.repeated for row in rows):
        console.print(f"{UNTOLD}  cannot tell: the source did not give the document.")
    if any(row.cases is None for row in rows):
        console.print(f"{UNTOLD}  cannot tell: the document cannot be read.", soft_wrap=True)
    for line in say_origins(row.origin for row in rows):
        console.print(line, soft_wrap=True)


def show_recorded(console: Console, sources: Mapping[str, int]) -> None:
    """Tell whom the cassettes were recorded from: the emulator is never passed off as fal."""
    for line in say_recorded(sources):
        console.print(line)


def _found(console: Console, level: str, finding: Finding, more: str) -> None:
    said = f"{say_place(finding)}: {say_finding(finding)} [{finding.rule.id} {finding.id}]{more}"
    show_line(console, level, named([finding.endpoint]), said)


def named(endpoints: Sequence[EndpointId | None]) -> str:
    """Name the endpoints a line is about; nobody, where it is about the whole project."""
    if endpoints[0] is None:
        return ""
    more = f" and {len(endpoints) - 1} more" if len(endpoints) > 1 else ""
    return f"{endpoints[0]}{more}"


def show_line(console: Console, level: str, endpoint: str, said: str) -> None:
    """Print one line, however long: its level, whom it is about, and what is said.

    On a narrow terminal it is wrapped between words, and what is said stands below.
    """
    label, text = Text(f"{level:<8} ", COLORS[level]), one_line(said)
    if console.is_terminal and console.width < NARROW:
        console.print(Text.assemble(label, endpoint), overflow="fold")
        console.print(Padding(Text(text), (0, 0, 0, 2)))
    else:
        console.print(Text.assemble(label, f"{endpoint} {text}".lstrip()), soft_wrap=True)
