"""On what terms the service is spoken to: whose key, how long, how patiently."""

import os
import random
import re
import time
from collections.abc import Callable, Generator
from typing import NamedTuple

import httpx

from ._errors import FalError
from ._options import refuse_unknown
from ._patience import Patience
from ._settings import Settings

_LONGEST = 1e9  # seconds; sockets know nothing longer


class Key(httpx.Auth):
    """The key to the service. It enters a request at the last moment and is shown by nothing."""

    __slots__ = ("_text", "_wrong")  # what tours an object's __dict__ does not find them

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
        """Sign a request."""
        request.headers["Authorization"] = f"Key {self._text}"
        yield request


class Terms(NamedTuple):
    """What holds for every conversation; `timeout` is in seconds, for each as a whole."""

    key: Key
    timeout: float
    clock: Callable[[], float]
    patience: Patience


def terms(settings: Settings) -> Terms:
    """Give the terms on which it is spoken to.

    Raises `TypeError` for a setting that is none, `ValueError` for a timeout nobody can keep.
    """
    refuse_unknown(settings, Settings.__annotations__)
    timeout = settings.get("timeout", 600.0)
    if not 0 <= timeout <= _LONGEST:
        raise ValueError("timeout is in seconds, from 0 to 1e9")
    return Terms(
        key=Key(settings.get("key") or os.environ.get("FAL_KEY")),
        timeout=timeout,
        clock=settings.get("clock", time.monotonic),
        patience=Patience(settings.get("retries", 4), settings.get("random", random.random)),
    )
