# The runtime of fal-codegen, from templates/python/runtime/_retry.py: edit it there.
"""Retries: which calls are made again, and after how long a delay."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ._backup import other_domain
from ._flow import E, EventFlow, Outcome, R
from ._wire import Call, Failure, OpenStream, Outcomes, Reply, SideBySide

_FIRST_DELAY, _LONGEST_DELAY = 0.25, 8.0  # seconds; our own choice
_LONGEST_WAIT = 600.0  # seconds; who is asked to wait longer gets the refusal, which says so
_TRANSIENT = frozenset({502, 503, 504})


class RetryPolicy(NamedTuple):
    """How often a call is retried at most; `random` gives a number from 0 to 1, for the jitter."""

    retries: int
    random: Callable[[], float]

    def backoff(self) -> Iterator[float]:
        """Give the seconds before each retry: twice as many each time, less a jitter of up to half.

        With the jitter, clients that failed together do not come back together.
        """
        delay = _FIRST_DELAY
        for _ in range(self.retries):
            yield delay * (0.5 + self.random() / 2)
            delay = min(delay * 2, _LONGEST_DELAY)


def with_retries(flow: EventFlow[E, R], policy: RetryPolicy) -> EventFlow[E, R]:
    """Run a flow and retry its calls, where a retry may help and does no harm."""
    outcome: Outcome = None
    while True:
        try:
            step = flow.send(outcome)
        except StopIteration as stop:
            result: R = stop.value
            return result
        outcome = yield step
        if isinstance(step, SideBySide) and isinstance(outcome, Outcomes):
            outcome = yield from _each_retried(step, outcome, policy)
        elif isinstance(step, Call | OpenStream):
            outcome = yield from _retried(step, outcome, policy)


def _each_retried(
    step: SideBySide, outcomes: Outcomes, policy: RetryPolicy
) -> EventFlow[E, Outcomes]:
    """Retry those of several calls that failed, one after the other."""
    each: list[Reply | Failure] = []
    for call, outcome in zip(step.calls, outcomes.each, strict=True):
        last = yield from _retried(call, outcome, policy)
        assert isinstance(last, Reply | Failure)
        each.append(last)
    return Outcomes(tuple(each))


def _retried(
    step: Call | OpenStream, outcome: Outcome, policy: RetryPolicy
) -> EventFlow[E, Outcome]:
    """Retry a call whose outcome is known."""
    call = step.call if isinstance(step, OpenStream) else step
    for attempt, delay in enumerate(policy.backoff(), start=2):
        least = _least_delay(call, outcome)
        silent = isinstance(outcome, Failure) and outcome.timed_out
        if silent and isinstance(step, OpenStream) and step.optional:
            break  # to poll is better than to wait once more
        if least is None or least > _LONGEST_WAIT:
            break
        if isinstance(outcome, Failure) and not outcome.delivered:
            call = call._replace(url=other_domain(call.url))  # this one could not be reached
        again = call._replace(delay=max(delay, least), attempt=attempt)
        retried = yield (step._replace(call=again) if isinstance(step, OpenStream) else again)
        if isinstance(retried, Failure) and retried.timed_out and not retried.delivered:
            if call.request_id and retried.after is not None:
                outcome = retried  # the time to wait for the job is over
            break  # no time was left to send it: the outcome before says more
        outcome = retried
    return outcome


def _least_delay(call: Call, outcome: Outcome) -> float | None:
    """Give the seconds to wait at least before a call is retried; None where it must not be.

    A call that is not idempotent is retried only if the service provably did not get it, or itself
    says that it did nothing: by 429, or by a header (documentation page).
    """
    match outcome:
        case Failure(final=False, delivered=delivered) if call.idempotent or not delivered:
            return 0.0
        case Reply(ok=False) if _retryable(call, outcome):
            return _retry_after(outcome)
        case _:
            return None


def _retryable(call: Call, reply: Reply) -> bool:
    headers = reply.headers
    if reply.not_begun:
        return False
    for name in ("x-fal-retryable", "x-fal-needs-retry"):
        if name in headers:
            return headers[name].lower() in {"1", "true"}
    if reply.status == 429:  # too many requests
        return True
    final = "x-fal-error-type" in headers  # how the job itself ended, which no retry will change
    return call.idempotent and reply.status in _TRANSIENT and not final


def _retry_after(reply: Reply) -> float:
    """Read Retry-After, in seconds or as a date; the reply's own date tells what time it is."""
    value = reply.headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value)
    from email.utils import parsedate_to_datetime  # rarely needed

    try:
        until = parsedate_to_datetime(value) - parsedate_to_datetime(reply.headers.get("date", ""))
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return max(until.total_seconds(), 0.0)
