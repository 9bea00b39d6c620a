"""What a service enforces, limit by limit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, TypeAlias

from fal_codegen.cases import Documented, Key
from fal_codegen.contract import EndpointId, Json
from fal_codegen.probe.claims import Claimed
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


_ANYWAY = "the service refuses for the same field what the contract allows"
INTERRUPTED = "interrupted"
"""Why a census was stopped that a person stopped."""


@dataclass(frozen=True, slots=True)
class LimitVerdict:
    """A documented limit, of the schema or claimed in prose, the verdict, and what shows it.

    `reason` says of a silent one why nothing tells. `bound` is where the service has its limit in
    truth, as far as that was found; None where it was not sought. `misnamed` are the fields that a
    refusal for this limit names as well, and in which nothing is wrong.
    """

    limit: Documented
    verdict: Verdict
    body: dict[str, Json] | None = None
    status: int = 0
    request_id: str = ""
    reason: str = ""
    bound: Json = None
    misnamed: tuple[str, ...] = ()

    @property
    def claim(self) -> Claimed | None:
        """The limit, where it is one that prose claims and no schema has."""
        return self.limit if isinstance(self.limit, Claimed) else None

    @property
    def found(self) -> bool:
        """Whether it is other than documented."""
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

    `server` is what the service calls itself; `untried` counts the bodies worth sending that were
    not sent, as the budget did not allow it or the service was asked no further, `unclear` those
    that the contract allows and that got no answer that tells. `spent` is in calls, or in money
    where it has a `currency`. `stopped` says why the service was asked no further, where it was not
    reached any more, or a person interrupted.
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
    unclear: int = 0
    currency: str = ""

    @property
    def found(self) -> bool:
        """Whether anything is other than the contract says."""
        return bool(self.refused) or any(each.found or each.misnamed for each in self.limits)

    @property
    def interrupted(self) -> bool:
        """Whether a person stopped it."""
        return self.stopped == INTERRUPTED

    @property
    def silent(self) -> bool:
        """Whether of anything nothing tells, be it that nothing was asked."""
        nothing_tells = any(each.verdict == "silent" for each in self.limits)
        return bool(self.stopped or self.unclear or self.untried) or nothing_tells

    @property
    def cut_short(self) -> bool:
        """Whether it was the budget that ended it, and a larger one would tell more."""
        return bool(self.untried) and not (self.stopped or self.unclear or self.refused)


def verdicts(plan: Plan, evidence: Evidence) -> Iterator[LimitVerdict]:
    """Give the verdict on every limit of a plan."""
    stricter = _stricter(plan, evidence)
    beyond = [*evidence.refused(allowed=False), *evidence.refused(allowed=True)]
    for key, limit in plan.limits.items():
        if key in evidence.broken:
            trial, reply = evidence.broken[key]
            coerced = is_coerced(trial.body, limit)
            yield _shown(limit, "coerced" if coerced else "lax", trial, reply)
        elif key in stricter:
            yield _shown(limit, "stricter", *stricter[key])
        else:
            misnamed = _misnamed(plan, limit, beyond)
            yield replace(_kept(limit, beyond, evidence), misnamed=misnamed)


def refused_allowed(plan: Plan, evidence: Evidence) -> Iterator[Allowed]:
    """Give the refused bodies that no limit explains."""
    stricter, refused = _stricter(plan, evidence), evidence.refused(allowed=True)
    values = {value for trial, _ in refused if len(trial.fields) == 1 for value in trial.fields}
    shown = set[frozenset[str]]()
    for trial, reply in refused:
        alone = len(trial.fields) == 1
        explained = (
            _limit_at(plan, trial.at) in stricter or trial.names in shown
            if alone
            else not trial.fields.isdisjoint(values)
        )
        claimed = any(reply.blames(each.place) for each in trial.claims)
        if reply.of_form and not explained and not claimed:
            shown.add(trial.names)
            yield Allowed(trial.body, reply.status, reply.request_id, reply.detail)


def take_census(  # noqa: PLR0913 - the facts of one census
    plan: Plan, evidence: Evidence, ledger: Ledger, *, url: str, date: str, contract: str
) -> Census:
    """Sum up what was learned."""
    unaffordable = [each for each in plan.allowed if evidence.news(each)]
    untried = [e for e in (*plan.beyond, *plan.doubtful) if not evidence.sent(e)]
    hidden = [e for e in untried if not any(each.key in evidence.broken for each in e.breaks)]
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
        unclear=sum(t.allowed and r.became == "unclear" for t, r in evidence.replies.values()),
        currency=ledger.currency,
    )


def _shown(limit: Documented, verdict: Verdict, trial: Trial, reply: Reply) -> LimitVerdict:
    return LimitVerdict(limit, verdict, trial.body, reply.status, reply.request_id)


def _stricter(plan: Plan, evidence: Evidence) -> dict[Key, tuple[Trial, Reply]]:
    """Give the limits at which a body was refused that differs from a taken one there alone.

    A field with which nothing was taken, whatever its value, is refused for no limit of its own.
    """
    found: dict[Key, tuple[Trial, Reply]] = {}
    if evidence.plain_taken:
        taken = evidence.taken_names
        for trial, reply in evidence.refused(allowed=True):
            key = _limit_at(plan, trial.at)
            alone = len(trial.fields) == 1 and trial.names <= taken
            if trial.claims and not (key and _is_claimed_lower(key, trial)):
                continue  # it is refused as prose claims it to be
            if key and alone and reply.blames(key[0]):
                found.setdefault(key, (trial, reply))
    return found


def _is_claimed_lower(key: Key, trial: Trial) -> bool:
    """Tell whether a body keeps a limit of the schema for which prose claims another bound."""
    return key in [(each.place, each.keyword) for each in trial.claims]


def _limit_at(plan: Plan, at: Key) -> Key | None:
    """Give the limit that a body stands at; of an enum's own place null is a value as well."""
    listed = at[0], "enum"
    return next((key for key in (at, listed) if key in plan.limits), None)


