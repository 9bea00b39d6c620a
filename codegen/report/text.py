"""Reports as text, for people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from codegen.check import Finding
from codegen.contract import EndpointId
from codegen.drift import RULES, Change, Level
from codegen.report.words import advise, say_change, say_finding

_COLORS = {
    "breaking": "red",
    "error": "red",
    "warning": "yellow",
    "info": "blue",
    "note": "blue",
    "accepted": "dim",
}


@dataclass(frozen=True, slots=True)
class Row:
    """What a run of the pipeline came to for one endpoint."""

    endpoint: EndpointId
    source: str
    fields: int
    limits: int
    cases: int
    cassettes: int
    changes: int
    findings: int
    accepted: int


def show_changes(console: Console, changes: Sequence[Change]) -> None:
    """List changes by endpoint, worst first within the order of the fields, then the advice."""
    for change in changes:
        difference = change.difference
        _line(
            console,
            change.rule.level,
            change.endpoint,
            f"{difference.place}: {say_change(change)} [{change.rule.id}]",
        )
    levels: list[Level] = [
        level
        for level in ("breaking", "warning", "info")
        if any(change.rule.level == level for change in changes)
    ]
    if levels:
        console.print(f"{len(changes)} changes; {advise(levels[0])}.")
    else:
        console.print("No drift: the documents are what contracts/ holds.")


def show_findings(
    console: Console, findings: Iterable[Finding], accepted: Iterable[tuple[Finding, str]]
) -> None:
    """List findings, then those that were accepted with the reasons."""
    for finding in findings:
        said = f"{finding.place}: {say_finding(finding)} [{finding.rule}]"
        _line(console, finding.weight, finding.endpoint, said)
    for finding, reason in accepted:
        said = f"{finding.place}: {say_finding(finding)} (accepted: {reason})"
        _line(console, "accepted", finding.endpoint, said)


def show_rows(console: Console, rows: Iterable[Row]) -> None:
    """Show the table of a pipeline run."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("endpoint", no_wrap=True)
    table.add_column("contract from")
    for name in ("fields", "limits", "cases", "cassettes", "changes", "findings"):
        table.add_column(name, justify="right")
    for row in rows:
        known = f" (+{row.accepted} accepted)" if row.accepted else ""
        counts = (row.fields, row.limits, row.cases, row.cassettes, row.changes)
        table.add_row(row.endpoint, row.source, *map(str, counts), f"{row.findings}{known}")
    console.print(table)


def show_rules(console: Console) -> None:
    """Show every rule of drift with its level."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("rule", "level"):
        table.add_column(name)
    for rule in RULES:
        table.add_row(rule.id, Text(rule.level, style=_COLORS[rule.level]))
    console.print(table)


def _line(console: Console, level: str, endpoint: EndpointId, said: str) -> None:
    text = Text.assemble((f"{level:<9}", _COLORS[level]), f"{endpoint} {said}")
    console.print(text, soft_wrap=True)
