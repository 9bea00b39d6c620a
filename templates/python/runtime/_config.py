# The runtime of fal-codegen, from templates/python/runtime/_config.py: edit it there.
"""What a client works with: its settings, completed from the environment and from defaults."""

import os
import random
import re
import time
from collections.abc import Callable, Generator
from typing import NamedTuple

import httpx

from ._errors import FalError
from ._options import refuse_unknown
from ._retry import RetryPolicy
from ._settings import Settings

_LONGEST = 1e9  # seconds; sockets know nothing longer


class ApiKey(httpx.Auth):
    """The key to the service. It enters a request at the last moment and is shown by nothing."""

    __slots__ = ("_text", "_wrong")  # so that printing an object's __dict__ does not show them

    def __init__(self, text: str | None) -> None:
        self._text = (text or "").strip()
        self._wrong = "" if self._text else "no key: set FAL_KEY, or pass key="
        if re.search("[^!-~]", self._text):
            self._wrong = "the key is not of visible ASCII characters alone"

    def check(self) -> None:
        """Raise `FalError` if there is no key, or one that no header can carry."""
        if self._wrong:
            raise FalError(self._wrong)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Authenticate a request."""
        request.headers["Authorization"] = f"Key {self._text}"
        yield request


class Config(NamedTuple):
    """What holds for every flow; `timeout` is in seconds, for each as a whole."""

    key: ApiKey
    timeout: float
    clock: Callable[[], float]
    retry_policy: RetryPolicy


def load_config(settings: Settings) -> Config:
    """Complete the settings.

    Raises `TypeError` for a setting that does not exist, `ValueError` for an impossible timeout.
    """
    refuse_unknown(settings, Settings.__annotations__)
    timeout = settings.get("timeout", 600.0)
    if not 0 <= timeout <= _LONGEST:
        raise ValueError("timeout is in seconds, from 0 to 1e9")
    retries, dice = settings.get("retries", 4), settings.get("random", random.random)
    return Config(
        key=ApiKey(settings.get("key") or os.environ.get("FAL_KEY")),
        timeout=timeout,
        clock=settings.get("clock", time.monotonic),
        retry_policy=RetryPolicy(retries, dice),
    )
