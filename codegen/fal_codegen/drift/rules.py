"""The rules of drift: one row each, the whole policy in one table.

Direction decides harm. Narrowing what may be sent breaks callers and widening it does not; for what
comes back it is the reverse. Where code may break and the documents cannot tell, it is a warning.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from fal_codegen.compare import Kind
from fal_codegen.drift.actions import Action

Level: TypeAlias = Literal["breaking", "warning", "info"]
LEVELS: tuple[Level, ...] = ("breaking", "warning", "info")


@dataclass(frozen=True, slots=True)
class Rule:
    """What one action on one kind of promise, in one direction, means for callers."""

    level: Level
    side: Literal["request", "answer"]
    kind: Kind
    action: Action

    @property
    def id(self) -> str:
        """The rule as a sentence: `request-limit-tightened`."""
        return f"{self.side}-{self.kind}-{self.action}"


RULES: tuple[Rule, ...] = (
    Rule("breaking", "request", "endpoint", "removed"),
    Rule("info", "request", "field", "added"),
    Rule("breaking", "request", "field", "added-required"),
    Rule("breaking", "request", "field", "removed"),  # a typed caller no longer compiles
    Rule("breaking", "request", "required", "tightened"),
    Rule("info", "request", "required", "loosened"),
    Rule("breaking", "request", "nullable", "tightened"),
    Rule("info", "request", "nullable", "loosened"),
    Rule("breaking", "request", "type", "tightened"),
    Rule("info", "request", "type", "loosened"),
    Rule("breaking", "request", "enum", "tightened"),
    Rule("info", "request", "enum", "loosened"),
    Rule("breaking", "request", "limit", "tightened"),
    Rule("info", "request", "limit", "loosened"),
    Rule("warning", "request", "limit", "changed"),  # whether one pattern holds another is open
    Rule("breaking", "request", "extra", "tightened"),
    Rule("info", "request", "extra", "loosened"),
    Rule("warning", "request", "default", "changed"),  # it is behaviour, and it is money
    Rule("info", "request", "order", "changed"),
    Rule("info", "request", "description", "changed"),
    Rule("info", "request", "examples", "changed"),
    Rule("warning", "request", "deprecated", "changed"),
    Rule("info", "answer", "field", "added"),
    Rule("info", "answer", "field", "added-required"),
    Rule("breaking", "answer", "field", "removed"),
    Rule("info", "answer", "required", "tightened"),
    Rule("breaking", "answer", "required", "loosened"),
    Rule("info", "answer", "nullable", "tightened"),
    Rule("breaking", "answer", "nullable", "loosened"),
    Rule("info", "answer", "type", "tightened"),
    Rule("breaking", "answer", "type", "loosened"),
    Rule("info", "answer", "enum", "tightened"),
    Rule("warning", "answer", "enum", "loosened"),  # our answers keep it, a caller's match may not
    Rule("info", "answer", "limit", "tightened"),
    Rule("warning", "answer", "limit", "loosened"),
    Rule("info", "answer", "limit", "changed"),
    Rule("info", "answer", "extra", "tightened"),
    Rule("info", "answer", "extra", "loosened"),
    Rule("info", "answer", "default", "changed"),
    Rule("info", "answer", "order", "changed"),
    Rule("info", "answer", "description", "changed"),
    Rule("info", "answer", "examples", "changed"),
    Rule("warning", "answer", "deprecated", "changed"),
)
