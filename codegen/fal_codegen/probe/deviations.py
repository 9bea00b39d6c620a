"""What a census found that is not as the contract says, one by one, with the rule for each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from fal_codegen.contract import EndpointId, Json, fingerprint, in_body, of_any_item
from fal_codegen.probe.census import Allowed, Census, LimitVerdict

Level: TypeAlias = Literal["error", "warning", "unknown"]


@dataclass(frozen=True, slots=True)
class ProbeRule:
    """A way in which a service differs from its contract: how much it matters, and what it is."""

    id: str
    level: Level
    sentence: str


REFUSED = ProbeRule("probe-refused", "error", "the service refuses a body that the contract allows")
OF_VERDICT = {
    "stricter": ProbeRule(
        "probe-stricter", "error", "the service refuses what a limit of the contract allows"
    ),
    "lax": ProbeRule(
        "probe-lax", "warning", "the service takes what a limit of the contract forbids"
    ),
    "coerced": ProbeRule(
        "probe-coerced", "warning", "the service reads an allowed value into what a limit forbids"
    ),
    "silent": ProbeRule(
        "probe-silent", "unknown", "nothing that came back tells whether a limit is enforced"
    ),
}
MISNAMED = ProbeRule(
    "probe-misnamed", "warning", "a refusal names a field in which nothing is wrong"
)
RULES = (REFUSED, MISNAMED, *OF_VERDICT.values())


@dataclass(frozen=True, slots=True)
class Deviation:
    """One thing that is other than the contract says, or of which nothing tells."""

    rule: ProbeRule
    endpoint: EndpointId
    found: LimitVerdict | Allowed

    @property
    def id(self) -> str:
        """The fingerprint: over rule, endpoint, place, and the limit or the refused body."""
        if isinstance(self.found, Allowed):
            return fingerprint(self.rule.id, self.endpoint, self.place, self.found.body)
        limit = self.found.limit
        claimed: list[Json] = ["claimed"] if self.found.claim else []
        values: list[Json] = [limit.keyword, limit.limit, *claimed]
        return fingerprint(self.rule.id, self.endpoint, limit.place, values)

    @property
    def place(self) -> str:
        """Where it is, as findings spell it: `input/image_urls/*`."""
        return "input" if isinstance(self.found, Allowed) else place_of(self.found)

    @property
    def keyword(self) -> str:
        """The keyword of the limit; empty for a body that no limit explains."""
        return "" if isinstance(self.found, Allowed) else self.found.limit.keyword


def place_of(limit: LimitVerdict) -> str:
    """Spell where a limit is as findings do."""
    return of_any_item(in_body("input", limit.limit.place))


def deviations(census: Census) -> Iterator[Deviation]:
    """Give all that is not as the contract says, and the limits of which nothing tells."""
    for refused in census.refused:
        yield Deviation(REFUSED, census.endpoint, refused)
    for limit in census.limits:
        if limit.verdict in OF_VERDICT:
            yield Deviation(OF_VERDICT[limit.verdict], census.endpoint, limit)
        elif limit.misnamed:
            yield Deviation(MISNAMED, census.endpoint, limit)
