"""The catalogue of endpoints, page by page, for anyone."""

from collections.abc import Iterator, Mapping
from typing import Any

from starlette.requests import Request

from fal_codegen.contract import Document, EndpointId, Json, resolve_pointer
from fal_codegen.emulator.access.key import has_key
from fal_codegen.emulator.address import SITE, base
from fal_codegen.emulator.identity import moment
from fal_codegen.emulator.platform.paging import page
from fal_codegen.emulator.platform.questions import Questions
from fal_codegen.emulator.platform.records import ids_of
from fal_codegen.emulator.wire import ServiceResponse

_STATUS = "active"  # every endpoint with a document runs


class Catalogue:
    """The list of everything the emulator has, in the order of ids; a cursor is the next id."""

    def __init__(
        self, documents: Mapping[EndpointId, Document], questions: Questions, key: str
    ) -> None:
        self._documents = documents
        self._questions = questions
        self._key = key

    async def models(self, request: Request) -> ServiceResponse:
        """Answer a page of what is asked for."""
        asked = await self._questions.read(request, "SearchModels")
        shown, more = page([*self._wanted(asked)], asked, str)
        known = has_key(request.scope, self._key)
        site = base(request, SITE)
        return ServiceResponse(
            {"models": [self._model(id_, asked, site, known=known) for id_ in shown], **more}
        )

    def _wanted(self, asked: Mapping[str, Any]) -> Iterator[EndpointId]:
        """Walk the ids that are left."""
        named, words = ids_of(asked), asked.get("q", "").lower().split()
        if asked.get("status", _STATUS) != _STATUS:
            return
        for id_, document in sorted(self._documents.items()):
            described = _described(document)
            text = f"{id_} {described['description']} {described['category']}".lower()
            right = asked.get("category", described["category"]) == described["category"]
            if right and (not named or id_ in named) and all(word in text for word in words):
                yield id_

    def _model(
        self, id_: EndpointId, asked: Mapping[str, Any], site: str, *, known: bool
    ) -> dict[str, Json]:
        document, expand = self._documents[id_], asked.get("expand", ())
        metadata = _metadata(id_, document, site)
        metadata["is_favorited"] = False if known else None
        model: dict[str, Json] = {"endpoint_id": str(id_), "metadata": metadata}
        if "openapi-3.0" in expand:
            model["openapi"] = document
        if "enterprise_status" in expand:
            model["enterprise_status"] = "ready"
        return model


def _metadata(id_: EndpointId, document: Document, site: str) -> dict[str, Json]:
    """Give what the catalogue says; a document has no name, no tags and no dates."""
    described, app = _described(document), id_.app
    return {
        "display_name": str(id_),
        **described,
        "status": _STATUS,
        "tags": [],
        "updated_at": moment(0, 0),
        "is_favorited": None,
        "thumbnail_url": resolve_pointer(document, "/info/x-fal-metadata/thumbnailUrl") or "",
        "model_url": f"{site}/models/{id_}",
        "date": moment(0, 0),
        "highlighted": False,
        "pinned": False,
        "license_type": "commercial",
        "group": {"key": app, "label": id_.removeprefix(app).strip("/") or app},
        "kind": "inference",
        "duration_estimate": 1,
    }


def _described(document: Document) -> dict[str, Json]:
    """Give what a document tells of its endpoint."""
    known = resolve_pointer(document, "/info/x-fal-metadata")
    return {
        "category": resolve_pointer(known, "/category") or "",
        "description": resolve_pointer(known, "/about") or "",
    }
