"""The rules of drift: what each kind of change is called, and what follows for its level.

A rule has no level of its own. It has an effect, and the level follows from effect and direction:
narrowing what may be sent harms callers and widening it does not; for what comes back it is the
reverse. Where that is not the whole truth, an exception stands in a ledger, with its reason.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from fal_codegen.compare import Kind as DifferenceKind

Level: TypeAlias = Literal["breaking", "unknown", "warning", "info"]
LEVELS: tuple[Level, ...] = ("breaking", "unknown", "warning", "info")
"""The worst first."""

FailOn: TypeAlias = Level | Literal["never"]
FAIL_ON: tuple[FailOn, ...] = (*LEVELS, "never")
DEFAULT_FAIL_ON: FailOn = "unknown"
"""From which level on drift is a failure: what could not be proven is one."""

Side: TypeAlias = Literal["request", "answer", "envelope"]
Kind: TypeAlias = DifferenceKind | Literal["endpoint", "claim", "page", "class"]
Effect: TypeAlias = Literal[
    "narrows",
    "widens",
    "retypes",
    "keeps",
    "undecided",
    "breaks calls",
    "behaves",
    "claims",
    "tells",
]
EFFECTS: Mapping[Effect, str] = MappingProxyType(
    {
        "narrows": "what was right before is wrong now",
        "widens": "what was wrong before is right now",
        "retypes": "what was wrong before is right now, and the client of before cannot read it",
        "keeps": "proven to take the same bodies as before",
        "undecided": "neither a proof nor a witness was found",
        "breaks calls": "code that was written against the client of before no longer runs",
        "behaves": "the same body does something else now, or costs something else",
        "claims": "a promise changed that no schema enforces",
        "tells": "only what readers are told changed",
    }
)
_SIDES: tuple[Side, ...] = ("request", "answer", "envelope")
_DERIVED: tuple[tuple[Effect, Level, Level], ...] = (
    ("narrows", "breaking", "info"),
    ("widens", "info", "warning"),
    ("retypes", "info", "breaking"),
    ("keeps", "info", "info"),
    ("undecided", "unknown", "unknown"),
    ("breaks calls", "breaking", "breaking"),
    ("behaves", "warning", "warning"),
    ("claims", "warning", "warning"),
    ("tells", "info", "info"),
)
DERIVATION: Mapping[tuple[Effect, Side], Level] = MappingProxyType(
    {
        (effect, side): level
        for effect, request, answer in _DERIVED
        for side, level in zip(_SIDES, (request, answer, answer), strict=True)
    }
)
"""The level of each effect, by direction: for requests, and for what comes back."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What one kind of change in one direction is called, and what it does."""

    side: Side
    kind: Kind
    action: str
    effect: Effect

    @property
    def id(self) -> str:
        """The rule as a phrase: `request-limit-tightened`."""
        return f"{self.side}-{self.kind}-{self.action}"

    @property
    def level(self) -> Level:
        """What follows from effect and direction, unless the ledger has an exception."""
        exception = EXCEPTIONS.get(self.id)
        return exception.level if exception else DERIVATION[self.effect, self.side]


@dataclass(frozen=True, slots=True)
class Exemption:
    """A level that does not follow, and why."""

    level: Level
    reason: str


EXCEPTIONS: Mapping[str, Exemption] = MappingProxyType(
    dict.fromkeys(
        tuple(f"{side}-deprecated-changed" for side in ("request", "answer", "envelope")),
        Exemption("warning", "what is deprecated today is what is removed tomorrow"),
    )
)
"""The ledger: rules whose level does not follow from effect and direction."""

WITHOUT_WITNESS: Mapping[str, str] = MappingProxyType(
    {
        "request-endpoint-removed": "there is nothing left to send a body to",
        "request-field-removed": "the body is still taken, but no class has the field any more",
        "answer-field-removed": "an answer without it may have been right before",
        "answer-result-removed": "the document says nothing of answers any more",
        "request-class-removed": "the body is the same, no class of before makes it any more",
        "answer-class-removed": "the answer is the same, it is no longer read as this class",
        "answer-format-changed": "formats assert nothing: they tell how a text is to be read",
        "envelope-server-changed": "bodies are the same, they go to another host",
        "envelope-key-changed": "bodies are the same, the key travels differently",
        "envelope-body-tightened": "what is refused is a call without any body",
        "envelope-form-removed": "the body is the same, but not the form it is sent in",
        "envelope-response-removed": "the document says nothing of this answer any more",
        "envelope-path-removed": "the call is gone, whatever its body",
        "envelope-parameter-added-required": "bodies are the same, a header or query is missing",
        "envelope-parameter-tightened": "bodies are the same, a header or query is missing",
    }
)
"""Breaking rules that may come without a witness, each with the reason."""

