"""Differences over time, with what each means for callers."""

from fal_codegen.drift.changes import Change, changes, gone
from fal_codegen.drift.rules import LEVELS, RULES, Level, Rule

__all__ = ["LEVELS", "RULES", "Change", "Level", "Rule", "changes", "gone"]
