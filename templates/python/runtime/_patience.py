"""When a call is worth a second try."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ._conversation import N, Outcome, R, Telling
from ._wire import Call, Fault, Listen, Reply

_FIRST, _LONGEST = 0.25, 8.0  # seconds; our own choice
_PASSING = frozenset({502, 503, 504})


class Patience(NamedTuple):
    """How often a call is repeated; `random` gives a number from 0 to 1, for the pauses."""

    retries: int
    random: Callable[[], float]

    def pauses(self) -> Iterator[float]:
        """Give the seconds before each repetition: twice as long each time, and never in step."""
        pause = _FIRST
        for _ in range(self.retries):
            yield pause * (0.5 + self.random() / 2)
            pause = min(pause * 2, _LONGEST)


def patiently(conversation: Telling[N, R], patience: Patience) -> Telling[N, R]:
    """Hold a conversation in which a call is repeated where that may help and does no harm."""
    outcome: Outcome = None
    while True:
        try:
            step = conversation.send(outcome)
        except StopIteration as over:
            answer: R = over.value
            return answer
        if isinstance(step, Call | Listen):
            outcome = yield from _carried(step, patience)
        else:
            outcome = yield step


def _carried(step: Call | Listen, patience: Patience) -> Telling[N, Outcome]:
    call = step.call if isinstance(step, Listen) else step
    outcome = yield step
    for pause in patience.pauses():
        least = _wait(call, outcome)
        if least is None:
            break
        later = call._replace(after=max(pause, least))
        repeated = yield (step._replace(call=later) if isinstance(step, Listen) else later)
        if isinstance(repeated, Fault) and repeated.late and not repeated.delivered:
            break  # no time was left: what was said before says more
        outcome = repeated
    return outcome


def _wait(call: Call, outcome: Outcome) -> float | None:
    """Give the seconds to wait at least before the call is repeated; None where it should not be.

    What makes work is repeated only if the service provably got nothing, or itself says that it did
    nothing: 429, or a header (documentation page).
    """
    match outcome:
        case Fault(late=False, delivered=delivered) if call.repeatable or not delivered:
            return 0.0
        case Reply(ok=False) if _repeatable(call, outcome):
            return _retry_after(outcome)
        case _:
            return None


def _repeatable(call: Call, reply: Reply) -> bool:
    headers = reply.headers
    if headers.get("x-fal-request-timeout-type") == "user":
        return False
    for name in ("x-fal-retryable", "x-fal-needs-retry"):
        if name in headers:
            return headers[name].lower() in {"1", "true"}
    if reply.status == 429:  # too many requests
        return True
    told = "x-fal-error-type" in headers  # the job's own end, which no second look will change
    return call.repeatable and reply.status in _PASSING and not told


def _retry_after(reply: Reply) -> float:
    """Read Retry-After, in seconds or as a date; the reply's own date tells what time it is."""
    told = reply.headers.get("retry-after", "").strip()
    if told.isdecimal():
        return float(told)
    from email.utils import parsedate_to_datetime  # rarely needed

    try:
        until = parsedate_to_datetime(told) - parsedate_to_datetime(reply.headers.get("date", ""))
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return max(until.total_seconds(), 0.0)
