"""What is told while a census is taken, and what ends it."""

from collections.abc import Callable, Iterable
from decimal import Decimal

import httpx
import pytest
from fal_codegen.probe import Ledger, probe, sender

from .services import Service, client, plan, said, target

PRICE = Decimal("0.04")


def test_a_person_who_interrupts_has_what_was_learned_and_what_it_cost() -> None:
    service = Service()

    def interrupted(request: httpx.Request) -> httpx.Response:
        if len(service.seen) == 20:
            raise KeyboardInterrupt
        return service.answer(request)

    ledger = Ledger(Decimal(2), PRICE, "USD")
    with client(interrupted) as http:
        send = sender(http, target())
        found = probe(plan(), ledger, send, url="x", date="d", contract="c")
    assert found.interrupted
    assert (found.calls, found.spent, found.currency) == (21, PRICE, "USD")
    assert {each.verdict for each in found.limits} == {"enforced", "silent"}


def test_while_it_asks_it_says_what_is_asked_and_spent() -> None:
    service, seen = Service(), list[str]()

    def watched(steps: Iterable[None], total: int, doing: Callable[[], str]) -> Iterable[None]:
        assert total == plan().size
        for step in steps:
            seen.append(doing())
            yield step

    with client(service.answer) as http:
        send = sender(http, target())
        ledger = Ledger(Decimal(5))
        probe(plan(), ledger, send, url="x", date="d", contract="c", watch=watched)
    assert len(seen) == len(service.seen)
    assert seen[0] == "probing aspect_ratio enum, 0 of 5 calls taken"
    assert seen[-1].endswith(", 5 of 5 calls taken")


@pytest.mark.parametrize(
    ("answer", "calls", "why"),
    [
        *(
            (lambda status=status: said(status, None, {"location": "https://x.example/"}), 1, why)
            for status in (301, 302, 303, 307, 308)
            for why in (f"it answered {status} and points to https://x.example/",)
        ),
        (lambda: said(308, None), 1, "points to nowhere"),
        (lambda: said(429, None, {"retry-after": "0"}), 1, "too busy"),
        (
            lambda: _raised(httpx.RemoteProtocolError("no HTTP")),
            3,
            "in a row: no answer",
        ),
    ],
)
def test_a_service_that_will_never_tell_is_not_asked_on(
    answer: Callable[[], httpx.Response], calls: int, why: str
) -> None:
    ledger = Ledger(Decimal(50))
    with client(lambda _: answer()) as http:
        found = probe(plan(), ledger, sender(http, target()), url="x", date="d", contract="c")
    assert why in found.stopped
    assert found.calls == calls
    assert {each.verdict for each in found.limits} == {"silent"}


def _raised(error: Exception) -> httpx.Response:
    raise error
