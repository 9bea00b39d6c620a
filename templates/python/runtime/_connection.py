"""The client of httpx that a line uses: how ours is made, and which given one will do."""

import ssl
from typing import TypedDict

import httpx

from ._settings import Settings

_LIMITS = httpx.Limits(max_connections=500, max_keepalive_connections=500)
"""A thread that waits for a job holds a connection; 500 are fewer files than a process may usually
open. An `AsyncFal` does not use as many."""


class Connection(TypedDict, total=False):
    """What httpx is told, by its own names."""

    headers: dict[str, str]
    limits: httpx.Limits
    proxy: str
    verify: ssl.SSLContext


def connection(settings: Settings) -> Connection:
    """Give what a client of our own is made with; raises `OSError` for an unreadable `ca`."""
    made: Connection = {"headers": {"User-Agent": "fal-endpoints"}, "limits": _LIMITS}
    if "proxy" in settings:
        made["proxy"] = settings["proxy"]
    if "ca" in settings:
        made["verify"] = ssl.create_default_context(cafile=settings["ca"])
    return made


def refuse_other(http: object, kind: type[httpx.Client | httpx.AsyncClient]) -> None:
    """Raise `TypeError` for a client of the other kind, before anything is sent with it."""
    if not isinstance(http, kind):
        raise TypeError(f"http must be an httpx.{kind.__name__}")
