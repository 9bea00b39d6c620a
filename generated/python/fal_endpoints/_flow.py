# The runtime of fal-codegen, from templates/python/runtime/_flow.py: edit it there.
"""The form in which the protocol is written: once, without I/O.

A flow is a generator. It yields the steps that need the network, is sent their outcomes, and
returns its result; a driver carries out the steps, waiting or awaiting. On its way a flow may yield
events, which the driver passes on to the caller.
"""

from collections.abc import Generator
from typing import Any, Generic, NamedTuple, Never, TypeAlias, TypeVar, cast

from pydantic import BaseModel, ValidationError, ValidatorFunctionWrapHandler

from ._errors import UnexpectedAnswer, api_error, failure_error
from ._json_answer import JsonAnswer, loads
from ._model import T
from ._options import Timed, check_options
from ._response import keep_response
from ._wire import (
    Call,
    Failure,
    OpenStream,
    Outcomes,
    ReadEvent,
    Reply,
    SetDeadline,
    SideBySide,
)

E = TypeVar("E")
E_co = TypeVar("E_co", covariant=True)
R = TypeVar("R")
M = TypeVar("M", bound=BaseModel)


class Event(NamedTuple, Generic[E_co]):
    """Something that the caller may want to know while the flow goes on."""

    value: E_co


class Done(NamedTuple, Generic[R]):
    """The last item of an awaited flow: its result, which an async generator cannot return."""

    result: R


Step: TypeAlias = Call | SideBySide | OpenStream | ReadEvent | SetDeadline | Event[E]
Outcome: TypeAlias = Reply | Failure | Outcomes | bytes | None
"""What a flow is sent for a step. For a call or the opening of a stream: a reply or a failure; for
calls side by side, one of these for each, in their order. For
`ReadEvent`: the data of the next event, None at the end of the stream, or a failure. For a deadline
and an `Event` of its own: None."""

EventFlow: TypeAlias = Generator[Step[E], Outcome, R]
Flow: TypeAlias = EventFlow[Never, R]


def send(step: Call | OpenStream) -> Flow[Reply]:
    """Make one call; raises `TransportError` or `Timeout` if no reply comes."""
    outcome = yield step
    assert isinstance(outcome, Reply | Failure)
    return _answered(step.call if isinstance(step, OpenStream) else step, outcome)


def receive_all(calls: tuple[Call, ...]) -> Flow[tuple[Reply, ...]]:
    """Make calls at the same time; raises as `receive` does, for the first one that failed."""
    if len(calls) == 1:
        return ((yield from receive(calls[0])),)
    outcomes = yield SideBySide(calls)
    assert isinstance(outcomes, Outcomes)
    return tuple(map(_received, calls, outcomes.each))


def fetch(call: Call, kind: type[M]) -> Flow[M]:
    """Make one call and parse its reply as a `kind`.

    Raises `ApiError` if the service refuses, `UnexpectedAnswer` if its reply is something else.
    """
    return parse((yield from receive(call)), kind, call.request_id)


def fetch_answer(call: Call, kind: type[T], inference_time: float | None = None) -> Flow[T]:
    """As `fetch`, for the answer of an endpoint: see `parse_answer`."""
    return parse_answer((yield from receive(call)), kind, call.request_id, inference_time)


def receive(call: Call) -> Flow[Reply]:
    """Make one call; raises `ApiError` if the service refuses."""
    return _received(call, (yield from send(call)))


def _received(call: Call, outcome: Reply | Failure) -> Reply:
    reply = _answered(call, outcome)
    if not reply.ok:
        raise api_error(reply, call.request_id)
    return reply


def _answered(call: Call, outcome: Reply | Failure) -> Reply:
    if isinstance(outcome, Failure):
        raise failure_error(call, outcome)
    return outcome


def parse(reply: Reply, kind: type[M], request_id: str | None = None) -> M:
    """Read the body of a reply; raises `UnexpectedAnswer`."""
    try:
        return kind.model_validate_json(reply.body)
    except ValidationError as error:
        cause = error
    try:  # other spellings of the same, such as with a byte order mark
        return kind.model_validate(loads(reply.body)[0])
    except (ValueError, RecursionError):
        raise UnexpectedAnswer(reply, _reason(cause), request_id) from cause


def if_readable(value: object, read: ValidatorFunctionWrapHandler) -> object:
    """Validate a field, which is None where it is in an unknown form."""
    try:
        return read(value)
    except ValidationError:
        return None


def parse_answer(
    reply: Reply,
    kind: type[T],
    request_id: str | None = None,
    inference_time: float | None = None,
) -> T:
    """Read the answer of an endpoint, as far as it goes; raises `UnexpectedAnswer`.

    What came back beside it is kept with it, the seconds that the model took included.
    `DisagreementWarning` warns of one that is not what the contract promises.
    """
    answer: T = _as_promised(reply, kind, request_id)
    if hasattr(answer, "__dict__"):  # a JSON body that is no object has no place for it
        keep_response(vars(answer), reply.headers, request_id, inference_time)
    return answer


def read_exactly(kind: type[T], value: Any) -> T | None:
    """Read a value that is decoded already; None if it is not what a `kind` promises."""
    reader: Any = kind
    if reader is JsonAnswer:
        plain: Any = JsonAnswer(cast("dict[str, Any]", value)) if isinstance(value, dict) else value
        return cast("T", plain)
    try:
        return cast("T", reader.model_validate(value))
    except ValidationError:
        return None


def _as_promised(reply: Reply, kind: type[Any], request_id: str | None) -> Any:
    try:
        if kind is JsonAnswer:
            return JsonAnswer.read(reply.body)
        return kind.model_validate_json(reply.body)
    except ValidationError as error:
        cause = error
    except (ValueError, RecursionError) as error:
        raise UnexpectedAnswer(reply, f"no JSON: {error}", request_id) from None
    from ._lenient import read_all_the_same  # rarely needed

    answer = read_all_the_same(cast("type[BaseModel]", kind), reply.body)
    if answer is None:
        raise UnexpectedAnswer(reply, _reason(cause), request_id) from cause
    return answer


def within(timed: Timed, flow: EventFlow[E, R]) -> EventFlow[E, R]:
    """Run a flow in the time that a method was given; raises `ValueError` for an impossible one."""
    check_options(timed, Timed)
    if "timeout" in timed:
        yield SetDeadline(timed["timeout"])
    return (yield from flow)


def ignoring_events(flow: EventFlow[E, R]) -> Flow[R]:
    """Run a flow whose events are for nobody."""
    outcome: Outcome = None
    while True:
        try:
            step = flow.send(outcome)
        except StopIteration as stop:
            result: R = stop.value
            return result
        outcome = None if isinstance(step, Event) else (yield step)


def _reason(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(map(str, entry['loc'])) or 'body'}: {entry['msg']}" for entry in error.errors()
    )
