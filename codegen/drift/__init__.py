"""Differences over time, with what each means for callers."""

from codegen.drift.changes import Change, changes
from codegen.drift.rules import LEVELS, RULES, Level, Rule

__all__ = ["LEVELS", "RULES", "Change", "Level", "Rule", "changes"]
