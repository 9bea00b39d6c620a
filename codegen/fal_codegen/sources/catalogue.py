"""The catalogue: every endpoint of the service with its document, page by page."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote

import httpx

from fal_codegen.contract import EndpointId, Json, parse, pretty
from fal_codegen.errors import SourceBroken
from fal_codegen.sources.download import address
from fal_codegen.sources.retry import Sleep, get

_HOST = "api.fal.ai"
_PATH = "/v1/models"
_LIMIT = 50
"""Endpoints a page; each brings its document along."""
_OK = 200


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the catalogue: documents by endpoint, what has none, and where it goes on.

    `following` is the cursor of the next page, empty on the last one.
    """

    documents: dict[EndpointId, bytes]
    missing: tuple[str, ...]
    following: str


def listings(
    http: httpx.Client,
    gateway: str | None,
    cursor: str,
    sleep: Sleep = time.sleep,
) -> Iterator[Listing]:
    """Walk the catalogue from a cursor on, from the start where it is empty.

    Raises `SourceBroken` when the service does not answer, or not in its form.
    """
    start = f"{address(_HOST, gateway)}{_PATH}?limit={_LIMIT}&expand=openapi-3.0"
    going = True
    while going:
        here = f"&cursor={quote(cursor, safe='')}" if cursor else ""
        page = _listing(_get(http, f"{start}{here}", sleep))
        yield page
        going = bool(page.following) and page.following != cursor
        cursor = page.following


def _get(http: httpx.Client, url: str, sleep: Sleep) -> Json:
    answer = get(http, url, sleep=sleep)
    if answer.status != _OK:
        raise SourceBroken(f"{url} answered {answer.status}")
    try:
        return parse(answer.body)
    except ValueError as error:
        raise SourceBroken(f"{url}: {error}") from None


def _listing(value: Json) -> Listing:
    listing: Any = value
    documents: dict[EndpointId, bytes] = {}
    missing: list[str] = []
    try:
        for model in listing["models"]:
            name, document = str(model["endpoint_id"]), model.get("openapi")
            if isinstance(document, dict) and "error" not in document:
                documents[EndpointId(name)] = pretty(cast("Json", document))
            else:
                missing.append(f"{name}: the catalogue has no document of it")
        following = listing.get("next_cursor") if listing.get("has_more") else ""
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise SourceBroken(f"{_HOST}{_PATH}: not a page of the catalogue: {error}") from None
    return Listing(documents, tuple(missing), str(following or ""))
