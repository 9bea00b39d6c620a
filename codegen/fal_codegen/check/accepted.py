"""Findings that were looked at and accepted: contracts/accepted.json."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Generic, Protocol, TypeVar

from fal_codegen.contract import EndpointId, Json, Place, node_of

ACCEPTED = "accepted.json"

_NEEDED = ("endpoint", "rule", "place", "reason")
_KNOWN = ("id", "endpoint", "rule", "place", "name", "reason", "until")
IS_ID = re.compile("[0-9a-f]{12}")
"""What the id of a finding or of a change looks like."""


class _Rule(Protocol):
    @property
    def id(self) -> str: ...


class Found(Protocol):
    """What can be accepted: it has an id over rule, endpoint, place and values."""

    @property
    def id(self) -> str:
        """The fingerprint."""
        ...

    @property
    def rule(self) -> _Rule:
        """The rule it was found under."""
        ...

    @property
    def endpoint(self) -> EndpointId | None:
        """The endpoint; None for what concerns the whole project."""
        ...

    @property
    def place(self) -> Place | str:
        """Where it was found."""
        ...

    @property
    def name(self) -> str:
        """Which of several promises at the place is meant."""
        ...


F = TypeVar("F", bound=Found)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A finding that may stay, and why.

    `id` is the finding's own, so an acceptance ends when one of the values changes; an entry
    without one holds whatever the values are. `endpoint` is None for what concerns the whole
    project, `name` tells apart several under one rule at one place, `until` is the last day on
    which it holds, as ISO 8601 has it.
    """

    endpoint: EndpointId | None
    rule: str
    place: str
    reason: str
    name: str = ""
    id: str = ""
    until: str = ""

    def concerns(self, found: Found) -> bool:
        """Tell whether this is about the same promise, whatever the values are by now."""
        mine = (self.endpoint, self.rule, self.place, self.name)
        return mine == (found.endpoint, found.rule.id, str(found.place), found.name)

    def covers(self, found: Found) -> bool:
        """Tell whether this is what was accepted."""
        return self.concerns(found) and self.id in ("", found.id)

    def over(self, today: str) -> bool:
        """Tell whether its last day has passed."""
        return bool(self.until) and self.until < today


@dataclass(frozen=True, slots=True)
class AcceptanceResult(Generic[F]):
    """Findings with the acceptances that cover them.

    `open` are those that count, among them those that were accepted until a day that is over
    (`expired`). `known` are covered by acceptances that come with fal-codegen. `unused` are the
    project's acceptances that no finding needs any more.
    """

    open: list[F] = field(default_factory=list[F])
    accepted: list[tuple[F, Acceptance]] = field(default_factory=list[tuple[F, Acceptance]])
    known: list[tuple[F, Acceptance]] = field(default_factory=list[tuple[F, Acceptance]])
    expired: list[tuple[F, Acceptance]] = field(default_factory=list[tuple[F, Acceptance]])
    unused: list[Acceptance] = field(default_factory=list[Acceptance])


def accept(found: Found, reason: str, until: str = "") -> Acceptance:
    """Make the acceptance of one finding."""
    place = str(found.place)
    return Acceptance(found.endpoint, found.rule.id, place, reason, found.name, found.id, until)


def apply_acceptances(
    findings: Iterable[F],
    own: Iterable[Acceptance],
    today: str,
    shipped: Iterable[Acceptance] = (),
) -> AcceptanceResult[F]:
    """Sort findings by what was accepted: by the project first, then by what comes along."""
    result: AcceptanceResult[F] = AcceptanceResult(unused=[*own])
    known = [*shipped]
    for finding in findings:
        mine = _take(result.unused, finding)
        if mine is not None and not mine.over(today):
            result.accepted.append((finding, mine))
        elif mine is None and (theirs := _take(known, finding)):
            result.known.append((finding, theirs))
        else:
            result.open.append(finding)
            if mine is not None:
                result.expired.append((finding, mine))
    return result


def _take(left: list[Acceptance], found: Found) -> Acceptance | None:
    match = next((each for each in left if each.covers(found)), None)
    if match is not None:
        left.remove(match)
    return match


def read_accepted(value: Json) -> tuple[Acceptance, ...]:
    """Read the list. Raises `ValueError` saying which entry is none, and why."""
    if not isinstance(value, list):
        raise ValueError("not a list of entries")  # noqa: TRY004 - the value came from a file
    return tuple(_read(entry, number) for number, entry in enumerate(value, 1))


def write_accepted(acceptances: Sequence[Acceptance]) -> Json:
    """Give the list as it is kept; what is empty is left out."""
    entries = [asdict(each) for each in acceptances]
    return [{key: each[key] for key in _KNOWN if each[key] or key in _NEEDED} for each in entries]


def _read(entry: Json, number: int) -> Acceptance:
    try:
        return _acceptance(entry)
    except ValueError as error:
        raise ValueError(f"entry {number}{_named(entry)}: {error}") from None


def _acceptance(entry: Json) -> Acceptance:
    if not isinstance(entry, dict):
        raise ValueError("not an object")  # noqa: TRY004 - the value came from a file
    if missing := [key for key in _NEEDED if key not in entry]:
        raise ValueError(f"no {', no '.join(missing)}")
    if unknown := sorted(set(entry) - {*_KNOWN}):
        raise ValueError(f"{', '.join(unknown)}: not among {', '.join(_KNOWN)}")
    for key, value in entry.items():
        if not isinstance(value, str) and (key, value) != ("endpoint", None):
            raise ValueError(f"{key} is not a text")
    texts = {key: value for key, value in entry.items() if isinstance(value, str)}
    if not texts["reason"].strip():
        raise ValueError("the reason is empty")
    if texts.get("id") and not IS_ID.fullmatch(texts["id"]):
        raise ValueError(f"id {texts['id']!r} is not of twelve hex digits, as `check` shows them")
    if texts.get("until"):
        _day(texts["until"])
    endpoint = texts.pop("endpoint", None)
    return Acceptance(None if endpoint is None else EndpointId(endpoint), **texts)


def _day(text: str) -> None:
    try:
        spelled = date.fromisoformat(text).isoformat()
    except ValueError:
        spelled = ""
    if spelled != text:
        raise ValueError(f"until {text!r} is not a day such as 2027-01-31")


def _named(entry: Json) -> str:
    """Say which entry is meant to whoever does not count."""
    values = node_of(entry)
    known = [value for key in ("endpoint", "rule") if isinstance(value := values.get(key), str)]
    return f" ({' '.join(known)})" if known else ""
