"""Clients of httpx, opened for a run."""

from typing import Any

import httpx

from fal_codegen.errors import SourceBroken


def open_http(**settings: Any) -> httpx.Client:  # noqa: ANN401 - httpx's own settings
    """Open a client. Raises `SourceBroken` where the environment names a proxy that is none."""
    try:
        return httpx.Client(**settings)
    except (ValueError, httpx.InvalidURL, ImportError) as error:
        why = str(error).partition(". Make sure")[0]
        raise SourceBroken(f"the proxy that the environment names cannot be used: {why}") from None
