"""Differences over time, with what each means for callers."""

from codegen.drift.changes import Change, changes, gone
from codegen.drift.rules import LEVELS, RULES, Level, Rule

__all__ = ["LEVELS", "RULES", "Change", "Level", "Rule", "changes", "gone"]
