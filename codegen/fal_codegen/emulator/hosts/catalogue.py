"""api.fal.ai: the catalogue of endpoints, page by page, for anyone."""

from collections.abc import Iterator, Mapping

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route

from fal_codegen.contract import Document, EndpointId, Json, resolve_pointer
from fal_codegen.emulator.wire import ServiceResponse, parse_number

_LIMIT = 50
_PRICE: Mapping[str, Json] = {"unit_price": 0.04, "unit": "images", "currency": "USD"}
_STATUS = "active"  # every endpoint with a document runs


class Catalogue:
    """The list of everything the emulator has, in the order of ids; a cursor is the next id."""

    def __init__(self, documents: Mapping[EndpointId, Document]) -> None:
        self._documents = dict(sorted(documents.items()))

    def routes(self) -> list[Route]:
        """List what it answers."""
        return [Route("/v1/models", self._models), Route("/v1/models/pricing", self._pricing)]

    async def _models(self, request: Request) -> ServiceResponse:
        """Answer a page: `limit`, `cursor` and `expand`, of what the other parameters leave."""
        asked = request.query_params
        limit = parse_number(asked.get("limit", str(_LIMIT)))
        if limit is None or not 0 < limit <= _LIMIT:
            raise HTTPException(400, f"A limit is a number from 1 to {_LIMIT}.")
        left = [id_ for id_ in self._wanted(asked) if id_ >= asked.get("cursor", "")]
        shown, following = left[:limit], left[limit:]
        expand = "openapi-3.0" in asked.getlist("expand")
        return ServiceResponse(
            {
                "models": [self._model(id_, expand=expand) for id_ in shown],
                "next_cursor": str(following[0]) if following else None,
                "has_more": bool(following),
            }
        )

    async def _pricing(self, request: Request) -> ServiceResponse:
        """Answer the prices of the endpoints asked for: one made-up price for all."""
        asked = ",".join(request.query_params.getlist("endpoint_id")).split(",")
        known = [id_ for id_ in self._documents if id_ in asked]
        if not known:
            raise HTTPException(404, "None of these endpoints exists.")
        return ServiceResponse({"prices": [{"endpoint_id": str(id_), **_PRICE} for id_ in known]})

    def _wanted(self, asked: QueryParams) -> Iterator[EndpointId]:
        """Walk the ids that `endpoint_id` (once or often), `category` and `status` leave."""
        named, category = asked.getlist("endpoint_id"), asked.get("category")
        if asked.get("status", _STATUS) != _STATUS:
            return
        for id_, document in self._documents.items():
            if named and id_ not in named:
                continue
            if category in (None, _metadata(document)["category"]):
                yield id_

    def _model(self, id_: EndpointId, *, expand: bool) -> Json:
        document = self._documents[id_]
        entry = {"display_name": str(id_), **_metadata(document), "status": _STATUS}
        model: dict[str, Json] = {"endpoint_id": str(id_), "metadata": entry}
        return {**model, "openapi": document} if expand else model


def _metadata(document: Document) -> dict[str, Json]:
    """Give what a document tells of its endpoint; it has no name, no tags and no dates."""
    known = resolve_pointer(document, "/info/x-fal-metadata")
    return {
        "category": resolve_pointer(known, "/category"),
        "description": resolve_pointer(known, "/about") or "",
    }
