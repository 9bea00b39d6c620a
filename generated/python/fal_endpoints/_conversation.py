"""The form in which the protocol is written: once, without I/O.

A conversation is a generator. It yields a call, is sent the reply, and returns what it was about;
who carries the calls, and whether they wait or await, is not its business.
"""

from collections.abc import Generator
from typing import TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError

from ._errors import UnexpectedAnswer, refusal
from ._wire import Call, Reply

R = TypeVar("R")
M = TypeVar("M", bound=BaseModel)

Conversation: TypeAlias = Generator[Call, Reply, R]


def ask(call: Call, answer: type[M]) -> Conversation[M]:
    """Make one call and read its reply as an `answer`.

    Raises `ApiError` if the service says no, `UnexpectedAnswer` if it says something else.
    """
    reply = yield call
    if not reply.ok:
        raise refusal(reply, call.request_id)
    try:
        return answer.model_validate_json(reply.body)
    except ValidationError as error:
        raise UnexpectedAnswer(reply, _reason(error), call.request_id) from error


def _reason(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(map(str, entry['loc'])) or 'body'}: {entry['msg']}" for entry in error.errors()
    )
