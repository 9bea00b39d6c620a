"""The only room with wording: changes, findings and runs, as text and as JSON."""

from codegen.report.data import change_data, finding_data
from codegen.report.text import (
    Row,
    show_changes,
    show_findings,
    show_recorded,
    show_rows,
    show_rules,
)
from codegen.report.words import counted, one_line

__all__ = [
    "Row",
    "change_data",
    "counted",
    "finding_data",
    "one_line",
    "show_changes",
    "show_findings",
    "show_recorded",
    "show_rows",
    "show_rules",
]
