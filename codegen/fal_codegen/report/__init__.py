"""The only room with wording: changes, findings and runs, as text and as JSON.

A form is imported with its first use.
"""

from typing import TYPE_CHECKING

from fal_codegen.contract import one_line
from fal_codegen.front import importing

if TYPE_CHECKING:
    from fal_codegen.report.census import census_data, census_schema
    from fal_codegen.report.conformance import conform_json, conform_junit, say_conform
    from fal_codegen.report.counting import counted
    from fal_codegen.report.coverage import coverage_data, coverage_schema, show_coverage
    from fal_codegen.report.data import finding_data
    from fal_codegen.report.drift_json import change_data, drift_data, drift_schema
    from fal_codegen.report.drift_text import (
        say_undecided,
        show_accepted_changes,
        show_applied,
        show_changes,
        show_drift,
        show_dropped,
        show_rules,
    )
    from fal_codegen.report.entries import untold
    from fal_codegen.report.forms import render
    from fal_codegen.report.forms.json import report_schema
    from fal_codegen.report.gaps import say_hole_count, say_holes, say_unreadable
    from fal_codegen.report.health import say_examined, say_versions
    from fal_codegen.report.history import show_history
    from fal_codegen.report.imported import imported_lines
    from fal_codegen.report.origins import say_basis, say_repeated
    from fal_codegen.report.pages import page_lines, pages_data
    from fal_codegen.report.report_text import show_report
    from fal_codegen.report.text import (
        show_findings,
        show_recorded,
        show_rows,
    )
    from fal_codegen.report.uses import say_use
    from fal_codegen.report.wording import tell_finding

__all__ = [
    "census_data",
    "census_schema",
    "change_data",
    "conform_json",
    "conform_junit",
    "counted",
    "coverage_data",
    "coverage_schema",
    "drift_data",
    "drift_schema",
    "finding_data",
    "imported_lines",
    "one_line",
    "page_lines",
    "pages_data",
    "render",
    "report_schema",
    "say_basis",
    "say_conform",
    "say_examined",
    "say_hole_count",
    "say_holes",
    "say_repeated",
    "say_undecided",
    "say_unreadable",
    "say_use",
    "say_versions",
    "show_accepted_changes",
    "show_applied",
    "show_changes",
    "show_coverage",
    "show_drift",
    "show_dropped",
    "show_findings",
    "show_history",
    "show_recorded",
    "show_report",
    "show_rows",
    "show_rules",
    "tell_finding",
    "untold",
]

__getattr__ = importing(
    __name__,
    {
        "census": "census_data census_schema",
        "conformance": "conform_json conform_junit say_conform",
        "coverage": "coverage_data coverage_schema show_coverage",
        "data": "finding_data",
        "drift_json": "change_data drift_data drift_schema",
        "drift_text": "say_undecided show_accepted_changes show_applied show_changes "
        "show_drift show_dropped show_rules",
        "entries": "untold",
        "forms": "render",
        "forms.json": "report_schema",
        "gaps": "say_hole_count say_holes say_unreadable",
        "health": "say_examined say_versions",
        "history": "show_history",
        "imported": "imported_lines",
        "origins": "say_basis say_repeated",
        "pages": "page_lines pages_data",
        "report_text": "show_report",
        "text": "show_findings show_recorded show_rows",
        "uses": "say_use",
        "counting": "counted",
        "wording": "tell_finding",
    },
)
