# The runtime of fal-codegen, from templates/python/runtime/__init__.py: edit it there.
"""A typed client of the fal.ai model API.

    with Fal() as fal:  # the key is in FAL_KEY
        answer = fal.run(painter.Input(prompt="make it night"))  # answer: painter.Output

Every endpoint is a module of this package, as `painter` here; `ENDPOINTS` lists them. A request is
checked where it is written down, only what it sets is sent, and an answer is read as it comes.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from ._async_client import AsyncFal
from ._catalogue import Endpoint
from ._client import Fal
from ._disagreements import Disagreement, DisagreementWarning
from ._endpoints import ENDPOINTS
from ._errors import (
    ApiError,
    BudgetSpent,
    ConnectionEnded,
    FalError,
    NotFound,
    RateLimited,
    Refused,
    ServerError,
    Timeout,
    TransportError,
    Unauthorized,
    UnexpectedAnswer,
    UnverifiedWebhook,
    Violation,
)
from ._files import data_uri
from ._handle import AsyncHandle, AsyncStream, Handle, Stream
from ._json_answer import JsonAnswer
from ._model import Answer, Part, Request
from ._options import IdOptions, Lifecycle, Options, RealtimeOptions
from ._queue import Log, Status
from ._realtime_connection import AsyncRealtime, Realtime
from ._response import Response
from ._settings import Settings
from ._spending import Spending
from ._storage import Progress, UploadOptions
from ._webhook import Delivery

if not TYPE_CHECKING:  # type checkers know what there is

    def __getattr__(name: str) -> object:
        """Import a module of the package, or say by which name here something goes."""
        if name == "platform" or name in ENDPOINTS.modules:
            return import_module(f"{__name__}.{name}")
        from ._official import no_name

        raise no_name(__name__, name, (*__all__, *ENDPOINTS.modules))


__all__ = [
    "ENDPOINTS",
    "Answer",
    "ApiError",
    "AsyncFal",
    "AsyncHandle",
    "AsyncRealtime",
    "AsyncStream",
    "BudgetSpent",
    "ConnectionEnded",
    "Delivery",
    "Disagreement",
    "DisagreementWarning",
    "Endpoint",
    "Fal",
    "FalError",
    "Handle",
    "IdOptions",
    "JsonAnswer",
    "Lifecycle",
    "Log",
    "NotFound",
    "Options",
    "Part",
    "Progress",
    "RateLimited",
    "Realtime",
    "RealtimeOptions",
    "Refused",
    "Request",
    "Response",
    "ServerError",
    "Settings",
    "Spending",
    "Status",
    "Stream",
    "Timeout",
    "TransportError",
    "Unauthorized",
    "UnexpectedAnswer",
    "UnverifiedWebhook",
    "UploadOptions",
    "Violation",
    "data_uri",
]
