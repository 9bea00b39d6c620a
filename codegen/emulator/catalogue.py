"""api.fal.ai: the catalogue of endpoints, page by page, for anyone."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route

from codegen.contract import Document, EndpointId, Json, at
from codegen.emulator.wire import Reply

_LIMIT = 50


class Catalogue:
    """The list of everything the emulator has, in the order of ids; a cursor is the next id."""

    def __init__(self, documents: Mapping[EndpointId, Document]) -> None:
        self._documents = dict(sorted(documents.items()))

    def routes(self) -> list[Route]:
        """List what it answers."""
        return [Route("/v1/models", self._models)]

    async def _models(self, request: Request) -> Reply:
        asked = request.query_params.get("limit", str(_LIMIT))
        if not asked.isdecimal() or not 0 < int(asked) <= _LIMIT:
            raise HTTPException(400, f"A limit is a number from 1 to {_LIMIT}.")
        cursor = request.query_params.get("cursor", "")
        expand = request.query_params.get("expand") == "openapi-3.0"
        left = [id_ for id_ in self._documents if id_ >= cursor]
        shown, following = left[: int(asked)], left[int(asked) :]
        return Reply(
            {
                "models": [self._model(id_, expand=expand) for id_ in shown],
                "next_cursor": str(following[0]) if following else None,
                "has_more": bool(following),
            }
        )

    def _model(self, id_: EndpointId, *, expand: bool) -> Json:
        document = self._documents[id_]
        category = at(document, "/info/x-fal-metadata/category")
        model: dict[str, Json] = {
            "endpoint_id": str(id_),
            "metadata": {"display_name": str(id_), "category": category, "status": "active"},
        }
        return {**model, "openapi": document} if expand else model
