# The runtime of fal-codegen, from templates/python/runtime/_errors.py: edit it there.
"""Everything that can go wrong once a request is well formed.

FalError
├── Timeout            the deadline passed; it says what became of a job in the queue
├── BudgetSpent        a request was not sent, for `most` of a spending is reached
├── TransportError     no answer came: refused, cut off, not found in DNS
├── ConnectionEnded    a realtime connection is over, as both sides wanted it
├── UnexpectedAnswer   an answer came that is not what the endpoint promises
├── UnverifiedWebhook  a webhook that the service did not sign, or not now
└── ApiError           the service said no
    ├── Unauthorized   401 and 403: the key is wrong, or may not do this
    ├── NotFound       404: no such endpoint or job
    ├── Refused        422: the model does not accept the request
    ├── RateLimited    429: too many requests at a time
    └── ServerError    5xx: the service failed

A request that is not well formed raises `pydantic.ValidationError` where it is written down. A job
that failed raises what `run` would have raised: the queue calls it completed, and its result is the
refusal. No error holds the key.
"""

import json
from collections.abc import Mapping
from typing import NamedTuple, Self, cast

from pydantic import JsonValue

from ._attributes import Renamed
from ._wire import Call, Failure, Reply


class FalError(Renamed, Exception):
    """Anything this package raises by itself.

    `request_id` names the job concerned, if there is one: `Fal.handle` takes it up again.
    """

    host = ""
    """Which host it was, with its port if it has one; empty where none was asked."""

    delivered = True
    """Whether the service may have got what was sent; False only where it provably did not."""

    def __init__(self, message: str, request_id: str | None = None) -> None:
        super().__init__(message, request_id)
        self.request_id = request_id
        self._message = message

    def __repr__(self) -> str:
        """Show the kind and the message, without the reply."""
        return f"{type(self).__name__}({str(self)!r})"

    def __str__(self) -> str:
        """Say what happened, at which host and to which job."""
        about = [self.host] * bool(self.host)
        about += [f"request {self.request_id}"] * bool(self.request_id)
        return self._message + (f" [{', '.join(about)}]" if about else "")


class Timeout(FalError):
    """The deadline passed: `after` so many seconds of the whole, or None if one call hung.

    The queue was asked to drop a job that was `cancelled`; any other goes on, to be cancelled or
    taken up again.
    """

    def __init__(
        self,
        message: str,
        request_id: str | None = None,
        after: float | None = None,
        *,
        cancelled: bool = False,
    ) -> None:
        super().__init__(message, request_id)
        self.after = after
        self.cancelled = cancelled

    def __reduce__(self) -> tuple[type[Self], tuple[object, ...], dict[str, object]]:
        """Give what pickle makes the error from again."""
        made_of = self._message, self.request_id, self.after
        return type(self), made_of, dict(vars(self))


class BudgetSpent(FalError):
    """A further unit would cost more than is to be spent; nothing was sent."""


class TransportError(FalError):
    """No answer came, so nobody knows whether the service got the call."""


class ConnectionEnded(FalError):
    """A realtime connection is over: the service closed it in good order, or it was closed here."""


class UnverifiedWebhook(FalError):
    """What came in as a webhook is not from the service, or is too old: do not act on it."""


class UnexpectedAnswer(FalError):
    """The answer is not what the endpoint promises, for a `reason`; `reply` holds it."""

    def __init__(self, reply: Reply, reason: str, request_id: str | None = None) -> None:
        job = request_id or reply.headers.get("x-fal-request-id")
        super().__init__(f"unexpected answer: {reason}", job)
        self.args = (reply, reason, request_id)  # what pickle makes the error from again
        self.reply = reply
        self.reason = reason
        self.host = reply.host


class Violation(NamedTuple):
    """One thing the service holds against a request.

    `path` leads to the field, from the top of the body; `type` is the service's name for the rule
    (`less_than_equal`, `content_policy_violation`), `limit` the rule's own numbers and words, and
    `value` what was sent, as far as the service repeats it.
    """

    path: tuple[str | int, ...]
    message: str
    type: str
    limit: dict[str, JsonValue]
    value: JsonValue = None

    def __str__(self) -> str:
        """Say it in one line: `image_urls.0: too small (image_too_small)`."""
        place = ".".join(map(str, self.path)) or "body"
        return f"{place}: {self.message}" + (f" ({self.type})" if self.type else "")


