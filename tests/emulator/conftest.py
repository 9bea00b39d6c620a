from collections.abc import Iterator

import httpx
import pytest
from fal_codegen.contract import Document, EndpointId, Json
from fal_codegen.emulator import emulator, running
from starlette.types import ASGIApp, Receive, Scope, Send

from tests import documents
from tests.documents import part

PAINT = EndpointId("acme/painter")
RETOUCH = EndpointId("acme/painter/retouch")
WRITE = EndpointId("acme/scribe")
HARD = EndpointId("acme/riddle")
KEY = {"authorization": "Key canary-id:canary-secret"}

INPUT: dict[str, Json] = {
    "type": "object",
    "required": ["prompt"],
    "properties": {
        "prompt": {"type": "string", "minLength": 3, "maxLength": 40},
        "num_images": {"type": "integer", "minimum": 1, "maximum": 4, "default": 1},
        "seed": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        "aspect_ratio": {"anyOf": [{"enum": ["auto", "2:1", "1:4"]}, {"type": "null"}]},
        "output_format": {"enum": ["jpeg", "png", "webp"], "default": "webp"},
        "resolution": {"enum": ["0.5K", "1K", "2K", "4K"], "default": "1K"},
        "sync_mode": {"type": "boolean", "default": False},
        "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 1},
    },
}
PICTURE: dict[str, Json] = {
    "type": "object",
    "required": ["url"],
    "properties": {
        "width": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        "height": {"type": "integer"},
        "url": {"type": "string"},
        "file_name": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "content_type": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "file_size": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
    },
    "x-fal-order-properties": [
        "url",
        "content_type",
        "file_name",
        "file_size",
        "width",
        "height",
    ],
}
PICTURES: dict[str, Json] = {
    "type": "object",
    "required": ["images", "description"],
    "properties": {
        "images": {"type": "array", "items": {"$ref": "#/components/schemas/Picture"}},
        "description": {"type": "string"},
    },
}
TEXT: dict[str, Json] = {
    "type": "object",
    "required": ["text", "pages"],
    "properties": {
        "text": {"type": "string", "minLength": 2},
        "pages": {"type": "integer", "minimum": 1},
        "note": {"type": "string"},
    },
}
RIDDLE: dict[str, Json] = {
    "type": "object",
    "required": ["answer"],
    "properties": {"answer": {"type": "string", "pattern": "^a$", "minLength": 2}},
}


def document(id_: EndpointId, output: Json) -> Document:
    return documents.document(part("Ask"), output, {"Ask": INPUT, "Picture": PICTURE}, id_)


DOCUMENTS = {
    PAINT: document(PAINT, PICTURES),
    RETOUCH: document(RETOUCH, PICTURES),
    WRITE: document(WRITE, TEXT),
    HARD: document(HARD, RIDDLE),
}
PAGES = {PAINT: "# Painter\n\nIt paints — nothing else.\n"}


SAID = "The emulator made this text in place of an answer to: a red boat"
WRITTEN = {"text": SAID, "pages": 1, "note": SAID}
"""What the writer answers to "a red boat"."""


class Stage:
    """One server for all tests, which takes a while to end; each test puts its own emulator on."""

    def __init__(self) -> None:
        self.url = ""
        self.app: ASGIApp = emulator({})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    stage = Stage()
    with running(stage) as stage.url:
        yield stage


@pytest.fixture
def client(stage: Stage) -> Iterator[httpx.Client]:
    """Give a client with a key, its base the root of a fresh emulator."""
    stage.app = emulator(DOCUMENTS, PAGES.get)
    with httpx.Client(base_url=stage.url, headers=KEY) as client:
        yield client
