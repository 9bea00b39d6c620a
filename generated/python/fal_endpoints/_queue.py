"""Jobs: what becomes of a request in the queue."""

from collections.abc import Iterator
from typing import Generic, NamedTuple

from pydantic import JsonValue, ValidationError, ValidatorFunctionWrapHandler, field_validator

from ._conversation import Conversation, News, Telling, ask
from ._errors import ApiError
from ._events import Events
from ._model import Answer, T
from ._wire import Call, Listen, Next, Reply

_SILENCE = 15.0
"""Seconds without a word after which a status stream is given up, as in the official client."""


class Log(Answer):
    """One line that a model wrote while it worked."""

    message: str = ""
    timestamp: str | None = None
    level: str | None = None
    source: str | None = None


class Status(Answer):
    """How far a job is.

    The service knows IN_QUEUE, IN_PROGRESS and COMPLETED; a word it invents later is kept. A job
    that failed is COMPLETED too, and `error` and `error_type` say so (documentation and recorded
    traffic; the endpoints' own documents describe another form). What else is told in an unknown
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
    """What the queue says to the wish to cancel."""

    status: str | None = None
    success: bool = True


class Job(NamedTuple, Generic[T]):
    """A request in the queue: what it will answer, and where to ask for it."""

    answer: type[T]
    request_id: str
    status_url: str
    response_url: str
    cancel_url: str

    def status(self, *, logs: bool = False) -> Conversation[Status]:
        """Ask how far the job is."""
        return ask(self._look(logs=logs), Status)

    def result(self) -> Conversation[T]:
        """Fetch the answer; a job that failed, or is not done, raises its `ApiError`."""
        return ask(Call("GET", self.response_url, request_id=self.request_id), self.answer)

    def cancel(self) -> Conversation[bool]:
        """Ask the queue to drop the job; False where there was nothing left to drop."""
        call = Call("PUT", self.cancel_url, request_id=self.request_id)
        try:
            return (yield from ask(call, Cancellation)).success
        except ApiError as error:
            if isinstance(error.body, dict) and error.body.get("status") == "ALREADY_COMPLETED":
                return False
            raise

    def watch(self, *, logs: bool = False) -> Telling[Status, None]:
        """Tell how far the job is, until it has come to an end.

        The service is listened to, which takes one call and hears the end at once; where it cannot
        be heard, the job is looked at again and again.
        """
        heard = yield from self._listen(logs=logs)
        if heard:
            return
        for pause in _pauses():
            status = yield from ask(self._look(logs=logs, after=pause), Status)
            yield News(status)
            if status.completed:
                return

    def wait(self, *, logs: bool = False) -> Telling[Status, T]:
        """Watch the job until it has come to an end, then fetch the answer."""
        yield from self.watch(logs=logs)
        return (yield from self.result())

    def _listen(self, *, logs: bool) -> Telling[Status, bool]:
        """Tell what the status stream says; False where it does not reach the job's end."""
        outcome = yield Listen(self._look("/stream", logs=logs), _SILENCE, optional=True)
        if not (isinstance(outcome, Reply) and outcome.ok):
            return False
        events, lines = Events(), list[Log]()
        while isinstance(bit := (yield Next()), bytes):
            for event in events.feed(bit):
                try:
                    status = Status.model_validate_json(event)
                except ValidationError:
                    return False
                lines += status.logs or ()  # an event brings the lines since the last one
                yield News(status.model_copy(update={"logs": [*lines]} if logs else {}))
                if status.completed:
                    return True
        return False

    def _look(self, below: str = "", *, logs: bool, after: float = 0.0) -> Call:
        query = "?logs=1" if logs else ""
        url = f"{self.status_url}{below}{query}"
        return Call("GET", url, after=after, request_id=self.request_id)


def _pauses() -> Iterator[float]:
    """Give the seconds before each look: at once, then 0.1 and gently up to 1.

    A tenth of a second is where the official client stays; a long job is not worth so many looks.
    """
    yield 0.0
    pause = 0.1
    while True:
        yield pause
        pause = min(pause * 1.25, 1.0)
