# The runtime of fal-codegen, from templates/python/runtime/_queue.py: edit it there.
"""Jobs: requests in the queue."""

from collections.abc import Iterator
from typing import Generic, NamedTuple

from pydantic import JsonValue, ValidationError, ValidatorFunctionWrapHandler, field_validator

from ._errors import ApiError
from ._flow import Event, EventFlow, Flow, fetch, fetch_answer
from ._model import Answer, T
from ._wire import Call, OpenStream, ReadEvent, Reply

_IDLE_TIMEOUT = 35.0
"""Seconds without data after which a status stream is given up. The service sends a comment every
15 seconds (documentation page), so two of them are missing then."""


_MOST_LOGGED = 2**24
"""Bytes of events whose log lines are put together; after that, each poll brings all lines."""


class Log(Answer):
    """One line that a model wrote while it worked."""

    message: str = ""
    timestamp: str | None = None
    level: str | None = None
    source: str | None = None


class Status(Answer):
    """How far a job is.

    The service knows IN_QUEUE, IN_PROGRESS and COMPLETED; an unknown one is kept. A job
    that failed is COMPLETED too, and `error` and `error_type` say so (documentation and recorded
    traffic; the endpoints' own documents describe another form). Any other field in an unknown
    form is None here: no job is lost for its log.
    """

    status: str
    queue_position: int | None = None
    logs: list[Log] | None = None
    metrics: dict[str, JsonValue] | None = None
    error: JsonValue = None
    error_type: str | None = None

    @field_validator("queue_position", "logs", "metrics", "error_type", mode="wrap")
    @classmethod
    def _if_readable(cls, value: object, read: ValidatorFunctionWrapHandler) -> object:
        try:
            return read(value)
        except ValidationError:
            return None

    @property
    def completed(self) -> bool:
        """Whether the job has come to an end, good or bad."""
        return self.status == "COMPLETED"


class Cancellation(Answer):
    """The queue's reply to a cancellation."""

    status: str | None = None
    success: bool = True


class Job(NamedTuple, Generic[T]):
    """A request in the queue: what it will answer, and where to ask for it."""

    output_type: type[T]
    request_id: str
    status_url: str
    response_url: str
    cancel_url: str

    def status(self, *, logs: bool = False) -> Flow[Status]:
        """Ask how far the job is."""
        return fetch(self._status_call(logs=logs), Status)

    def result(self) -> Flow[T]:
        """Fetch the answer; a job that failed, or is not done, raises its `ApiError`."""
        call = Call("GET", self.response_url, request_id=self.request_id)
        return fetch_answer(call, self.output_type)

    def cancel(self) -> Flow[bool]:
        """Ask the queue to drop the job; False where there was nothing left to drop."""
        call = Call("PUT", self.cancel_url, request_id=self.request_id)
        try:
            return (yield from fetch(call, Cancellation)).success
        except ApiError as error:
            if isinstance(error.body, dict) and error.body.get("status") == "ALREADY_COMPLETED":
                return False
            raise

    def watch(self, *, logs: bool = False) -> EventFlow[Status, None]:
        """Give an event for each status of the job, until it has come to an end.

        The status stream takes one call and tells the end at once; where there is none, or it
        breaks off, the status is polled.
        """
        completed = yield from self._stream_status(logs=logs)
        if completed:
            return
        for delay in _poll_delays():
            status = yield from fetch(self._status_call(logs=logs, delay=delay), Status)
            yield Event(status)
            if status.completed:
                return

    def wait(self, *, logs: bool = False) -> EventFlow[Status, T]:
        """Watch the job until it has come to an end, then fetch the answer."""
        yield from self.watch(logs=logs)
        return (yield from self.result())

    def _stream_status(self, *, logs: bool) -> EventFlow[Status, bool]:
        """Give the events of the status stream; False where it breaks off before the job's end."""
        call = self._status_call("/stream", logs=logs)._replace(idle_timeout=_IDLE_TIMEOUT)
        outcome = yield OpenStream(call, optional=True)
        if not (isinstance(outcome, Reply) and outcome.ok):
            return False
        lines, size = list[Log](), 0
        while isinstance(event := (yield ReadEvent()), bytes) and size <= _MOST_LOGGED:
            try:
                status = Status.model_validate_json(event)
            except ValidationError:
                return False
            if logs:
                lines += status.logs or ()  # an event brings the lines since the last one
                size += len(event)
                status = status.model_copy(update={"logs": [*lines]})
            yield Event(status)
            if status.completed:
                return True
        return False

    def _status_call(self, below: str = "", *, logs: bool, delay: float = 0.0) -> Call:
        query = "?logs=1" if logs else ""
        url = f"{self.status_url}{below}{query}"
        return Call("GET", url, delay=delay, request_id=self.request_id)


def _poll_delays() -> Iterator[float]:
    """Give the seconds before each poll: at once, then 0.1 and gently up to 1.

    The official client stays at a tenth of a second; a long job is not worth so many calls.
    """
    yield 0.0
    delay = 0.1
    while True:
        yield delay
        delay = min(delay * 1.25, 1.0)
