# The runtime of fal-codegen, from templates/python/runtime/_queue.py: edit it there.
"""Jobs: requests in the queue."""

from collections.abc import Iterator
from typing import Generic, Literal, NamedTuple, TypeAlias

from pydantic import JsonValue, ValidationError, field_validator

from ._errors import ApiError, FalError, Timeout
from ._flow import Event, EventFlow, Flow, fetch, fetch_answer, if_readable
from ._model import Answer, T
from ._options import check_flag
from ._shown import shown_address
from ._spending import count, count_refused
from ._wire import Call, OpenStream, ReadEvent, Reply, SetDeadline

_IDLE_TIMEOUT = 35.0
"""Seconds without data after which a status stream is given up. The service sends a comment every
15 seconds (documentation page), so two of them are missing then."""


_TOO_LATE = "ALREADY_COMPLETED"

_CANCEL_TIMEOUT = 10.0
"""Seconds to cancel a job that was not done in time, and to fetch its answer if it is done now."""

_MOST_LOGGED = 2**24
"""Bytes of events whose log lines are put together; after that, each poll brings all lines."""


OnTimeout: TypeAlias = Literal["cancel", "leave"]
"""What becomes of a job that was not done in time."""


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
    request_id: str | None = None
    queue_position: int | None = None
    logs: list[Log] | None = None
    metrics: dict[str, JsonValue] | None = None
    error: JsonValue = None
    error_type: str | None = None

    _if_readable = field_validator(
        "request_id", "queue_position", "logs", "metrics", "error_type", mode="wrap"
    )(if_readable)

    @property
    def completed(self) -> bool:
        """Whether the job has come to an end, good or bad."""
        return self.status == "COMPLETED"

    @property
    def inference_time(self) -> float | None:
        """How long the model worked, in seconds, once the job has come to an end."""
        seconds = (self.metrics or {}).get("inference_time")
        return seconds if isinstance(seconds, int | float) else None

    def of(self, request_id: str) -> "Status":
        """Say of which job it is, where the service did not."""
        return self.model_copy(update={"request_id": self.request_id or request_id})


class Cancellation(Answer):
    """The queue's reply to a cancellation."""

    status: str | None = None
    success: bool = True


class Job(NamedTuple, Generic[T]):
    """A request in the queue: what it will answer, and where to ask for it."""

    endpoint: str
    output_type: type[T]
    request_id: str
    status_url: str
    response_url: str
    cancel_url: str

    def __str__(self) -> str:
        """Say where it is, and what it will answer."""
        return f"{shown_address(self.response_url)} -> {self.output_type.__qualname__}"

    def __repr__(self) -> str:
        """Say the same."""
        return f"Job({self})"

    def status(self, *, logs: bool = False) -> Flow[Status]:
        """Ask how far the job is."""
        check_flag(logs=logs)
        return self._fetch_status(self._status_call(logs=logs))

    def result(self, inference_time: float | None = None) -> Flow[T]:
        """Fetch the answer; a job that failed, or is not done, raises its `ApiError`."""
        call = Call("GET", self.response_url, request_id=self.request_id)
        try:
            answer = yield from fetch_answer(call, self.output_type, inference_time)
        except ApiError as error:
            count_refused(self.endpoint, error)
            raise
        count(self.endpoint, answer)
        return answer

    def awaited_result(self) -> EventFlow[Status, T]:
        """Fetch the answer, of a job that is not done once it is."""
        try:
            return (yield from self.result())
        except ApiError as error:
            if error.status != 400:  # what is asked for too early (third-party client)
                raise
        return (yield from self.wait())

    def cancel(self) -> Flow[bool]:
        """Ask the queue to drop the job; False where there was nothing left to drop."""
        call = Call("PUT", self.cancel_url, request_id=self.request_id)
        try:
            return (yield from fetch(call, Cancellation)).success
        except ApiError as error:
            body = error.body if isinstance(error.body, dict) else {}
            if error.status == 400 and body.get("status", _TOO_LATE) == _TOO_LATE:
                return False  # some versions of the service leave the status out
            raise

    def watch(self, *, logs: bool = False) -> EventFlow[Status, Status]:
        """Give an event for each status of the job, until it has come to an end; give the last.

        The status stream takes one call and tells the end at once; where there is none, or it
        breaks off, the status is polled.
        """
        check_flag(logs=logs)
        completed = yield from self._stream_status(logs=logs)
        if completed:
            return completed
        delays = _poll_delays()
        while True:
            status = yield from self._fetch_status(self._status_call(logs=logs, delay=next(delays)))
            yield Event(status)
            if status.completed:
                return status

    def follow(self, *, logs: bool = False) -> EventFlow[Status, Status]:
        """As `watch`; if the time is over before, the error says that the job goes on."""
        try:
            return (yield from self.watch(logs=logs))
        except Timeout as error:
            if error.after is None:
                raise
            late = error
        raise self._not_done(late, "it goes on")

    def wait(self, *, logs: bool = False, on_timeout: OnTimeout = "leave") -> EventFlow[Status, T]:
        """Watch the job until it has come to an end, then fetch the answer.

        If the time is over before, the job is cancelled or left to go on.
        """
        try:
            last = yield from self.watch(logs=logs)
            return (yield from self.result(last.inference_time))
        except Timeout as error:
            if error.after is None:
                raise
            late = error
        if on_timeout == "cancel":
            return (yield from self._give_up(late))
        raise self._not_done(late, "it goes on")

    def _give_up(self, late: Timeout) -> Flow[T]:
        """Cancel a job that was not done in time; if it is done now, its answer was paid for."""
        yield SetDeadline(_CANCEL_TIMEOUT)
        try:
            dropped = yield from self.cancel()
        except FalError as error:
            raise self._not_done(late, f"to cancel it failed, and it may go on: {error}") from error
        if dropped:
            raise self._not_done(late, "the queue was asked to cancel it", cancelled=True)
        return (yield from self.result())

    def not_begun(self, seconds: float | None) -> Timeout:
        """Give the error for a job that the queue dropped, as it had not begun in its time."""
        late = Timeout("", after=seconds)
        return self._not_done(late, "the queue had not begun it, and dropped it", cancelled=True)

    def _not_done(self, late: Timeout, outcome: str, *, cancelled: bool = False) -> Timeout:
        message = f"the job was not done within {late.after:g} s; {outcome}"
        return Timeout(message, self.request_id, late.after, cancelled=cancelled)

    def _fetch_status(self, call: Call) -> Flow[Status]:
        return (yield from fetch(call, Status)).of(self.request_id)

    def _stream_status(self, *, logs: bool) -> EventFlow[Status, Status | None]:
        """Give the events of the status stream; None where it breaks off before the job's end."""
        call = self._status_call("/stream", logs=logs)._replace(idle_timeout=_IDLE_TIMEOUT)
        outcome = yield OpenStream(call, optional=True)
        if not (isinstance(outcome, Reply) and outcome.ok):
            return None
        lines, size = list[Log](), 0
        while isinstance(event := (yield ReadEvent()), bytes) and size <= _MOST_LOGGED:
            try:
                status = Status.model_validate_json(event).of(self.request_id)
            except ValidationError:
                return None
            if logs:
                lines += status.logs or ()  # an event brings the lines since the last one
                size += len(event)
                status = status.model_copy(update={"logs": [*lines]})
            yield Event(status)
            if status.completed:
                return status
        return None

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
