"""What checks find, as data: the sentence is filled in by the report."""

from dataclasses import dataclass

from fal_codegen.check.rule import Rule, Severity
from fal_codegen.contract import EndpointId, Json, Place, fingerprint


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement, under its rule.

    `endpoint` is None for what concerns the whole project. `left` and `right` are the two values
    that the rule names, `name` says which of several promises at the place is meant, such as a
    limit's keyword. `detail` is an error message as a library or the system words it.
    """

    rule: Rule
    endpoint: EndpointId | None
    place: Place
    left: Json = None
    right: Json = None
    name: str = ""
    detail: str = ""

    @property
    def severity(self) -> Severity:
        """How much it matters: its rule decides."""
        return self.rule.severity

    @property
    def id(self) -> str:
        """The short id under which this very finding can be named; see `fingerprint`."""
        values: list[Json] = [self.name, self.left, self.right]
        return fingerprint(self.rule.id, self.endpoint, str(self.place), values)
