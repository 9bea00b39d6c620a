# The runtime of fal-codegen, from templates/python/runtime/_connection.py: edit it there.
"""The httpx client that a driver uses: how ours is made, and which given one is refused."""

import ssl
from collections.abc import Callable
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TypedDict, TypeVar

import httpx

from ._authorities import tls_context
from ._body import ACCEPTED
from ._errors import FalError
from ._hints import what_it_is
from ._network import keep_time_limits
from ._settings import Settings

C = TypeVar("C", httpx.Client, httpx.AsyncClient)

_LIMITS = httpx.Limits(max_connections=500, max_keepalive_connections=500)
"""A thread that waits for a job holds a connection; 500 are fewer files than a process may usually
open. An `AsyncFal` does not use as many."""


NAME = (__package__ or "").replace("_", "-")
"""What this package is installed as, whatever its project calls it."""


class ClientArguments(TypedDict, total=False):
    """What an httpx client is made with, by httpx's own names."""

    cookies: CookieJar
    headers: dict[str, str]
    limits: httpx.Limits
    proxy: str
    verify: ssl.SSLContext


def open_client(settings: Settings) -> httpx.Client:
    """Make a client of our own; raises `OSError` for an unreadable `ca`."""
    http = _made(httpx.Client, settings)
    keep_time_limits(http)
    return http


def open_async_client(settings: Settings) -> httpx.AsyncClient:
    """As `open_client`."""
    return _made(httpx.AsyncClient, settings)


def refuse_other(http: object, kind: type[httpx.Client | httpx.AsyncClient]) -> None:
    """Raise `TypeError` for a client of the other kind, before anything is sent with it."""
    if not isinstance(http, kind):
        raise TypeError(f"http is an httpx.{kind.__name__}, not {what_it_is(http)}")


def refuse_closed(http: httpx.Client | httpx.AsyncClient) -> None:
    """Raise `FalError` for a client that was closed."""
    if http.is_closed:
        raise FalError("this client is closed: use it inside its `with` block, or make another")


def refuse_other_loop(error: RuntimeError) -> None:
    """Raise `FalError` for connections that belong to an event loop which is over."""
    if str(error) == "Event loop is closed":  # as asyncio says it
        said = "this client was used in an event loop that is over: make one in each"
        raise FalError(f"{said}, as in `async with AsyncFal() as fal:`") from None


def _made(kind: Callable[..., C], settings: Settings) -> C:
    try:
        return kind(**_arguments(settings))
    except httpx.InvalidURL:  # says neither whose it is nor only what may be said of it
        named = "proxy" if "proxy" in settings else "HTTPS_PROXY, HTTP_PROXY or ALL_PROXY"
    raise ValueError(f"{named} is no URL that can be read")


def _no_cookies() -> CookieJar:
    """Give a jar that stays empty: what one key was told must not be sent with another."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=()))


def _arguments(settings: Settings) -> ClientArguments:
    headers = {"User-Agent": NAME, "Accept-Encoding": ACCEPTED}
    arguments: ClientArguments = {
        "headers": headers,
        "limits": _LIMITS,
        "cookies": _no_cookies(),
        "verify": tls_context(settings),
    }
    if proxy := settings.get("proxy"):
        arguments["proxy"] = proxy
    return arguments
