"""Clients of httpx, opened for a run, and the proxy that they go through."""

from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpx

from fal_codegen.errors import SourceBroken


def open_http(**settings: Any) -> httpx.Client:  # noqa: ANN401 - httpx's own settings
    """Open a client. Raises `SourceBroken` where the environment names a proxy that is none."""
    try:
        return httpx.Client(**settings)
    except (ValueError, httpx.InvalidURL, ImportError) as error:
        why = str(error).partition(". Make sure")[0]
        raise SourceBroken(f"the proxy that the environment names cannot be used: {why}") from None


def proxy_before(url: httpx.URL) -> str:
    """Name the proxy that the environment puts before a URL: host and port alone, or nothing."""
    proxies = getproxies()  # what httpx asks, too
    named = proxies.get(url.scheme) or proxies.get("all") or ""
    if not named or proxy_bypass(url.host):
        return ""
    whole = named if "://" in named else f"http://{named}"
    return whole.partition("://")[2].rpartition("@")[2].partition("/")[0]
