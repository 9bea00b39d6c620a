"""The probing itself: pay, send, note, until nothing is left to learn or to spend."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from fal_codegen.cases import Key
from fal_codegen.contract import Json
from fal_codegen.probe.census import INTERRUPTED, Census, take_census, verdicts
from fal_codegen.probe.evidence import Evidence
from fal_codegen.probe.exchange import Reply, Send, Unreached
from fal_codegen.probe.ledger import Ledger
from fal_codegen.probe.plan import Plan
from fal_codegen.probe.search import true_bound
from fal_codegen.probe.trials import Trial

_DEAF, _LOST = 3, 10
"""Calls in a row without an answer that end it: of a service that never gave one, and of others."""

Watch: TypeAlias = Callable[[Iterable[None], int, Callable[[], str]], Iterable[None]]
"""Goes through steps as they are made, at most so many, and may show what is being done."""


def _unwatched(steps: Iterable[None], _: int, __: Callable[[], str]) -> Iterable[None]:
    return steps


def probe(  # noqa: PLR0913 - the facts of one census
    plan: Plan,
    ledger: Ledger,
    send: Send,
    *,
    url: str,
    date: str,
    contract: str,
    watch: Watch = _unwatched,
) -> Census:
    """Ask a service what it enforces.

    Raises `Unreached` where it says nothing to anything; where it falls silent in between, or a
    person interrupts, the census has what was learned before.
    """
    probing = _Probing(plan, ledger, send)
    try:
        for _ in watch(probing.steps(), plan.size, probing.doing):
            pass
    except Unreached as error:
        if not probing.evidence.replies:
            raise
        probing.stopped = str(error)
    except KeyboardInterrupt:
        probing.stopped = INTERRUPTED
    census = take_census(plan, probing.evidence, ledger, url=url, date=date, contract=contract)
    found = tuple(replace(each, bound=probing.bounds.get(each.limit.key)) for each in census.limits)
    return replace(census, limits=found, stopped=probing.stopped)


@dataclass(slots=True)
class _Probing:
    """A census under way: what is asked right now, what was learned, and why it ended early."""

    plan: Plan
    ledger: Ledger
    send: Send
    evidence: Evidence = field(default_factory=Evidence)
    bounds: dict[Key, Json] = field(default_factory=dict[Key, Json])
    stopped: str = ""
    unanswered: int = 0
    at: str = ""

    def doing(self) -> str:
        """Say what is spent so far, and the limit that is asked for."""
        return f"probing {self.at}".rstrip() + f", {self.ledger.said}"

    def steps(self) -> Iterator[None]:
        """Ask what the plan has, then for the bounds of the limits that are elsewhere."""
        while not self.stopped and (trial := self.plan.following(self.evidence, self.ledger)):
            self.evidence.add(trial, self.ask(trial))
            yield
        purse = self.plan.counts, self.ledger, self.ask
        for verdict in [each for each in verdicts(self.plan, self.evidence) if each.found]:
            if not self.stopped:
                self.bounds[verdict.limit.key] = true_bound(
                    verdict, self.plan.limits, self.evidence, purse
                )
                yield

    def ask(self, trial: Trial) -> Reply:
        """Send a body that is paid for; what is refused, or never left, costs nothing."""
        self.at = " ".join(trial.at)
        self.ledger.pay(trial.units)
        try:
            reply = self.send(trial.body)
        except Unreached:
            self.ledger.give_back(trial.units)
            raise
        if reply.free:
            self.ledger.give_back(trial.units)
        self._look_after(reply)
        return reply

    def _look_after(self, reply: Reply) -> None:
        """Stop where no further call would tell more."""
        self.unanswered = 0 if reply.status else self.unanswered + 1
        heard = any(each.status for _, each in self.evidence.replies.values())
        if reply.ends:
            self.stopped = reply.reason
        elif self.unanswered >= (_LOST if heard else _DEAF):
            self.stopped = f"no answer came to {self.unanswered} calls in a row: {reply.reason}"