WIRE: tuple[Kind, ...] = (
    "required",
    "nullable",
    "type",
    "alternative",
    "enum",
    "limit",
    "extra",
    "names",
    "dependency",
    "condition",
    "exclusion",
    "contains",
    "items",
    "keyword",
)
"""Kinds of which a proof tells what they do."""
_ACTIONS: Mapping[Side, tuple[tuple[str, Effect], ...]] = MappingProxyType(
    {
        "request": (
            ("tightened", "narrows"),
            ("loosened", "widens"),
            ("rewritten", "keeps"),
            ("undecided", "undecided"),
        ),
        "answer": (
            ("unreadable", "retypes"),
            ("loosened", "widens"),
            ("tightened", "narrows"),
            ("rewritten", "keeps"),
            ("undecided", "undecided"),
        ),
    }
)
_NOTES: tuple[tuple[Kind, str, Effect], ...] = (
    ("class", "removed", "breaks calls"),
    ("format", "added", "claims"),
    ("format", "removed", "claims"),
    ("default", "changed", "behaves"),
    ("default", "refused", "behaves"),
    ("file-limit", "changed", "claims"),
    ("hint", "changed", "claims"),
    ("claim", "changed", "claims"),
    ("page", "changed", "claims"),
    ("deprecated", "changed", "tells"),
    ("read-only", "changed", "tells"),
    ("order", "changed", "tells"),
    ("description", "changed", "tells"),
    ("examples", "changed", "tells"),
    ("playground", "changed", "tells"),
    ("unused", "changed", "tells"),
    ("other", "changed", "undecided"),
)
"""Kinds that no body shows, alike in both directions."""


def _rules() -> Iterator[Rule]:
    yield Rule("request", "endpoint", "removed", "breaks calls")
    yield Rule("request", "endpoint", "added", "widens")
    for kind in WIRE:
        for side, actions in _ACTIONS.items():
            yield from (Rule(side, kind, action, effect) for action, effect in actions)
    yield Rule("request", "field", "added", "widens")
    yield Rule("request", "field", "added-required", "narrows")
    yield Rule("request", "field", "tightened", "narrows")
    yield Rule("answer", "field", "added", "keeps")
    yield Rule("answer", "field", "loosened", "widens")
    yield Rule("answer", "field", "unreadable", "retypes")
    for side in _ACTIONS:
        yield Rule(side, "field", "removed", "breaks calls")
        yield Rule(side, "field", "undecided", "undecided")
        yield from (Rule(side, kind, action, effect) for kind, action, effect in _NOTES)
    yield Rule("request", "format", "changed", "claims")
    yield Rule("answer", "format", "changed", "retypes")
    yield Rule("answer", "result", "removed", "breaks calls")
    yield Rule("answer", "result", "added", "tells")
    yield Rule("envelope", "server", "changed", "breaks calls")
    yield Rule("envelope", "key", "changed", "breaks calls")
    yield Rule("envelope", "key", "loosened", "tells")
    yield Rule("envelope", "key", "rewritten", "tells")
    yield Rule("envelope", "body", "tightened", "breaks calls")
    yield Rule("envelope", "body", "loosened", "tells")
    yield Rule("envelope", "form", "removed", "breaks calls")
    yield Rule("envelope", "form", "added", "tells")
    yield Rule("envelope", "response", "removed", "breaks calls")
    yield Rule("envelope", "response", "added", "tells")
    yield Rule("envelope", "header", "removed", "behaves")
    yield Rule("envelope", "header", "added", "tells")
    yield Rule("envelope", "path", "removed", "breaks calls")
    yield Rule("envelope", "path", "added", "tells")
    yield Rule("envelope", "parameter", "added-required", "breaks calls")
    yield Rule("envelope", "parameter", "tightened", "breaks calls")
    yield Rule("envelope", "parameter", "added", "tells")
    yield Rule("envelope", "parameter", "loosened", "tells")
    yield Rule("envelope", "parameter", "removed", "behaves")
    yield Rule("envelope", "page", "changed", "claims")
    yield Rule("envelope", "deprecated", "changed", "tells")
    for kind in ("offer", "description", "examples", "metadata", "unused", "edition"):
        yield Rule("envelope", kind, "changed", "tells")
    yield Rule("envelope", "other", "changed", "undecided")


RULES: tuple[Rule, ...] = tuple(_rules())
RULES_BY_ID: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in RULES})
