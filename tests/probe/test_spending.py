"""No census costs more than it was given, by the ledger of the service itself."""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

import httpx
import pytest
from fal_codegen.contract import Json
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document
from fal_codegen.probe import Ledger, Plan, Reply, Unreached, make_plan, probe, queue_sender, sender

from tests.documents import document, fields

from .bugs import taking
from .services import PAINT, Bug, Service, client, plan, said, target

GIVEN = fields(
    "prompt",
    prompt={"type": "string", "minLength": 3, "maxLength": 9},
    num_images={"type": "integer", "minimum": 1, "maximum": 4},
)
PRICE = Decimal("0.04")


def small() -> Plan:
    made = document(GIVEN, id_=PAINT)
    endpoint = read_document(made).endpoint
    assert endpoint
    return make_plan(endpoint, Judge(made), 16)


SMALL = small()


@dataclass
class Unreliable:
    """A service that takes what it likes, bills all of it, and says so only at times.

    After it has taken a body it answers, or late, or fails, or drops the connection; of the queue
    it ignores cancelling, or denies it, or bills all the same.
    """

    dice: Random
    lax: float = field(init=False)
    billed: int = 0
    units: int = 0
    sent: list[str] = field(default_factory=list[str])
    jobs: dict[str, tuple[bool, int]] = field(default_factory=dict[str, tuple[bool, int]])

    def __post_init__(self) -> None:
        self.lax = self.dice.choice([0.0, 0.1, 0.5, 1.0])

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.method == "PUT":
            return self._misbehaving(request, lambda: said(*self._cancelled()))
        if request.method == "GET":
            return self._misbehaving(request, lambda: self._job(request.url.path))
        if self.dice.random() < 0.05:
            return said(429, {"detail": "busy"}, {"retry-after": "0"})
        if self.dice.random() < 0.01:
            raise httpx.ConnectError("no route", request=request)
        return self._posted(request)

    def _posted(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request.content.decode())
        body = json.loads(request.content)
        taken = self.dice.random() < self.lax or isinstance(body.get("prompt"), str)
        number = body.get("num_images", 1)
        if taken:
            self.billed += 1
            self.units += max(int(number), 1) if isinstance(number, int | float) else 1
        if request.url.path.startswith("/queue/"):
            self.jobs[id_ := f"job-{len(self.sent)}"] = (taken, self.dice.randrange(6))
            ticket: Json = {"request_id": id_, "status": "IN_QUEUE"}
            return self._misbehaving(request, lambda: said(200, ticket))
        if not taken:
            return said(self.dice.choice([400, 422]), {"detail": "no"})
        return self._misbehaving(request, lambda: said(200, {"url": "x"}))

    def _misbehaving(
        self, request: httpx.Request, answer: Callable[[], httpx.Response]
    ) -> httpx.Response:
        """Answer, or fail in one of the ways in which an answer is lost."""
        match self.dice.randrange(12):
            case 0:
                raise httpx.ReadTimeout("late", request=request)
            case 1:
                raise httpx.RemoteProtocolError("dropped", request=request)
            case 2:
                raise httpx.ReadError("reset", request=request)
            case 3:
                return said(self.dice.choice([500, 502, 503, 504, 408, 499, 302]), None)
            case _:
                return answer()

    def _cancelled(self) -> tuple[int, Json]:
        if self.dice.random() < 0.5:
            return 202, {"status": "CANCELLATION_REQUESTED"}
        return 400, {"status": "ALREADY_COMPLETED"}

    def _job(self, path: str) -> httpx.Response:
        id_ = path.removesuffix("/status").rpartition("/")[2]
        taken, looks = self.jobs[id_]
        if path.endswith("/status"):
            self.jobs[id_] = taken, looks - 1
            return said(200, {"status": "COMPLETED" if looks <= 0 else "IN_PROGRESS"})
        return said(200, {"url": "x"}) if taken else said(422, {"detail": "no"})


def run(seed: int) -> None:
    dice = Random(seed)
    service = Unreliable(dice)
    priced = dice.random() < 0.5
    budget = Decimal(dice.randrange(8))
    ledger = Ledger(budget * PRICE, PRICE) if priced else Ledger(budget)
    clock = iter(range(10**6))
    with client(service.answer) as http:
        queued = dice.random() < 0.5
        where = target(now=lambda: float(next(clock)), deadline=9.0, prefix=queued)
        send = (queue_sender if queued else sender)(http, where)
        try:
            probe(SMALL, ledger, send, url="x", date="2026-01-01", contract="c")
        except Unreached:
            assert not service.billed
    billed = service.units * PRICE if priced else Decimal(service.billed)
    assert billed <= ledger.spent <= (ledger.budget or 0)
    assert len(service.sent) == len(set(service.sent)), "a body that may have cost was sent again"


