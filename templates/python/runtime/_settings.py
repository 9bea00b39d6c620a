# The runtime of fal-codegen, from templates/python/runtime/_settings.py: edit it there.
"""Settings of a client, given once for all its calls."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, SupportsIndex, TypedDict, cast


class CallSettings(TypedDict, total=False):
    """Settings that a copy of a client may have of its own: `fal.with_options(…)`.

    `key`, else FAL_KEY, else FAL_KEY_ID and FAL_KEY_SECRET, is needed at the first call. A call
    that failed for the moment is retried up to `retries` times, 4 unless set; one that makes work
    only if the service did nothing about it. `headers` go along with every call to the service, as
    the key does.

    `timeout` is in seconds, for everything one method does, with its retries; None, unless set, to
    wait for a job as long as it takes. `http_timeout` is in seconds too, 600 unless set, for each
    HTTP exchange from its first byte to its last; of a stream, for the time until each event. In
    its place holds a `timeout` that was given, where `run` waits for the model.
    `max_reply_bytes`, 64 MiB unless set, is how large a reply may be after decompression, and each
    event of a stream.
    """

    key: str | None
    timeout: float | None
    http_timeout: float
    max_reply_bytes: int
    retries: int
    headers: Mapping[str, str] | None


class Settings(CallSettings, total=False):
    """Settings of `Fal` and `AsyncFal`, each with a default.

    To those of `CallSettings` come the ones of the connections: `gateway`, else FAL_GATEWAY, is one
    URL that stands in front of all of fal's hosts and finds the host in the first path segment.
    `proxy` is the URL of a proxy and `ca` a PEM file with the authorities to trust; else the
    environment decides, as httpx reads it: HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE and their like.
    `clock` gives seconds and `random` a number from 0 to 1, for tests.
    """

    gateway: str | None
    proxy: str | None
    ca: str | Path | None
    clock: Callable[[], float]
    random: Callable[[], float]


_OPTIONAL = frozenset({"key", "headers", "gateway", "proxy", "ca"})
"""Settings that a program may hand on without having them."""


class _Unshown(str):
    """A text that its `repr` does not show, nor that of a part of it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'[not shown]'"

    def __getitem__(self, place: SupportsIndex | slice, /) -> str:
        return _Unshown(super().__getitem__(place))


def prepare(settings: CallSettings) -> None:
    """Keep the key and headers from what shows the variables of a traceback.

    What may be None goes where it is, as if it were not given.
    """
    values = cast("dict[str, object]", settings)
    for name, value in [*values.items()]:
        if value is None and name in _OPTIONAL:
            del values[name]
        else:
            values[name] = unshown(value)


def hide_headers(options: Any) -> None:
    """Keep headers from there as well alone, whatever they are called by mistake."""
    for name in options:
        if "header" in name:
            options[name] = unshown(options[name])


def unshown(value: Any) -> Any:
    """Give texts that are not shown; of bytes and lists, which are refused, only the type."""
    if isinstance(value, str):
        return _Unshown(value)
    if isinstance(value, Mapping):
        named = cast("Mapping[object, object]", value)
        return {name: unshown(each) for name, each in named.items()}
    empty: tuple[Any, ...] = b"", bytearray(), [], ()
    return next((each for each in empty if isinstance(value, type(each))), value)


def refuse_unnamed(kind: type, *, unnamed: bool) -> None:
    """Raise `TypeError` for settings without a name; one may be the key, so they do not come."""
    if unnamed:
        raise TypeError(f"{kind.__name__} takes its settings by name: {kind.__name__}(key=…)")