class ApiError(FalError):
    """The service said no, and `reply` holds how.

    `body` is the JSON that came, or the text where it was none; `violations` is empty unless the
    service went into detail. `error_type` is the service's word for what happened, such as
    `runner_disconnected`: of the header, the body or the first violation.
    """

    def __init__(self, reply: Reply, request_id: str | None = None) -> None:
        self.reply = reply
        self.host = reply.host
        self.status = reply.status
        self.headers = reply.headers
        self.body = _json(reply.body)
        self.violations = _violations(self.body)
        self.error_type = _error_type(self)
        super().__init__(_summary(self), request_id or reply.headers.get("x-fal-request-id"))
        self.args = (reply, request_id)  # what pickle makes the error from again


class Unauthorized(ApiError):
    """The key is missing, wrong or not allowed to do this."""


class NotFound(ApiError):
    """There is no such endpoint, or no such job."""


class Refused(ApiError):
    """The model does not accept the request; `violations` say why."""


class RateLimited(ApiError):
    """Too many requests at a time."""


class ServerError(ApiError):
    """The service failed, or took too long to start."""


_BY_STATUS: dict[int, type[ApiError]] = {
    401: Unauthorized,
    403: Unauthorized,
    404: NotFound,
    422: Refused,
    429: RateLimited,
}


def failure_error(call: Call, failure: Failure) -> FalError:
    """Give the error for a failure; the URL is told without what may be a permission."""
    error = _failure_error(call, failure)
    error.delivered = failure.delivered
    return error


def _failure_error(call: Call, failure: Failure) -> FalError:
    from ._shown import shown_address  # rarely needed

    where = f"{call.method} {shown_address(call.url)}"
    if failure.timed_out:
        time = "in time" if failure.after is None else f"within {failure.after:g} s"
        left = "; the job goes on" if call.request_id else ""
        return Timeout(f"no answer {time} to {where}{left}", call.request_id, failure.after)
    return TransportError(f"no answer to {where}: {failure.reason}", call.request_id)


def api_error(reply: Reply, request_id: str | None = None) -> ApiError:
    """Give the error for a reply that is a refusal."""
    failed = reply.status >= 500  # the number is HTTP's own
    kind = _BY_STATUS.get(reply.status, ServerError if failed else ApiError)
    return kind(reply, request_id)


def _json(body: bytes) -> JsonValue:
    try:
        return cast("JsonValue", json.loads(body))
    except (ValueError, RecursionError):
        return body.decode(errors="replace")


def _violations(body: JsonValue) -> tuple[Violation, ...]:
    detail = body.get("detail") if isinstance(body, dict) else None
    entries = detail if isinstance(detail, list) else []
    return tuple(_violation(entry) for entry in entries if isinstance(entry, dict))


def _violation(entry: dict[str, JsonValue]) -> Violation:
    place, limit = entry.get("loc"), entry.get("ctx")
    steps = (
        [step for step in place if isinstance(step, str | int)] if isinstance(place, list) else []
    )
    return Violation(
        path=tuple(steps[1:] if steps[:1] == ["body"] else steps),
        message=str(entry.get("msg", "")),
        type=str(entry.get("type", "")),
        limit=limit if isinstance(limit, dict) else {},
        value=entry.get("input"),
    )


def _error_type(error: ApiError) -> str | None:
    body = error.body if isinstance(error.body, dict) else {}
    named = body.get("error_type") or _platform_error(body).get("type")
    first = error.violations[0].type if error.violations else None
    return error.headers.get("x-fal-error-type") or (str(named) if named else first)


def _phrase(status: int) -> str:
    from http import HTTPStatus  # rarely needed

    return HTTPStatus(status).phrase if status in {*HTTPStatus} else ""


def _platform_error(body: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    """Give the error in the form of the Platform API; empty where it is in another."""
    error = body.get("error")
    return error if isinstance(error, dict) else {}


def _summary(error: ApiError) -> str:
    body = error.body if isinstance(error.body, dict) else {}
    detail = body.get("detail") or _platform_error(body).get("message") or error.body
    said = "; ".join(map(str, error.violations)) or str(detail) or _phrase(error.status)
    kind = f" {error.error_type}" if error.error_type and not error.violations else ""
    return f"{error.status}{kind}: {said[:1000]}"
