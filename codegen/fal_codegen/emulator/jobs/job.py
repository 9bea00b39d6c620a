"""A job of the queue: what stage it is in, and what it says of itself."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from fal_codegen.contract import EndpointId, Json
from fal_codegen.emulator.identity import REPEATED, Ids, moment
from fal_codegen.emulator.outcome import Outcome, platform_error

Stage: TypeAlias = Literal["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]
Work: TypeAlias = Callable[[], Outcome]

_POLLS = 3  # the second poll finds a job in progress, the third finds it done
_UNWATCHED = 10.0  # seconds after which a job is done without being polled
_LEFT_QUEUE = 1 / 2
_LINES = ((_LEFT_QUEUE, "Started."), (3 / 4, "Half done."), (1.0, "Finished."))
_STUCK = 7 / 8
_CANCELLED = platform_error(499, "client_cancelled", "The request was cancelled by its sender.")
NOT_STARTED = platform_error(
    504,
    "request_timeout",
    "The request did not start in the time that its sender gave it.",
    (("x-fal-request-timeout-type", "user"),),  # documentation page
)
"""What a request ends with that waited longer than its sender wished."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a job goes: by the clock, where it takes some seconds, else by polls.

    By polls, it is done at the third, or ten seconds after it came. One that never ends goes on
    until it is nearly done. One that does not wait has left the queue when it comes, and one that
    is not cancellable ends as if nobody had asked, once it has left the queue. One that takes some
    seconds ends in the queue where it would not start `within` those that its sender gives it.
    """

    takes: float | None = None
    ends: bool = True
    waits: bool = True
    cancellable: bool = True
    within: float | None = None

    @property
    def expires(self) -> float | None:
        """The seconds after which it ends in the queue, None where it starts in time."""
        if self.takes is None or self.within is None or not self.waits:
            return None
        return self.within if self.within < self.takes * _LEFT_QUEUE else None

    def age(self, polls: int, seconds: float) -> float:
        """Give the part of its life that a job has behind it, from 0 to 1."""
        if self.takes is None:
            age = polls / _POLLS if seconds < _UNWATCHED else 1.0
        else:
            age = seconds / self.takes if seconds < self.takes else 1.0
        return min(max(age, 0.0 if self.waits else _LEFT_QUEUE), 1.0 if self.ends else _STUCK)

    def rest(self, age: float, seconds: float) -> float:
        """Give the seconds until there is something new to see; 0 if the next poll shows it."""
        if self.expires is not None:
            return self.expires - seconds
        last = 1.0 if self.ends else _STUCK
        following = min((mark for mark, _ in _LINES if age < mark <= last), default=None)
        if following is None:
            return float("inf")
        return 0.0 if self.takes is None else following * self.takes - seconds


@dataclass(frozen=True, slots=True)
class Job:
    """One request in the queue, as the last poll found it.

    It waits for the first half of its life and works for the second. Its work is done when it
    leaves the queue, and what came of it is shown at the end. `size` are the bytes of its body, and
    `body` is what of it is remembered. `began` is a time of the emulator's clock, `performed`
    counts how often the work was done. Once it is done, or cancelled, the work is forgotten. One
    that ended in the queue was `dropped`, and has neither logs nor a time.
    """

    number: int
    endpoint: EndpointId
    work: Work | None
    pace: Pace = Pace()
    began: float = 0.0
    size: int = 0
    body: bytes = b""
    polls: int = 0
    age: float = 0.0
    performed: int = 0
    outcome: Outcome | None = None
    dropped: bool = False
    ids: Ids = REPEATED

    @property
    def id(self) -> str:
        """The request id."""
        return self.ids.request(self.number)

    @property
    def stage(self) -> Stage:
        """The stage; there is none for failure (official client)."""
        if self.age < _LEFT_QUEUE:
            return "IN_QUEUE"
        return "IN_PROGRESS" if self.age < 1 else "COMPLETED"

    @property
    def done(self) -> bool:
        """Whether it is over."""
        return self.stage == "COMPLETED"

    @property
    def result(self) -> Outcome | None:
        """The outcome, once it is final; None before."""
        return self.outcome if self.done else None

    def at(self, now: float, polls: int) -> "Job":
        """Give the job at a later time, or after more polls."""
        age = self.pace.age(polls, now - self.began)
        if self.done or (polls, age) == (self.polls, self.age):
            return self
        if self._expired(now):
            return replace(self, polls=polls, age=1.0, work=None, outcome=NOT_STARTED, dropped=True)
        job = replace(self, polls=polls, age=age)
        if job.stage == "IN_QUEUE" or job.work is None:
            return job
        return replace(job, work=None, outcome=job.work(), performed=job.performed + 1)

    def cancelled(self) -> "Job":
        """Give the job as done, with the outcome of a cancelled one.

        In progress that is a signal alone, and the job may complete (documentation page).
        """
        waits = self.stage == "IN_QUEUE"
        if not waits and not self.pace.cancellable:
            return self
        return replace(self, age=1.0, work=None, outcome=_CANCELLED, dropped=waits)

    def waits(self, now: float) -> bool:
        """Tell whether it is in the queue at a time."""
        waits = self.pace.age(self.polls, now - self.began) < _LEFT_QUEUE
        return waits and not self.done and not self._expired(now)

    def rest(self, now: float) -> float:
        """Give the seconds until there is something new to see, without end if there never is."""
        return self.pace.rest(self.age, now - self.began)

    def _expired(self, now: float) -> bool:
        return self.pace.expires is not None and now - self.began >= self.pace.expires

    def progress(self, *, position: int, logs: bool) -> dict[str, Json]:
        """Tell what the status says beyond id and addresses.

        `logs` is always there, null unless asked for: the official Python client looks it up
        unconditionally, as it does `queue_position` of a waiting job.
        """
        said: dict[str, Json] = {"logs": None, "metrics": {}}
        if self.stage == "IN_QUEUE":
            return {**said, "queue_position": position}
        if logs:
            said["logs"] = [] if self.dropped else self._logs()
        if result := self.result:
            if not self.dropped:
                said["metrics"] = {"inference_time": (self.pace.takes or 2.0) * (1 - _LEFT_QUEUE)}
            if result.error:
                said |= {"error": result.error, "error_type": result.error_type}
        return said

    def _logs(self) -> list[Json]:
        return [
            {
                "message": line,
                "timestamp": moment(self.number, second),
                "level": "INFO",
                "source": "USER",
            }
            for second, (mark, line) in enumerate(_LINES)
            if mark <= self.age
        ]
