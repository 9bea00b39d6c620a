"""Findings that were looked at and accepted: contracts/accepted.json."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from fal_codegen.check.findings import Finding
from fal_codegen.contract import EndpointId, Json

NAME = "accepted.json"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A finding that may stay, and why. `name` tells apart several under one rule at one place.

    `endpoint` is None for a finding about the whole project.
    """

    endpoint: EndpointId | None
    rule: str
    place: str
    reason: str
    name: str = ""

    def covers(self, finding: Finding) -> bool:
        """Tell whether this is the finding that was accepted."""
        mine = (self.endpoint, self.rule, self.place, self.name)
        return mine == (finding.endpoint, finding.rule.id, str(finding.place), finding.name)


def read_accepted(value: Json) -> tuple[Acceptance, ...]:
    """Read the list. Raises `ValueError` saying which entry is none."""
    if not isinstance(value, list):
        raise ValueError("not a list")  # noqa: TRY004 - the value came from a file
    entries = cast("list[Any]", value)
    try:
        return tuple(
            Acceptance(**{**entry, "endpoint": _endpoint(entry["endpoint"])}) for entry in entries
        )
    except (TypeError, KeyError) as error:
        raise ValueError(
            f"an entry is not endpoint, rule, place, reason and name: {error}"
        ) from None


def _endpoint(value: Any) -> EndpointId | None:  # noqa: ANN401 - the value came from a file
    return None if value is None else EndpointId(value)


def apply_acceptances(
    findings: Iterable[Finding], accepted: Iterable[Acceptance]
) -> tuple[list[Finding], list[tuple[Finding, str]], list[Acceptance]]:
    """Sort findings into open ones and accepted ones with their reasons.

    The third list holds the acceptances that no finding needs any more.
    """
    left = list(accepted)
    open_: list[Finding] = []
    known: list[tuple[Finding, str]] = []
    for finding in findings:
        match = next((each for each in left if each.covers(finding)), None)
        if match is None:
            open_.append(finding)
        else:
            known.append((finding, match.reason))
            left.remove(match)
    return open_, known, left
