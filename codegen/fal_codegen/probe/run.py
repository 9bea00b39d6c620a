"""The probing itself: pay, send, note, until nothing is left to learn or to spend."""

from dataclasses import replace

from fal_codegen.probe.census import Census, take_census
from fal_codegen.probe.evidence import Evidence
from fal_codegen.probe.exchange import Reply, Send, Unreached
from fal_codegen.probe.ledger import Ledger
from fal_codegen.probe.plan import Plan
from fal_codegen.probe.search import with_bounds
from fal_codegen.probe.trials import Trial


def probe(  # noqa: PLR0913 - the facts of one census
    plan: Plan, ledger: Ledger, send: Send, *, url: str, date: str, contract: str
) -> Census:
    """Ask a service what it enforces.

    Raises `Unreached` where it says nothing to anything; where it falls silent in between, the
    census has what was learned before.
    """
    evidence = Evidence()

    def ask(trial: Trial) -> Reply:
        reply = paid(trial, ledger, send)
        evidence.add(trial, reply)
        return reply

    try:
        while (trial := plan.following(evidence, ledger)) is not None:
            ask(trial)
        census = take_census(plan, evidence, ledger, url=url, date=date, contract=contract)
        return with_bounds(census, evidence, ledger, lambda trial: paid(trial, ledger, send))
    except Unreached as error:
        if not evidence.replies:
            raise
        census = take_census(plan, evidence, ledger, url=url, date=date, contract=contract)
        return replace(census, stopped=str(error))


def paid(trial: Trial, ledger: Ledger, send: Send) -> Reply:
    """Send a body that was paid for; what is refused, or never left, costs nothing."""
    ledger.pay(trial.units)
    try:
        reply = send(trial.body)
    except Unreached:
        ledger.give_back(trial.units)
        raise
    if reply.free:
        ledger.give_back(trial.units)
    return reply
