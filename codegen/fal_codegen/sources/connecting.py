"""Clients of httpx, opened for a run, and the proxy that they go through."""

import re
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpx

from fal_codegen.errors import SourceBroken

_ADVICE_OR_VALUE = re.compile(r"\. Make sure| URL\(|: '")
"""What httpx goes on with: advice, or the part of the URL that is wrong, which may be a secret."""


def open_http(**settings: Any) -> httpx.Client:  # noqa: ANN401 - httpx's own settings
    """Open a client. Raises `SourceBroken` where the environment names a proxy that is none."""
    try:
        return httpx.Client(**settings)
    except (ValueError, httpx.InvalidURL, ImportError) as error:
        why = _ADVICE_OR_VALUE.split(str(error))[0]
        raise SourceBroken(f"the proxy that the environment names cannot be used: {why}") from None


def proxy_before(url: httpx.URL) -> str:
    """Name the proxy that the environment puts before a URL: host and port alone, or nothing."""
    proxies = getproxies()  # what httpx asks, too
    named = proxies.get(url.scheme) or proxies.get("all") or ""
    if not named or proxy_bypass(url.host):
        return ""
    whole = named if "://" in named else f"http://{named}"
    return httpx.URL(whole).netloc.decode()
