"""Differences over time, with what each means for callers."""

from fal_codegen.drift.advice import BUMPS, Advice, Bump, advise_version, bump_of
from fal_codegen.drift.change import Change
from fal_codegen.drift.changes import arrived, changes, classes_gone, fails, gone
from fal_codegen.drift.concerns import Concern, concerns
from fal_codegen.drift.deciding import Ask, at_once
from fal_codegen.drift.history import Refusal, Step, Version, first_refusal
from fal_codegen.drift.pages import page_changes
from fal_codegen.drift.rules import (
    DEFAULT_FAIL_ON,
    DERIVATION,
    EFFECTS,
    EXCEPTIONS,
    FAIL_ON,
    LEVELS,
    RULES,
    RULES_BY_ID,
    WITHOUT_WITNESS,
    Effect,
    Exemption,
    FailOn,
    Level,
    Rule,
)
from fal_codegen.drift.uses import Client, Use, uses

__all__ = [
    "BUMPS",
    "DEFAULT_FAIL_ON",
    "DERIVATION",
    "EFFECTS",
    "EXCEPTIONS",
    "FAIL_ON",
    "LEVELS",
    "RULES",
    "RULES_BY_ID",
    "WITHOUT_WITNESS",
    "Advice",
    "Ask",
    "Bump",
    "Change",
    "Client",
    "Concern",
    "Effect",
    "Exemption",
    "FailOn",
    "Level",
    "Refusal",
    "Rule",
    "Step",
    "Use",
    "Version",
    "advise_version",
    "arrived",
    "at_once",
    "bump_of",
    "changes",
    "classes_gone",
    "concerns",
    "fails",
    "first_refusal",
    "gone",
    "page_changes",
    "uses",
]
