"""Which version the generated package deserves after changes, and what its changelog may say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from fal_codegen.drift.change import Change
from fal_codegen.drift.rules import Effect, Rule

Bump: TypeAlias = Literal["major", "minor", "patch"]
BUMPS: tuple[Bump, ...] = ("major", "minor", "patch")
"""The greatest first."""

_OF_EFFECT: Mapping[Effect, Bump] = MappingProxyType(
    {
        "narrows": "major",
        "widens": "minor",
        "retypes": "major",
        "keeps": "patch",
        "undecided": "major",
        "breaks calls": "major",
        "behaves": "minor",
        "claims": "patch",
        "tells": "patch",
    }
)
_EXCEPTIONS: Mapping[str, Bump] = MappingProxyType(
    {
        "answer-field-added": "minor",  # callers may read it now
        "request-deprecated-changed": "minor",  # as semantic versioning has it
        "answer-deprecated-changed": "minor",
        "envelope-deprecated-changed": "minor",
        "answer-format-changed": "patch",  # formats are no types of the client
        "envelope-other-changed": "patch",  # nothing is generated from it
    }
)


@dataclass(frozen=True, slots=True)
class Advice:
    """The next version, how it follows, and the change that asks for it."""

    bump: Bump
    version: str
    because: Change


def bump_of(rule: Rule) -> Bump:
    """Tell what a change under a rule asks of the package's version.

    What answers can no longer be takes nothing from who reads them, so it is a minor change.
    """
    if rule.id in _EXCEPTIONS:
        return _EXCEPTIONS[rule.id]
    if rule.side == "answer" and rule.effect == "narrows":
        return "minor"
    return _OF_EFFECT[rule.effect]


def advise_version(changes: Iterable[Change], version: str) -> Advice | None:
    """Advise the next version of the package; None where nothing changed.

    Before 1.0.0 a breaking change raises the second number, as semantic versioning allows and
    package managers expect.
    """
    found = [*changes]
    if not found:
        return None
    because = min(found, key=lambda change: BUMPS.index(bump_of(change.rule)))
    bump = bump_of(because.rule)
    return Advice(bump, _next(version, bump), because)


def _next(version: str, bump: Bump) -> str:
    numbers = [int(each) for each in version.split(".")[:3] if each.isdecimal()]
    major, minor, patch = (*numbers, 0, 0, 0)[:3]
    if major == 0:
        return f"0.{minor + 1}.0" if bump == "major" else f"0.{minor}.{patch + 1}"
    match bump:
        case "major":
            return f"{major + 1}.0.0"
        case "minor":
            return f"{major}.{minor + 1}.0"
        case "patch":
            return f"{major}.{minor}.{patch + 1}"
