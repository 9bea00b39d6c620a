"""What a service enforces, limit by limit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from fal_codegen.cases import Documented, Key
from fal_codegen.contract import EndpointId, Json
from fal_codegen.probe.coercion import is_coerced
from fal_codegen.probe.evidence import Evidence
from fal_codegen.probe.exchange import Reply
from fal_codegen.probe.ledger import Ledger
from fal_codegen.probe.plan import Plan
from fal_codegen.probe.trials import Trial

Verdict: TypeAlias = Literal["enforced", "lax", "stricter", "coerced", "silent"]
"""`enforced`: what breaks the limit is refused, and nothing that keeps it was. `lax`: something
that breaks it was taken. `coerced`: taken was another spelling of what it allows. `stricter`:
something that keeps it was refused. `silent`: nothing that came back tells."""


@dataclass(frozen=True, slots=True)
class LimitVerdict:
    """A documented limit, the verdict, and the body and reply that show it.

    `reason` says of a silent one why nothing tells. `bound` is where the service has its limit in
    truth, as far as that was found; None where it was not sought.
    """

    limit: Documented
    verdict: Verdict
    body: dict[str, Json] | None = None
    status: int = 0
    request_id: str = ""
    reason: str = ""
    bound: Json = None

    @property
    def found(self) -> bool:
        """Whether it is other than the contract says."""
        return self.verdict in ("lax", "stricter", "coerced")


@dataclass(frozen=True, slots=True)
class Allowed:
    """A body that the contract allows and the service refused, for no limit that is known."""

    body: dict[str, Json]
    status: int
    request_id: str
    detail: Json


@dataclass(frozen=True, slots=True)
class Census:
    """What was found out about one endpoint, where, when, and for how much.

    `server` is what the service calls itself; `untried` counts the bodies worth sending that the
    budget did not allow, and `spent` is in calls, or in money where the price is known.
    `stopped` says why the service was asked no further, where it was not reached any more.
    """

    endpoint: EndpointId
    url: str
    server: str
    date: str
    contract: str
    calls: int
    taken: int
    spent: Decimal
    untried: int
    limits: tuple[LimitVerdict, ...]
    refused: tuple[Allowed, ...]
    stopped: str = ""

    @property
    def found(self) -> bool:
        """Whether anything is other than the contract says."""
        return bool(self.refused) or any(each.found for each in self.limits)

    @property
    def silent(self) -> bool:
        """Whether of anything nothing tells."""
        return bool(self.stopped) or any(each.verdict == "silent" for each in self.limits)


def verdicts(plan: Plan, evidence: Evidence) -> Iterator[LimitVerdict]:
    """Give the verdict on every limit of a plan."""
    stricter = _stricter(plan, evidence)
    beyond = evidence.refused(allowed=False)
    for key, limit in plan.limits.items():
        if key in evidence.broken:
            trial, reply = evidence.broken[key]
            coerced = is_coerced(trial.body, limit)
            yield _shown(limit, "coerced" if coerced else "lax", trial, reply)
        elif key in stricter:
            yield _shown(limit, "stricter", *stricter[key])
        else:
            yield _kept(limit, beyond, evidence)


def refused_allowed(plan: Plan, evidence: Evidence) -> Iterator[Allowed]:
    """Give the refused bodies that no limit explains."""
    stricter, refused = _stricter(plan, evidence), evidence.refused(allowed=True)
    values = {value for trial, _ in refused if len(trial.fields) == 1 for value in trial.fields}
    for trial, reply in refused:
        alone = len(trial.fields) == 1
        explained = trial.at in stricter if alone else not trial.fields.isdisjoint(values)
        if reply.of_form and not explained:
            yield Allowed(trial.body, reply.status, reply.request_id, reply.detail)


def take_census(  # noqa: PLR0913 - the facts of one census
    plan: Plan, evidence: Evidence, ledger: Ledger, *, url: str, date: str, contract: str
) -> Census:
    """Sum up what was learned."""
    unaffordable = [each for each in plan.allowed if evidence.news(each)]
    untried = [each for each in plan.beyond if not evidence.sent(each)]
    hidden = [e for e in untried if not any(each.key in evidence.broken for each in e.beyond)]
    servers = [reply.server for _, reply in evidence.replies.values() if reply.server]
    return Census(
        plan.endpoint,
        url,
        servers[-1] if servers else "",
        date,
        contract,
        ledger.calls,
        ledger.taken,
        ledger.spent,
        len(unaffordable) + len(hidden),
        tuple(verdicts(plan, evidence)),
        tuple(refused_allowed(plan, evidence)),
    )


def _shown(limit: Documented, verdict: Verdict, trial: Trial, reply: Reply) -> LimitVerdict:
    return LimitVerdict(limit, verdict, trial.body, reply.status, reply.request_id)


def _stricter(plan: Plan, evidence: Evidence) -> dict[Key, tuple[Trial, Reply]]:
    """Give the limits at which a body was refused that differs from a taken one there alone."""
    found: dict[Key, tuple[Trial, Reply]] = {}
    if evidence.plain_taken:
        for trial, reply in evidence.refused(allowed=True):
            alone = len(trial.fields) == 1 and trial.at in plan.limits
            if alone and reply.blames(trial.at[0]):
                found.setdefault(trial.at, (trial, reply))
    return found


def _kept(
    limit: Documented, beyond: Iterable[tuple[Trial, Reply]], evidence: Evidence
) -> LimitVerdict:
    """Look for a refusal that is for this limit: it says so, or there is nothing else it is for."""
    for trial, reply in beyond:
        if [each.key for each in trial.beyond] != [limit.key] or not reply.blames(limit.place):
            continue
        if reply.about is not None or evidence.plain_taken:
            return _shown(limit, "enforced", trial, reply)
    return LimitVerdict(limit, "silent", reason=_why(limit, evidence))


def _why(limit: Documented, evidence: Evidence) -> str:
    asked = [
        reply.became
        for trial, reply in evidence.replies.values()
        if limit.key in [each.key for each in trial.beyond]
    ]
    if not asked:
        return "nothing was sent that breaks it"
    if "refused" not in asked:
        return "no answer came that tells"
    return "what breaks it was refused, and nothing shows that it was for this"
