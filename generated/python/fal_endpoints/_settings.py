# The runtime of fal-codegen, from templates/python/runtime/_settings.py: edit it there.
"""Settings of a client, given once for all its calls."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypedDict, cast


class CallSettings(TypedDict, total=False):
    """Settings that a copy of a client may have of its own: `fal.with_options(…)`.

    `key`, else FAL_KEY, else FAL_KEY_ID and FAL_KEY_SECRET, is needed at the first call. A call
    that failed for the moment is retried up to `retries` times, 4 unless set; one that makes work
    only if the service did nothing about it. `headers` go along with every call to the service, as
    the key does.

    `timeout` is in seconds, for everything one method does, with its retries; None, unless set, to
    wait for a job as long as it takes. `http_timeout` is in seconds too, 600 unless set, for each
    HTTP exchange from its first byte to its last; of a stream, for the time between two events.
    `max_reply_bytes`, 64 MiB unless set, is how large a reply may be after decompression, and each
    event of a stream.
    """

    key: str
    timeout: float | None
    http_timeout: float
    max_reply_bytes: int
    retries: int
    headers: Mapping[str, str]


class Settings(CallSettings, total=False):
    """Settings of `Fal` and `AsyncFal`, each with a default.

    To those of `CallSettings` come the ones of the connections: `gateway`, else FAL_GATEWAY, is one
    URL that stands in front of all of fal's hosts and finds the host in the first path segment.
    `proxy` is the URL of a proxy and `ca` a PEM file with the authorities to trust; else the
    environment decides, as httpx reads it: HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE and their like.
    `clock` gives seconds and `random` a number from 0 to 1, for tests.
    """

    gateway: str
    proxy: str
    ca: str | Path
    clock: Callable[[], float]
    random: Callable[[], float]


class _Unshown(str):
    """A text that its `repr` does not show."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'[not shown]'"


def hide_texts(settings: CallSettings) -> None:
    """Keep texts, one of which is the key, from what shows the variables of a traceback."""
    values = cast("dict[str, object]", settings)
    for name, value in values.items():
        if isinstance(value, str):
            values[name] = _Unshown(value)


def refuse_unnamed(kind: type, values: Sequence[object]) -> None:
    """Raise `TypeError` for settings without a name, and say none of them: one may be the key."""
    if values:
        raise TypeError(f"{kind.__name__} takes its settings by name: {kind.__name__}(key=…)")
