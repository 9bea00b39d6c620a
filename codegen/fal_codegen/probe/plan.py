"""Which body comes next: those that should be refused first, then what shows the most."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from fal_codegen.cases import Documented, Key, documented, type_or_enum
from fal_codegen.contract import Endpoint, EndpointId
from fal_codegen.judge import Judge
from fal_codegen.probe.claims import Claimed
from fal_codegen.probe.coercion import is_coerced
from fal_codegen.probe.evidence import Evidence
from fal_codegen.probe.ledger import Ledger
from fal_codegen.probe.pricing import dimensions_of
from fal_codegen.probe.trials import Trial, trials


@dataclass(frozen=True, slots=True)
class Plan:
    """An endpoint's documented limits, and the bodies that ask for them.

    `doubtful` are the bodies that stand beyond what prose claims, and that the schema allows.
    `dimensions` are the fields by which one answer may cost a multiple of another.
    """

    endpoint: EndpointId
    limits: dict[Key, Documented]
    beyond: tuple[Trial, ...]
    allowed: tuple[Trial, ...]
    doubtful: tuple[Trial, ...] = ()
    dimensions: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many bodies there are."""
        return len(self.beyond) + len(self.doubtful) + len(self.allowed)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many answers a body asks for that does not say so, by the fields that count them."""
        some = next(iter((*self.beyond, *self.allowed)), None)
        return some.counts if some else dict[str, int]()

    @property
    def most_units(self) -> int:
        """How many answers one body asks for, at the most."""
        all_ = (*self.beyond, *self.doubtful, *self.allowed)
        return max((each.units for each in all_), default=1)

    def following(self, evidence: Evidence, ledger: Ledger) -> Trial | None:
        """Give the next body to send that can be afforded; None where nothing is left to learn.

        First come those that break the schema, then the plainest, then those that break a claim.
        """
        if trial := self._beyond(self.beyond, evidence, ledger):
            return trial
        if evidence.plain_refused:
            return None
        if evidence.plain_taken and (trial := self._beyond(self.doubtful, evidence, ledger)):
            return trial
        fit = (each for each in self.allowed if ledger.affords(each.units))
        news, _, best = max(
            ((evidence.news(each), -place, each) for place, each in enumerate(fit)),
            key=itemgetter(0, 1),
            default=(0, 0, None),
        )
        return best if news else None

    @staticmethod
    def _beyond(trials: Iterable[Trial], evidence: Evidence, ledger: Ledger) -> Trial | None:
        """Give one that can still say something: it was not sent, and no limit of it is known."""
        for trial in trials:
            known = any(each.key in evidence.broken for each in trial.breaks)
            if ledger.affords(trial.units) and not evidence.sent(trial) and not known:
                return trial
        return None


def make_plan(
    endpoint: Endpoint,
    judge: Judge,
    most_units: float = math.inf,
    claims: Sequence[Claimed] = (),
) -> Plan:
    """Plan what can be asked of an endpoint, with no body that asks for more answers than that.

    Of the claims of prose those are asked for that the schema does not imply.
    """
    all_ = tuple(each for each in trials(endpoint, judge, claims) if each.units <= most_units)
    beyond = tuple(sorted((each for each in all_ if each.beyond), key=_is_respelled))
    within = sorted((each for each in all_ if each.allowed), key=_plainest_first)
    allowed = tuple(each for each in within if not _is_doubtful(each))
    doubtful = tuple(each for each in within if _is_doubtful(each))
    limits = documented(endpoint)
    for limit in _further(beyond):
        limits.setdefault(limit.key, limit)
    broken = {each.key for trial in beyond for each in trial.beyond}
    apart = {key: each for key, each in limits.items() if not _told_by_other(key, limits, broken)}
    claimed = {each.key: each for trial in within for each in trial.claims}
    return Plan(endpoint.id, apart | claimed, beyond, allowed, doubtful, dimensions_of(endpoint))


def _is_respelled(trial: Trial) -> bool:
    """Tell whether a lenient reader takes it, which is asked last: a lax one takes all others."""
    return any(is_coerced(trial.body, limit) for limit in trial.beyond)


def _is_doubtful(trial: Trial) -> bool:
    """Tell whether it breaks the claim that it stands at, or a list of values."""
    listed = any(each.keyword == "enum" for each in trial.claims)
    return listed or trial.at in [each.key for each in trial.claims]


def _told_by_other(key: Key, limits: Collection[Key], broken: Collection[Key]) -> bool:
    """Tell whether one of enum and type at a place is never broken, but the other is for both."""
    other = type_or_enum(key)
    return key not in broken and other in limits and other in broken


def _further(beyond: Iterable[Trial]) -> Iterable[Documented]:
    """Give the limits that only the judge knows, by the bodies that break them alone."""
    return (each.beyond[0] for each in beyond if len(each.beyond) == 1 and each.beyond[0].place)


def _plainest_first(trial: Trial) -> bool:
    return bool(trial.fields)
