"""One change of an endpoint's promises, as data: the sentence is the report's."""

from dataclasses import dataclass
from typing import Literal

from fal_codegen.contract import EndpointId, Json, fingerprint
from fal_codegen.drift.rules import Level, Rule
from fal_codegen.judge import Reason, Witness


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an endpoint promised before and promises differently now.

    `place` is a JSON pointer into a body behind `input`, `output` or `envelope`; `places` has all
    that one edit of a shared component shows at. `pointer` leads to it in the later document, or in
    the earlier one where it is only there. `name` says which of several promises at the place is
    meant, such as a limit's keyword. `before` and `after` are what the documents have, None for
    nothing; a default, which may be null, is wrapped in a list.

    `witness` is a body that was right and is refused now, or an answer that was impossible and is
    possible now: as small as it could be made, and confirmed by two validators on both documents.
    `proven` tells that nobody's bodies break by it: whatever may be sent is still taken.
    `shown` is what breaks where no body can be a witness: a call, or a body that uses what is gone.
    `reason` tells why a change is undecided; of words that nobody knows it is `no meaning`.
    """

    endpoint: EndpointId
    rule: Rule
    level: Level
    place: str
    pointer: str
    name: str = ""
    before: Json = None
    after: Json = None
    places: tuple[str, ...] = ()
    witness: Witness | None = None
    proven: bool = False
    shown: Json = None
    reason: Reason | Literal["no meaning"] | None = None

    @property
    def id(self) -> str:
        """The fingerprint, as what is accepted goes by it."""
        return self.fingerprint

    @property
    def fingerprint(self) -> str:
        """The short id under which this very change can be named; wording does not alter it."""
        values: list[Json] = [self.name, self.before, self.after]
        return fingerprint(self.rule.id, self.endpoint, self.pointer, values)
