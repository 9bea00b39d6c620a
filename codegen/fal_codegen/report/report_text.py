"""A report as text, for people at a terminal."""

from typing import TYPE_CHECKING

from rich.console import Console

from fal_codegen.pipeline import Report
from fal_codegen.report.text import show_checked, show_findings

if TYPE_CHECKING:
    from fal_codegen.pipeline import DriftResult


def show_report(console: Console, report: Report, *, quiet: bool = False) -> None:
    """Say what changed, what witnesses disagree about, and what a service does otherwise.

    If `quiet`, nothing beside that.
    """
    if report.probed is not None:
        from fal_codegen.report.census import show_census  # noqa: PLC0415 - most reports have none

        show_census(console, report.probed, quiet=quiet)
    if report.drift is not None:
        _show_drift(console, report.drift, quiet=quiet)
    if quiet:
        if report.checked is not None:
            show_findings(console, report.checked.open, expired=report.checked.expired)
        return
    if report.drift is not None and report.checked is not None:
        console.print()
    if report.checked is not None:
        show_checked(console, report.checked)


def _show_drift(console: Console, drift: "DriftResult", *, quiet: bool) -> None:
    from fal_codegen.report.drift_text import show_changes, show_drift  # noqa: PLC0415 - as above

    if quiet:
        show_changes(console, drift.changes)
    else:
        show_drift(console, drift)