def test_no_service_bills_more_than_was_given() -> None:
    for seed in range(400):
        run(seed)


@pytest.mark.deep
def test_of_ten_thousand_services_none_bills_more_than_was_given() -> None:
    for seed in range(10_000):
        run(seed)


@pytest.mark.parametrize("budget", [0, 1, 2, 7, 1000])
def test_what_is_spent_is_what_an_honest_service_billed(budget: int) -> None:
    service, ledger = Service(), Ledger(Decimal(budget))
    with client(service.answer) as http:
        send = sender(http, target())
        found = probe(plan(), ledger, send, url="x", date="2026-01-01", contract="c")
    assert found.spent == found.taken == service.billed <= budget
    assert found.calls == len(service.seen)
    assert bool(found.untried) == (budget < 1000)


def test_what_should_be_refused_goes_first_and_nothing_is_sent_without_a_budget() -> None:
    service = Service()
    with client(service.answer) as http:
        send = sender(http, target())
        probe(plan(), Ledger(Decimal(1)), send, url="x", date="2026-01-01", contract="c")
    assert service.billed == 1
    assert len(service.seen) > 50
    assert service.takes(service.seen[-1])
    idle = Service()
    with client(idle.answer) as http:
        found = probe(
            plan(), Ledger(Decimal(0)), sender(http, target()), url="x", date="d", contract="c"
        )
    assert not idle.seen
    assert {each.verdict for each in found.limits} == {"silent"}


def test_money_is_counted_by_the_answers_that_a_body_asks_for() -> None:
    service, ledger = Service(), Ledger(Decimal("0.20"), PRICE)
    with client(service.answer) as http:
        probe(plan(), ledger, sender(http, target()), url="x", date="d", contract="c")
    assert service.units * PRICE == ledger.spent <= Decimal("0.20")
    assert service.units == 5


def test_a_limit_of_unknown_size_is_found_by_halving() -> None:
    for real in (5, 6, 11, 15):
        service = Service(_up_to(real))
        with client(service.answer) as http:
            found = probe(plan(), Ledger(), sender(http, target()), url="x", date="d", contract="c")
        (lax,) = [each for each in found.limits if each.found]
        assert lax.bound == real
        numbers = [body.get("num_images") for body in service.seen]
        taken = [each for each in numbers if type(each) is int and 5 < each <= real]
        assert len(taken) <= math.ceil(math.log2(20 - 5))  # of all numbers up to four times as many


def _up_to(most: int) -> Bug:
    return taking("num_images", lambda value: type(value) is int and 4 < value <= most)


def test_a_service_that_is_not_there_is_told_and_costs_nothing() -> None:
    def gone(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    ledger = Ledger(Decimal(3))
    with client(gone) as http, pytest.raises(Unreached):
        probe(SMALL, ledger, sender(http, target()), url="x", date="d", contract="c")
    assert ledger.spent == 0


def test_a_service_that_goes_away_in_between_is_told_and_what_was_learned_is_kept() -> None:
    service = Service()

    def going(request: httpx.Request) -> httpx.Response:
        if len(service.seen) == 20:
            raise httpx.ConnectError("refused", request=request)
        return service.answer(request)

    with client(going) as http:
        send = sender(http, target())
        found = probe(plan(), Ledger(), send, url="x", date="d", contract="c")
    assert "refused" in found.stopped
    assert (found.calls, found.found, found.silent) == (21, False, True)
    assert {each.verdict for each in found.limits} == {"enforced", "silent"}


@pytest.mark.parametrize("status", [401, 402, 403, 404, 405])
def test_a_service_that_lets_nobody_in_is_asked_once(status: int) -> None:
    asked: list[httpx.Request] = []

    def shut(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return said(status, {"detail": "no"})

    with client(shut) as http, pytest.raises(Unreached, match=str(status)):
        probe(SMALL, Ledger(), sender(http, target()), url="x", date="d", contract="c")
    assert len(asked) == 1


def test_a_service_that_is_too_busy_is_asked_again_and_proves_nothing() -> None:
    waited: list[float] = []
    why = "it was too busy, 4 times over (429)"
    busy = Reply("unclear", 429, free=True, reason=why, ends=True)
    with client(lambda _: said(429, None, {"retry-after": "7"})) as http:
        send = sender(http, target(sleep=waited.append))
        assert send({"prompt": "abc"}) == busy
        found = probe(SMALL, Ledger(), send, url="x", date="d", contract="c")
    assert waited == [7.0, 7.0, 7.0] * 2
    assert found.stopped == why
    assert found.spent == 0
    assert {each.verdict for each in found.limits} == {"silent"}
