"""The error form of the Platform API, which no other host has (documentation page)."""

from typing import Literal, TypeAlias

from starlette.exceptions import HTTPException
from starlette.requests import Request

from fal_codegen.emulator.wire import ServiceResponse

Kind: TypeAlias = Literal[
    "authorization_error",
    "validation_error",
    "not_found",
    "rate_limited",
    "server_error",
    "not_implemented",
]
_KINDS: dict[int, Kind] = {
    401: "authorization_error",
    403: "authorization_error",
    404: "not_found",
    429: "rate_limited",
    501: "not_implemented",
}
_SERVER = 500


class Refusal(HTTPException):
    """What the platform does not answer, and why."""


async def on_refusal(_: Request, error: Exception) -> ServiceResponse:
    """Answer a request that was refused."""
    assert isinstance(error, HTTPException)
    kind = _KINDS.get(error.status_code, "validation_error")
    if error.status_code >= _SERVER and error.status_code not in _KINDS:
        kind = "server_error"
    body = {"error": {"type": kind, "message": error.detail}}
    return ServiceResponse(body, error.status_code, error.headers)
