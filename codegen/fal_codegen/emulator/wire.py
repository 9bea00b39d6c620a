"""What all hosts have in common on the wire: the key, bodies, numbers, replies and errors."""

import json
import math
import re
from typing import NoReturn

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from fal_codegen.contract import EndpointId, Json
from fal_codegen.emulator.answers.errors import invalid_json
from fal_codegen.emulator.identity import NAME
from fal_codegen.emulator.outcome import Outcome

LARGEST_BODY = 16 * 2**20
"""Bytes a request's body may have."""

_START_TIMEOUT = "X-Fal-Request-Start-Timeout", "X-Fal-Request-Timeout"
_SHORTEST_WAIT = 0.1  # seconds
_SPELLING = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
FRONT = {
    "access-control-allow-credentials": "true",
    "vary": "origin, access-control-request-method, access-control-request-headers",
}
"""What comes with an answer that no model is asked for (recorded traffic)."""


class ServiceResponse(JSONResponse):
    """A JSON answer as the service spells it; a lone surrogate, which UTF-8 lacks, is escaped."""

    def render(self, content: Json) -> bytes:
        """Spell the content."""
        return _SPELLING.encode(content).encode("utf-8", "backslashreplace")


async def receive_body(request: Request, largest: int) -> bytes:
    """Take a body of so many bytes at most; 413 for a larger one.

    That one is dropped, but heard as far again, so that its sender hears the answer.
    """
    body, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > 2 * largest:
            break
        body += chunk if size <= largest else b""
    if size > largest:
        detail = f"The body is larger than {largest} bytes."
        raise HTTPException(413, detail, {"connection": "close"})
    return bytes(body)


def remembered(request: Request, body: bytes) -> bytes:
    """Give the part of a body that the history keeps: none of it, if its sender wants it so."""
    return b"" if request.headers.get("x-fal-store-io") == "0" else body


def parse_body(body: bytes) -> "Json | Outcome":
    """Read a body, or give the outcome of one that is no JSON."""
    try:
        value: Json = _READING.decode(body.decode())
    except json.JSONDecodeError as error:
        return invalid_json(error.pos, error.msg)
    except (ValueError, RecursionError) as error:
        return invalid_json(0, str(error))
    return value


async def caller_left(request: Request) -> None:
    """Wait until the caller has left."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def endpoint_id(text: str) -> EndpointId:
    """Read an id from an address; what is none is not found."""
    try:
        return EndpointId(text)
    except ValueError as error:
        raise HTTPException(404, str(error)) from None


def reply(outcome: Outcome, request_id: str) -> ServiceResponse:
    """Answer with what became of a request."""
    named = {"x-fal-request-id": request_id, "x-fal-served-from": NAME}
    return ServiceResponse(outcome.body, outcome.status, {**named, **dict(outcome.headers)})


async def on_error(_: Request, error: Exception) -> Response:
    """Answer a request that no model saw; some get an empty body (recorded traffic)."""
    assert isinstance(error, HTTPException)
    if error.status_code == 405 or not error.detail:  # noqa: PLR2004 - an HTTP status
        headers = {**FRONT, **(error.headers or {})}
        return Response(status_code=error.status_code, headers=headers)
    return ServiceResponse({"detail": error.detail}, error.status_code, error.headers)


def parse_number(text: str) -> int | None:
    """Read a number of a few decimal digits; None for what is none."""
    return int(text) if _WHOLE.fullmatch(text) else None


def start_timeout(request: Request) -> float | None:
    """Read how long a request may wait to be started; None where its sender does not say.

    Of the two headers the newer counts (documentation page). That a value which is no number of
    seconds above 0.1 is refused is a guess.
    """
    sent = (request.headers[name] for name in _START_TIMEOUT if name in request.headers)
    text = next(sent, None)
    if text is None:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if _SHORTEST_WAIT < seconds < math.inf:
        return seconds
    raise HTTPException(400, f"{_START_TIMEOUT[0]} is in seconds, more than {_SHORTEST_WAIT}.")


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _no_number(text)


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text[:20]} is not a number of JSON")


_READING = json.JSONDecoder(parse_constant=_no_number, parse_float=_finite)
