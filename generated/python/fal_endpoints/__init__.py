"""A typed client of the fal.ai model API.

    from fal_endpoints import Fal, nano_banana_2_edit as edit

    with Fal() as fal:  # the key is in FAL_KEY
        answer = fal.run(edit.Input(prompt="make it night", image_urls=["https://…"]))
        print(answer.images[0].url)

Every endpoint is a module with an `Input` and an `Output`; `ENDPOINTS` lists them. A request is
checked where it is written down, only what it sets is sent, and an answer is read as it comes.
"""

from ._client import AsyncFal, AsyncHandle, Fal, Handle
from ._endpoints import ENDPOINTS
from ._errors import (
    ApiError,
    FalError,
    NotFound,
    RateLimited,
    Refused,
    ServerError,
    Timeout,
    TransportError,
    Unauthorized,
    UnexpectedAnswer,
    Violation,
)
from ._model import Answer, Part, Request
from ._queue import Log, Status

__all__ = [
    "ENDPOINTS",
    "Answer",
    "ApiError",
    "AsyncFal",
    "AsyncHandle",
    "Fal",
    "FalError",
    "Handle",
    "Log",
    "NotFound",
    "Part",
    "RateLimited",
    "Refused",
    "Request",
    "ServerError",
    "Status",
    "Timeout",
    "TransportError",
    "Unauthorized",
    "UnexpectedAnswer",
    "Violation",
]
