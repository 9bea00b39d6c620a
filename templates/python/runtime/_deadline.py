# The runtime of fal-codegen, from templates/python/runtime/_deadline.py: edit it there.
"""How long a flow may go on, and how long each of its exchanges."""

import math
from copy import copy

from ._config import Config
from ._wire import Failure

_NO_TIME_LEFT = Failure("no time is left for the call", delivered=False, timed_out=True)
_SLACK = 0.001  # seconds; by so much a socket may give up before the clock says so


class Deadline:
    """The deadlines of one flow: of the whole, and of the exchange or event at hand."""

    def __init__(self, config: Config) -> None:
        self._clock = config.clock
        self._http_timeout = config.http_timeout
        self.set(config.timeout, given=not math.isinf(config.timeout))

    def shared(self) -> "Deadline":
        """Give one for exchanges beside these, of the same flow."""
        return copy(self)

    def set(self, seconds: float, *, given: bool = True) -> None:
        """Let the flow be over in so many seconds from now; somebody may have `given` them."""
        self._seconds = seconds
        self._given = given
        self._end = self._flow_end = self._clock() + seconds

    def seconds_left(self) -> float:
        """Give the seconds that are left of the exchange; infinite if none has begun."""
        return self._end - self._clock()

    def begin_call(self, delay: float) -> Failure | None:
        """Prepare for a call that is to be sent after a delay; a failure if no time is left."""
        self._end = self._flow_end
        return self._no_time_left() if self.seconds_left() - delay <= 0 else None

    def begin_exchange(self, *, waits_for_model: bool = False) -> Failure | None:
        """Start the time of an exchange, or of an event; a failure if no time is left.

        One that waits for the model has all the time that was given, if any was.
        """
        own = math.inf if waits_for_model and self._given else self._http_timeout
        self._end = min(self._flow_end, self._clock() + own)
        return self._no_time_left() if self.seconds_left() <= 0 else None

    def passed(self) -> Failure | None:
        """Give a failure if the time is over."""
        return None if self.seconds_left() >= 0 else self.failure()

    def failure(self) -> Failure:
        """Give the failure of an exchange that did not come to its end in time."""
        return self.attributed(Failure("the deadline passed", timed_out=True))

    def attributed(self, failure: Failure) -> Failure:
        """Say of a failure whether the flow's time is over, or only the exchange's."""
        over = failure.timed_out and self._clock() >= self._flow_end - _SLACK
        return failure._replace(after=self._seconds) if over else failure

    def _no_time_left(self) -> Failure:
        return _NO_TIME_LEFT._replace(after=self._seconds)


def bounded(seconds: float) -> float | None:
    """Give seconds as timeouts take them: None for no limit."""
    return None if math.isinf(seconds) else seconds
