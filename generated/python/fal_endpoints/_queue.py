"""Jobs: what becomes of a request in the queue."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeAlias

from pydantic import JsonValue

from ._conversation import Conversation, ask
from ._errors import ApiError
from ._model import Answer, T
from ._wire import Call


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
    traffic; the endpoints' own documents describe another form).
    """

    status: str
    queue_position: int | None = None
    logs: list[Log] | None = None
    metrics: dict[str, JsonValue] | None = None
    error: JsonValue = None
    error_type: str | None = None

    @property
    def completed(self) -> bool:
        """Whether the job has come to an end, good or bad."""
        return self.status == "COMPLETED"


class Cancellation(Answer):
    """What the queue says to the wish to cancel."""

    status: str | None = None
    success: bool = True


OnUpdate: TypeAlias = Callable[[Status], None]


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
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

    def wait(self, *, on_update: OnUpdate | None = None, logs: bool = False) -> Conversation[T]:
        """Look again and again until the job has come to an end, then fetch the answer."""
        for pause in _pauses():
            status = yield from ask(self._look(logs=logs, after=pause), Status)
            if on_update:
                on_update(status)
            if status.completed:
                break
        return (yield from self.result())

    def _look(self, *, logs: bool, after: float = 0.0) -> Call:
        url = f"{self.status_url}?logs=1" if logs else self.status_url
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
