"""Getting a URL as often as the service asks for: it says when to come again, or is left alone."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from fal_codegen.sources.cache import Cache
from fal_codegen.sources.download import Answer, download

Sleep = Callable[[float], object]

_OK, _NOT_MODIFIED, _TOO_MANY = 200, 304, 429
_TRIES = 6
_LONGEST_WAIT = 60.0
"""Seconds a wait lasts at most when the service asks for one: without a key about ten calls go."""


def get(
    http: httpx.Client,
    url: str,
    *,
    key: str = "",
    cache: Cache | None = None,
    sleep: Sleep = time.sleep,
) -> Answer:
    """Get a URL, waiting where the service is asked too often.

    What is in the cache under the key is asked for on the condition that it has changed, and taken
    from there where it has not. Raises `SourceBroken`.
    """
    known = cache.load(key) if cache else None
    headers = {"If-None-Match": known.etag} if known else {}
    answer = download(http, url, headers)
    for attempt in range(_TRIES):
        if answer.status != _TOO_MANY:
            break
        sleep(_wait(answer, attempt))
        answer = download(http, url, headers)
    if known and answer.status == _NOT_MODIFIED:
        return Answer(_OK, answer.headers, known.body)
    if cache and answer.status == _OK and (etag := answer.headers.get("etag")):
        cache.save(key, etag, answer.body)
    return answer


def _wait(answer: Answer, attempt: int) -> float:
    """Give the seconds to wait: what the service asks for, else twice as long each time."""
    asked = _asked(answer.headers.get("retry-after", ""))
    return min(2.0**attempt if asked is None else max(asked, 0.0), _LONGEST_WAIT)


def _asked(text: str) -> float | None:
    """Read a Retry-After: seconds, or the date to wait for; None for what is neither."""
    if text.replace(".", "", 1).isdecimal():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    return (until.astimezone(UTC) - datetime.now(UTC)).total_seconds()
