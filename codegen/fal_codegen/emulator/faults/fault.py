"""Faults on demand: what may go wrong with a request, and the words that ask for it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from starlette.requests import Request
from starlette.types import Scope

from fal_codegen.emulator.access.key import WRONG_KEY
from fal_codegen.emulator.answers.lies import HONEST, LIES, Lie
from fal_codegen.emulator.jobs.job import Pace
from fal_codegen.emulator.outcome import Outcome, model_error, platform_error
from fal_codegen.emulator.wire import parse_number

_KEY = "fal.fault"
_HOUR = 3600.0

FAILURES: Mapping[str, Outcome] = MappingProxyType(
    {
        "content_policy_violation": model_error(
            422, "content_policy_violation", "The prompt was flagged by a content checker."
        ),
        "generation_timeout": model_error(
            504, "generation_timeout", "The generation took too long."
        ),
        "runner_disconnected": platform_error(
            503, "runner_disconnected", "The runner went away before it answered."
        ),
    }
)
"""What a job may fail with, by error type (documentation page)."""

REFUSALS: Mapping[str, Outcome] = MappingProxyType(
    {
        "exhausted-balance": Outcome(
            403,
            {
                "detail": "User is locked. Reason: Exhausted balance. "
                "Top up your balance at fal.ai/dashboard/billing."
            },
        ),
        "wrong-key": WRONG_KEY,
    }
)
"""What the service says to a caller whom it lets make no work (recorded traffic, mocks)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with one request; nothing, by default. Times are in seconds.

    On the wire: it is handled `latency` late; in place of its answer comes an error of the platform
    with this `status`, or a `reset` of the connection. That is before the request is handled, or
    `after` it, so that a job exists and its caller does not know. An error is the `ingress`'s own
    page, or has an `error_type`. An answer that comes may be `truncated` to half of its JSON, or
    come in pieces, a `drip` apart.

    The caller may have an `exhausted_balance`, whose calls that make work are refused, or a
    `wrong_key`.

    Of the job: it `takes` its time, `never` ends, or ends with a `fail`ure; it has `started` before
    submit answers, or is `uncancellable` once it has started; its webhook is lost, or says with a
    `payload_error` that it could not be made. Its answer tells a `lie` about its pictures.
    """

    latency: float = 0.0
    status: int | None = None
    retry_after: float | None = None
    ingress: bool = False
    error_type: str = ""
    retryable: bool | None = None
    needs_retry: bool | None = None
    user_timeout: bool = False
    exhausted_balance: bool = False
    wrong_key: bool = False
    reset: bool = False
    after: bool = False
    truncated: bool = False
    drip: float = 0.0
    takes: float | None = None
    never: bool = False
    fail: str = ""
    started: bool = False
    uncancellable: bool = False
    lost_webhook: bool = False
    payload_error: bool = False
    lie: str = ""

    @property
    def untrue(self) -> Lie:
        """What its answer says that is not so."""
        return LIES.get(self.lie, HONEST)

    @property
    def failure(self) -> Outcome | None:
        """What a job fails with, None where it does not."""
        return FAILURES.get(self.fail)

    def pace(self, within: float | None = None) -> Pace:
        """Give how fast a job with this fault goes, which is to start within so many seconds."""
        return Pace(
            self.takes,
            ends=not self.never,
            waits=not self.started,
            cancellable=not self.uncancellable,
            within=within,
        )

    @property
    def refusal(self) -> Outcome | None:
        """What a call that makes work is refused with, None where it is not."""
        said = {"exhausted-balance": self.exhausted_balance, "wrong-key": self.wrong_key}
        return next((REFUSALS[word] for word, is_said in said.items() if is_said), None)


def read_fault(text: str) -> Fault:
    """Read words such as `status=429, retry-after=1`. Raises `ValueError`, naming what is wrong."""
    said: dict[str, Any] = {}
    for part in filter(None, map(str.strip, text.split(","))):
        word, _, value = map(str.strip, part.partition("="))
        if word not in _WORDS:
            raise ValueError(f"unknown fault {word[:40]!r}; known are {', '.join(_WORDS)}")
        try:
            said[word.replace("-", "_")] = _WORDS[word](value)
        except ValueError as error:
            raise ValueError(f"fault {word}: {value[:40]!r} is not {error}") from None
    fault = Fault(**said)
    if fault.reset and fault.status is not None:
        raise ValueError(f"fault {text[:80]!r}: a status or a reset, not both")
    if not _OF_A_STATUS.isdisjoint(said) and fault.status is None:
        raise ValueError(f"fault {text[:80]!r}: an error needs a status")
    if fault.after and fault.status is None and not fault.reset:
        raise ValueError(f"fault {text[:80]!r}: `after` says when a status or a reset comes")
    return fault


def with_fault(scope: Scope, fault: Fault) -> Scope:
    """Give the scope of a request that this goes wrong with."""
    return {**scope, _KEY: fault}


def fault_of(request: Request) -> Fault:
    """Give what goes wrong with a request."""
    fault: Fault = request.scope[_KEY]
    return fault


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if 0 <= seconds <= _HOUR:
        return seconds
    raise ValueError(f"a number of seconds up to {_HOUR:g}")


def _status(text: str) -> int:
    status = parse_number(text)
    if status is None or not 400 <= status <= 599:  # noqa: PLR2004 - errors
        raise ValueError("a status from 400 to 599")
    return status


def _error_type(text: str) -> str:
    if text.isascii() and text.isidentifier():
        return text
    raise ValueError("an error type such as request_timeout")


def _said(text: str) -> bool:
    if text:
        raise ValueError("needed, the word stands alone")
    return True


def _yes_or_no(text: str) -> bool:
    if text in {"true", "false"}:
        return text == "true"
    raise ValueError("true or false")


def _failure(text: str) -> str:
    if text in FAILURES:
        return text
    raise ValueError(f"one of {', '.join(FAILURES)}")


def _lie(text: str) -> str:
    if text in LIES:
        return text
    raise ValueError(f"one of {', '.join(LIES)}")


_WORDS: dict[str, Callable[[str], object]] = {
    "latency": _seconds,
    "status": _status,
    "retry-after": _seconds,
    "ingress": _said,
    "error-type": _error_type,
    "retryable": _yes_or_no,
    "needs-retry": _yes_or_no,
    "user-timeout": _said,
    "exhausted-balance": _said,
    "wrong-key": _said,
    "reset": _said,
    "after": _said,
    "truncated": _said,
    "drip": _seconds,
    "takes": _seconds,
    "never": _said,
    "fail": _failure,
    "started": _said,
    "uncancellable": _said,
    "lost-webhook": _said,
    "payload-error": _said,
    "lie": _lie,
}
_OF_A_STATUS = frozenset(
    {"retry_after", "ingress", "error_type", "retryable", "needs_retry", "user_timeout"}
)
