"""What a rule of findings is: a kind of disagreement, what it weighs and how it is said."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of disagreement.

    `sentence` says it, with places for the finding's `left`, `right`, `name` and `detail`; `remedy`
    says what to do about it. `left` and `right` tell what the two values are; empty where there is
    none.
    """

    id: str
    severity: Severity
    sentence: str
    remedy: str
    left: str = ""
    right: str = ""

    @property
    def group(self) -> str:
        """What is held to the document: `docs`, `traffic`, `request` and so on."""
        return self.id.partition("-")[0]
