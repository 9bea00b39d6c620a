# The runtime of fal-codegen, from templates/python/runtime/_deadline.py: edit it there.
"""How long a flow may go on, and how long each of its exchanges."""

import math

from ._config import Config
from ._wire import Failure

_NO_TIME_LEFT = Failure("no time is left for the call", delivered=False, timed_out=True)


class Deadline:
    """The deadlines of one flow: of the whole, and of the exchange or event at hand."""

    def __init__(self, config: Config) -> None:
        self._clock = config.clock
        self._http_timeout = config.http_timeout
        self._flow_end = config.clock() + config.timeout
        self._end = self._flow_end

    def seconds_left(self) -> float:
        """Give the seconds that are left of the exchange; infinite if none has begun."""
        return self._end - self._clock()

    def begin_call(self, delay: float) -> Failure | None:
        """Prepare for a call that is to be sent after a delay; a failure if no time is left."""
        self._end = self._flow_end
        return _NO_TIME_LEFT if self.seconds_left() - delay <= 0 else None

    def begin_exchange(self) -> Failure | None:
        """Start the time of an exchange, or of an event; a failure if no time is left."""
        self._end = min(self._flow_end, self._clock() + self._http_timeout)
        return _NO_TIME_LEFT if self.seconds_left() <= 0 else None

    def passed(self) -> Failure | None:
        """Give a failure if the time is over."""
        return None if self.seconds_left() >= 0 else self.failure()

    def failure(self) -> Failure:
        """Give the failure of an exchange that did not come to its end in time."""
        return Failure("the deadline passed", timed_out=True)


def bounded(seconds: float) -> float | None:
    """Give seconds as timeouts take them: None for no limit."""
    return None if math.isinf(seconds) else seconds
