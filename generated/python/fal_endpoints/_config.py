# The runtime of fal-codegen, from templates/python/runtime/_config.py: edit it there.
"""What a client works with: its settings, completed from the environment and from defaults."""

import math
import random
import re
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

from ._hints import what_it_is
from ._key import ApiKey
from ._options import OwnHeaders, check_options, is_number, refuse_unknown
from ._retry import RetryPolicy
from ._settings import Settings

_LONGEST = 1e9  # seconds; sockets know nothing longer
_HTTP_TIMEOUT = 600.0
"""Seconds; our own choice, for an endpoint that answers on the same connection."""
_TEXTS = frozenset({"key", "gateway", "proxy"})
_PROXY = re.compile("(?:https?|socks5h?)://", re.IGNORECASE)
_MAX_REPLY_BYTES = 64 * 2**20  # our own choice; an image as a data URI takes a few of them


class Config(NamedTuple):
    """What holds for every flow. `timeout` and `http_timeout` are in seconds."""

    key: ApiKey
    timeout: float
    http_timeout: float
    max_reply_bytes: int
    clock: Callable[[], float]
    retry_policy: RetryPolicy
    headers: Mapping[str, str]


def load_config(settings: Settings) -> Config:
    """Complete the settings.

    Raises `TypeError` for a setting that does not exist, `ValueError` for an impossible value.
    """
    refuse_unknown(settings, Settings)
    timeout, http_timeout = settings.get("timeout"), settings.get("http_timeout", _HTTP_TIMEOUT)
    for name, value in settings.items():
        if name in _TEXTS and not isinstance(value, str):
            raise TypeError(f"{name} is a text, not {what_it_is(value)}")
    proxy, headers = settings.get("proxy"), settings.get("headers")
    if not (proxy is None or _PROXY.match(proxy)):
        raise ValueError("proxy is an http, https, socks5 or socks5h URL, as http://127.0.0.1:3128")
    if timeout is not None and not (is_number(timeout) and 0 <= timeout <= _LONGEST):
        raise ValueError("timeout is in seconds, from 0 to 1e9, or None")
    if not (is_number(http_timeout) and 0 < http_timeout <= _LONGEST):
        raise ValueError("http_timeout is in seconds, more than 0 and up to 1e9")
    max_reply_bytes = settings.get("max_reply_bytes", _MAX_REPLY_BYTES)
    if not (is_number(max_reply_bytes, int) and max_reply_bytes >= 1):
        raise ValueError("max_reply_bytes is at least 1")
    retries, jitter = settings.get("retries", 4), settings.get("random", random.random)
    if not (is_number(retries, int) and retries >= 0):
        raise ValueError("retries is a number of calls, 0 or more")
    if headers not in (None, {}):  # else most clients would build a validator for nothing
        check_options({"headers": headers}, OwnHeaders)
    return Config(
        key=ApiKey(settings.get("key")),
        timeout=math.inf if timeout is None else timeout,
        http_timeout=http_timeout,
        max_reply_bytes=max_reply_bytes,
        clock=settings.get("clock", time.monotonic),
        retry_policy=RetryPolicy(retries, jitter),
        headers=headers or {},
    )
