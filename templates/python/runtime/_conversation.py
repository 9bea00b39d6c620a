"""The form in which the protocol is written: once, without I/O.

A conversation is a generator. It yields a call, is sent the reply, and returns what it was about;
who carries the calls, and whether they wait or await, is not its business. On its way it may tell
news, which whoever holds it passes on.
"""

from collections.abc import Generator
from typing import Generic, NamedTuple, Never, TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError

from ._errors import UnexpectedAnswer, failure, refusal
from ._wire import Call, Fault, Listen, Next, Reply

N = TypeVar("N")
N_co = TypeVar("N_co", covariant=True)
R = TypeVar("R")
M = TypeVar("M", bound=BaseModel)


class News(NamedTuple, Generic[N_co]):
    """Something the caller may want to know while the conversation goes on."""

    value: N_co


class Over(NamedTuple, Generic[R]):
    """The answer at the end of an awaited conversation; an async generator cannot return one."""

    answer: R


Step: TypeAlias = Call | Listen | Next | News[N]
Outcome: TypeAlias = Reply | Fault | bytes | None
"""A call or the opening of a stream is answered by a reply or a fault; the wish for the next bit by
bytes, None at the end, or a fault; news by None."""

Telling: TypeAlias = Generator[Step[N], Outcome, R]
Conversation: TypeAlias = Telling[Never, R]


def reach(step: Call | Listen) -> Conversation[Reply]:
    """Make one call; raises `TransportError` or `Timeout` if no reply comes."""
    outcome = yield step
    if isinstance(outcome, Fault):
        raise failure(step.call if isinstance(step, Listen) else step, outcome)
    assert isinstance(outcome, Reply)
    return outcome


def ask(call: Call, answer: type[M]) -> Conversation[M]:
    """Make one call and read its reply as an `answer`.

    Raises `ApiError` if the service says no, `UnexpectedAnswer` if it says something else.
    """
    reply = yield from reach(call)
    if not reply.ok:
        raise refusal(reply, call.request_id)
    return read(reply, answer, call.request_id)


def read(reply: Reply, answer: type[M], request_id: str | None = None) -> M:
    """Read the body of a reply; raises `UnexpectedAnswer`."""
    try:
        return answer.model_validate_json(reply.body)
    except ValidationError as error:
        raise UnexpectedAnswer(reply, _reason(error), request_id) from error


def silently(telling: Telling[N, R]) -> Conversation[R]:
    """Hold a conversation whose news is for nobody."""
    outcome: Outcome = None
    while True:
        try:
            step = telling.send(outcome)
        except StopIteration as over:
            answer: R = over.value
            return answer
        outcome = None if isinstance(step, News) else (yield step)


def _reason(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(map(str, entry['loc'])) or 'body'}: {entry['msg']}" for entry in error.errors()
    )