def _kept(
    limit: Documented, beyond: Iterable[tuple[Trial, Reply]], evidence: Evidence
) -> LimitVerdict:
    """Look for a refusal that is for this limit: it says so, or there is nothing else it is for."""
    for trial, reply in evidence.unclear(limit.key):
        broke = "breaks" if limit.key in [each.key for each in trial.breaks] else "keeps"
        return LimitVerdict(limit, "silent", reason=f"of a body that {broke} it, {reply.reason}")
    if not evidence.plain_taken and _is_refused_anyway(limit, evidence):
        return LimitVerdict(limit, "silent", reason=_ANYWAY)
    for trial, reply in beyond:
        if not _is_alone(limit, trial) or not reply.blames(limit.place):
            continue
        if reply.about is not None or evidence.plain_taken:
            return _shown(limit, "enforced", trial, reply)
    return LimitVerdict(limit, "silent", reason=_why(limit, evidence))


def _is_alone(limit: Documented, trial: Trial) -> bool:
    """Tell whether a body breaks this limit, and no other but by breaking this."""
    broken = [each.key for each in trial.breaks]
    return broken == [limit.key] or (limit.key in broken and trial.at == limit.key)


def _is_refused_anyway(limit: Documented, evidence: Evidence) -> bool:
    """Tell whether what the contract allows is refused for the field of this limit as well."""
    refused = evidence.refused(allowed=True)
    return any(reply.about and reply.blames(limit.place) for _, reply in refused)


def _misnamed(
    plan: Plan, limit: Documented, beyond: Iterable[tuple[Trial, Reply]]
) -> tuple[str, ...]:
    """Give the fields that refusals for a limit name beside its own, and that break nothing."""
    known = {place.split("/", maxsplit=1)[0] for place, _ in plan.limits}
    found = set[str]()
    for trial, reply in beyond:
        broken = {each.place.split("/", maxsplit=1)[0] for each in trial.breaks}
        if _is_alone(limit, trial) and "" not in broken and not broken.isdisjoint(reply.fields):
            found |= (reply.fields & known) - broken
    return (*sorted(found),)


def _why(limit: Documented, evidence: Evidence) -> str:
    asked = [
        reply
        for trial, reply in evidence.replies.values()
        if limit.key in [each.key for each in trial.breaks]
    ]
    if not asked:
        return "nothing was sent that breaks it"
    if not any(reply.became == "refused" for reply in asked):
        return f"no answer came that tells: {asked[0].reason}"
    for reply in asked:
        if reply.of_form and reply.about and not reply.blames(limit.place):
            named = ", ".join(sorted(reply.about))
            return f"what breaks it was refused, and the service says for another field: {named}"
    return "what breaks it was refused, and nothing shows that it was for this"
