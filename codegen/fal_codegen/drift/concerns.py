"""What changes mean for code that uses the endpoints."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from fal_codegen.contract import Json, equality_key, items_of, unescape
from fal_codegen.drift.change import Change
from fal_codegen.drift.rules import Kind
from fal_codegen.drift.uses import Use

Verdict: TypeAlias = Literal["breaks you", "may concern you"]
_EVERYBODY: frozenset[Kind] = frozenset(
    ("endpoint", "server", "key", "body", "form", "path", "parameter")
)
"""Kinds that concern every call of an endpoint."""
_LEFT_OUT: frozenset[Kind] = frozenset(("required", "field"))
"""Kinds that break a call which leaves the field out."""


@dataclass(frozen=True, slots=True)
class Concern:
    """A change and a use that it breaks, or may."""

    change: Change
    use: Use
    verdict: Verdict


def concerns(changes: Iterable[Change], uses: Iterable[Use]) -> Iterator[Concern]:
    """Cross changes with uses: those that break come as such, what cannot be seen as perhaps.

    Changes that are of no consequence concern nobody.
    """
    found = [*uses]
    for change in changes:
        for use in found:
            if use.endpoint == change.endpoint and change.level != "info":
                verdict = _verdict(change, use)
                if verdict is not None:
                    yield Concern(change, use, verdict)


def _verdict(change: Change, use: Use) -> Verdict | None:
    breaks: Verdict = "breaks you" if change.level == "breaking" else "may concern you"
    if change.rule.kind in _EVERYBODY:
        return breaks
    if use.read:
        return breaks if any(_reads(use.read, place) for place in change.places) else None
    verdicts = {_sent(change, use, place, breaks) for place in change.places}
    return next((each for each in (breaks, "may concern you") if each in verdicts), None)


def _reads(read: str, place: str) -> bool:
    """Tell whether a read goes to a place that changed, or through it."""
    return read == place or read.startswith(f"{place}/")


def _sent(change: Change, use: Use, place: str, breaks: Verdict) -> Verdict | None:
    side, _, rest = place.partition("/")
    if side != "input":
        return None
    step, _, below = rest.partition("/")
    if not step:
        return "may concern you"
    name = unescape(step)
    if name in use.fields:
        if below:
            return "may concern you"
        return None if _stays(change, use.fields[name]) else breaks
    if use.dynamic:
        return "may concern you"
    if change.rule.kind in _LEFT_OUT and not below and change.rule.effect == "narrows":
        return breaks
    return "may concern you" if change.rule.kind == "default" else None


def _stays(change: Change, literal: Json) -> bool:
    """Tell whether a literal value is among those that are still listed, or sets the default."""
    if not isinstance(literal, list) or change.rule.kind not in ("enum", "default"):
        return False
    if change.rule.kind == "default":
        return True
    listed = items_of(change.after)
    return equality_key(literal[0]) in {equality_key(each) for each in listed}
