"""What a client is told once, for all it does."""

import os
import random
import ssl
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict

import httpx

from ._options import refuse_unknown
from ._patience import Patience
from ._service import Service
from ._terms import Key, Terms

_LONGEST = 1e9  # seconds; sockets know nothing longer

_LIMITS = httpx.Limits(max_connections=500, max_keepalive_connections=500)
"""A thread that waits for a job holds a connection; 500 are fewer files than a process may usually
open. An `AsyncFal` does not use as many."""


class Settings(TypedDict, total=False):
    """Settings of `Fal` and `AsyncFal`, each with a default.

    `key`, else FAL_KEY, is needed at the first call. `gateway`, else FAL_GATEWAY, is one URL that
    stands in front of all of fal's hosts and finds the host in the first path segment. `timeout`
    is in seconds, 600 unless set, for everything one method does: no call begins after it, and
    none waits for the next word longer than was left of it at first. A call that failed in passing
    is made again up to `retries` times, 4 unless set; one that makes work only if the service did
    nothing about it.

    `proxy` is the URL of a proxy and `ca` a PEM file with the authorities to trust; else the
    environment decides, as httpx reads it: HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE and their like.
    `clock` gives seconds and `random` a number from 0 to 1, for tests.
    """

    key: str
    gateway: str
    timeout: float
    retries: int
    proxy: str
    ca: str | Path
    clock: Callable[[], float]
    random: Callable[[], float]


class Connection(TypedDict, total=False):
    """What httpx is told, by its own names."""

    headers: dict[str, str]
    limits: httpx.Limits
    proxy: str
    verify: ssl.SSLContext


def service(settings: Settings) -> Service:
    """Give the service that is meant."""
    return Service.around(settings.get("gateway"))


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
