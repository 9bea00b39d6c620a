"""A report as text, for people at a terminal."""

from rich.console import Console

from fal_codegen.pipeline import Report
from fal_codegen.report.census import show_census
from fal_codegen.report.drift_text import show_changes, show_drift
from fal_codegen.report.text import show_checked, show_findings


def show_report(console: Console, report: Report, *, quiet: bool = False) -> None:
    """Say what changed, what witnesses disagree about, and what a service does otherwise.

    If `quiet`, nothing beside that.
    """
    if report.probed is not None:
        show_census(console, report.probed, quiet=quiet)
    if quiet:
        if report.drift is not None:
            show_changes(console, report.drift.changes)
        if report.checked is not None:
            show_findings(console, report.checked.open, expired=report.checked.expired)
        return
    if report.drift is not None:
        show_drift(console, report.drift)
    if report.drift is not None and report.checked is not None:
        console.print()
    if report.checked is not None:
        show_checked(console, report.checked)
