"""The queue: a state machine that moves when it is looked at, never by the clock."""

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from codegen.contract import EndpointId, Json
from codegen.emulator.identity import moment, request_id
from codegen.emulator.outcome import Outcome, platform_error

Stage: TypeAlias = Literal["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]

_PROGRESS, _DONE = 2, 3  # the poll that finds a job in progress, and the one that finds it done
_CANCELLED = platform_error(499, "client_cancelled", "The request was cancelled by its sender.")
_LINES = ("Started.", "Finished.")


@dataclass(frozen=True, slots=True)
class Job:
    """One request in the queue: the first poll finds it waiting, the second at work, then done.

    Its outcome is settled from the start and shown at the end.
    """

    number: int
    endpoint: EndpointId
    outcome: Outcome
    polls: int = 0

    @property
    def id(self) -> str:
        """The request id."""
        return request_id(self.number)

    @property
    def stage(self) -> Stage:
        """The stage that the last poll found; there is none for failure (official client)."""
        if self.polls < _PROGRESS:
            return "IN_QUEUE"
        return "IN_PROGRESS" if self.polls < _DONE else "COMPLETED"

    @property
    def done(self) -> bool:
        """Whether the outcome may be fetched."""
        return self.stage == "COMPLETED"

    def polled(self) -> "Job":
        """Give the job after one more look at it."""
        return replace(self, polls=self.polls + 1)

    def cancelled(self) -> "Job":
        """Give the job as done, with the outcome of a cancelled one."""
        return replace(self, polls=_DONE, outcome=_CANCELLED)

    def progress(self, *, logs: bool) -> dict[str, Json]:
        """Tell what the status says beyond id and addresses.

        `logs` is always there, null unless asked for: the official Python client looks it up
        unconditionally, as it does `queue_position` of a waiting job.
        """
        said: dict[str, Json] = {"logs": None, "metrics": {}}
        if self.stage == "IN_QUEUE":
            return {**said, "queue_position": 0}
        if logs:
            said["logs"] = self._logs()
        if self.done:
            said["metrics"] = {"inference_time": 1.0}
        if self.done and self.outcome.error:
            said |= {"error": self.outcome.error, "error_type": self.outcome.error_type}
        return said

    def _logs(self) -> list[Json]:
        return [
            {
                "message": line,
                "timestamp": moment(self.number, second),
                "level": "INFO",
                "source": "USER",
            }
            for second, line in enumerate(_LINES[: 2 if self.done else 1])
        ]


class Jobs:
    """The jobs an emulator remembers, at most `limit`: the oldest done ones are forgotten first."""

    def __init__(self, limit: int = 1000) -> None:
        self._limit = limit
        self._jobs: dict[str, Job] = {}

    def keep(self, job: Job) -> None:
        """Remember a job, new or changed."""
        if job.id not in self._jobs and len(self._jobs) >= self._limit:
            done = (id_ for id_, old in self._jobs.items() if old.done)
            del self._jobs[next(done, next(iter(self._jobs)))]
        self._jobs[job.id] = job

    def find(self, app: str, id_: str) -> Job | None:
        """Find a job by the two names its addresses hold."""
        job = self._jobs.get(id_)
        return job if job is not None and job.endpoint.app == app else None
