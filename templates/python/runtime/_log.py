# The runtime of fal-codegen, from templates/python/runtime/_log.py: edit it there.
"""One line for each call, to the logger that is called like this package; never a body or a key."""

import logging
import time

from ._shown import shown_address
from ._wire import Call, Failure, Reply

_LOGGER = logging.getLogger(__package__)


class CallLog:
    """Tells of the calls of one flow, one after the other."""

    def __init__(self) -> None:
        self._began = 0.0

    def begin(self) -> None:
        """Note when a call is sent."""
        self._began = time.perf_counter()

    def end(self, call: Call, outcome: Reply | Failure) -> None:
        """Tell what came of a call, and of its URL nothing that may be a permission."""
        if not _LOGGER.isEnabledFor(logging.INFO):
            return
        host, _, path = shown_address(call.url).partition("://")[2].partition("/")
        said = outcome.headers.get("x-fal-request-id") if isinstance(outcome, Reply) else None
        _LOGGER.info(
            "%s %s /%s: %s in %.0f ms, attempt %d, request %s",
            call.method,
            host,
            path,
            outcome.status if isinstance(outcome, Reply) else "no reply",
            (time.perf_counter() - self._began) * 1000,
            call.attempt,
            call.request_id or ascii((said or "-")[:80]).strip("'"),
        )
