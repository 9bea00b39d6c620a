# The runtime of fal-codegen, from templates/python/runtime/__init__.py: edit it there.
"""A typed client of the fal.ai model API.

    with Fal() as fal:  # the key is in FAL_KEY
        answer = fal.run(painter.Input(prompt="make it night"))  # answer: painter.Output

Every endpoint is a module of this package, as `painter` here; `ENDPOINTS` lists them. A request is
checked where it is written down, only what it sets is sent, and an answer is read as it comes.
"""

from ._client import AsyncFal, Fal
from ._disagreements import Disagreement, DisagreementWarning
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
    UnverifiedWebhook,
    Violation,
)
from ._files import data_uri
from ._handle import AsyncHandle, AsyncStream, Handle, Stream
from ._model import Answer, Part, Request
from ._options import Lifecycle, Options
from ._queue import Log, Status
from ._settings import Settings
from ._storage import Progress
from ._webhook import Delivery

__all__ = [
    "ENDPOINTS",
    "Answer",
    "ApiError",
    "AsyncFal",
    "AsyncHandle",
    "AsyncStream",
    "Delivery",
    "Disagreement",
    "DisagreementWarning",
    "Fal",
    "FalError",
    "Handle",
    "Lifecycle",
    "Log",
    "NotFound",
    "Options",
    "Part",
    "Progress",
    "RateLimited",
    "Refused",
    "Request",
    "ServerError",
    "Settings",
    "Status",
    "Stream",
    "Timeout",
    "TransportError",
    "Unauthorized",
    "UnexpectedAnswer",
    "UnverifiedWebhook",
    "Violation",
    "data_uri",
]
