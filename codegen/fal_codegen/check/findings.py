"""What checks find, as data: the sentence is filled in by the report."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from fal_codegen.check.rule import SEVERITIES, Rule, Severity
from fal_codegen.contract import EndpointId, Json, Place, fingerprint

_ASKS_A_SOURCE = re.compile(r"fal-codegen (fetch|drift)\b")
"""Commands that ask the source of pyproject.toml where they are not given another."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement, under its rule.

    `endpoint` is None for what concerns the whole project. `left` and `right` are the two values
    that the rule names, `name` says which of several promises at the place is meant, such as a
    limit's keyword. `detail` is an error message as a library or the system words it. `evidence`
    shows it, by names; it may become another while the finding stays the same.

    Of several findings about one limit, this is what they come to: it stands for its `parts`, and
    has `beside` it what explains them (see `fal_codegen.check.grouping`).

    `source` is what `--source` has to say for the endpoint's document to come from where it came
    from before; empty where it comes from there anyway.
    """

    rule: Rule
    endpoint: EndpointId | None
    place: Place
    left: Json = None
    right: Json = None
    name: str = ""
    detail: str = ""
    evidence: Mapping[str, Json] = field(default_factory=dict[str, Json])
    parts: "tuple[Finding, ...]" = ()
    beside: "tuple[Finding, ...]" = ()
    source: str = ""

    @property
    def severity(self) -> Severity:
        """How much it matters: its rule decides, or the worst of its parts."""
        among = {each.severity for each in self.parts} or {self.rule.severity}
        return next(each for each in SEVERITIES if each in among)

    @property
    def each(self) -> "tuple[Finding, ...]":
        """The findings that it stands for: its parts, or itself."""
        return self.parts or (self,)

    @property
    def remedy(self) -> str:
        """What to do about it, as its rule has it, with the source that its commands need."""
        option = f" --source {self.source}" if self.source else ""
        return _ASKS_A_SOURCE.sub(rf"\g<0>{option}", self.rule.remedy)

    @property
    def id(self) -> str:
        """The short id under which this very finding can be named; see `fingerprint`."""
        values: list[Json] = [self.name, self.left, self.right]
        return fingerprint(self.rule.id, self.endpoint, str(self.place), values)
