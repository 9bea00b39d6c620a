"""fal.ai: documents and documentation pages, for anyone."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from itertools import count
from random import Random
from typing import TypeAlias

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from fal_codegen.contract import Document, EndpointId, Json, digest
from fal_codegen.emulator.wire import ServiceResponse, endpoint_id

Pages: TypeAlias = Callable[[EndpointId], str | None]
"""Where an endpoint's page is found: its `llms.txt`, or None."""


class Site:
    """The web site, as far as programs read it."""

    def __init__(self, documents: Mapping[EndpointId, Document], pages: Pages) -> None:
        self._documents = documents
        self._pages = pages
        self._fetches = count()

    def routes(self) -> list[Route]:
        """List what it answers."""
        return [
            Route("/api/openapi/queue/openapi.json", self._document),
            Route("/models/{id:path}/llms.txt", self._page),
        ]

    async def _document(self, request: Request) -> Response:
        document = self._documents.get(endpoint_id(request.query_params.get("endpoint_id", "")))
        if document is None:
            raise HTTPException(404, "There is no document of this endpoint.")
        return _conditional(
            request,
            digest(document),
            lambda: ServiceResponse(shuffled(document, next(self._fetches))),
        )

    async def _page(self, request: Request) -> Response:
        page = self._pages(endpoint_id(request.path_params["id"]))
        if page is None:
            raise HTTPException(404, "There is no page of this endpoint.")
        return _conditional(request, page, lambda: PlainTextResponse(page))


def _conditional(request: Request, content: str, answer: Callable[[], Response]) -> Response:
    """Answer, or say that the caller has it already.

    That the service sends an ETag at all, and a weak one, is a guess: nobody has seen its headers.
    """
    etag = f'W/"{sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'
    known = request.headers.get("if-none-match", "")
    made = Response(status_code=304) if etag in known.split(", ") else answer()
    made.headers["etag"] = etag
    return made


def shuffled(value: Json, fetch: int) -> Json:
    """Give the same value with the keys of its objects in an order of this fetch's own.

    The service answers so: two fetches of an unchanged document differ in nothing else.
    """
    return _shuffle(value, Random(fetch))  # noqa: S311 - repeatable, and guards nothing


def _shuffle(value: Json, random: Random) -> Json:
    match value:
        case dict():
            names = random.sample(list(value), len(value))
            return {name: _shuffle(value[name], random) for name in names}
        case list():
            return [_shuffle(item, random) for item in value]
        case _:
            return value
