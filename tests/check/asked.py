"""Endpoints and a request whose answers are held to what it asks for."""

from fal_codegen.contract import Document, Endpoint, EndpointId, FilePlace, Json
from fal_codegen.openapi import read_document

from tests.documents import CONTRACTS, document, family, fields

ROOT = CONTRACTS.parent
HERE = FilePlace("cassettes")
PRO = "fal-ai/nano-banana-pro"
SIZED = EndpointId("acme/sized")
FILE = fields(
    "url",
    "width",
    "height",
    url={"type": "string"},
    width={"type": "integer"},
    height={"type": "integer"},
)
DOCUMENTS: dict[EndpointId, Document] = {
    **{EndpointId(id_): each for id_, each in family().items()},
    SIZED: document(
        fields("prompt", prompt={"type": "string"}, image_size={}),
        fields("images", images={"type": "array", "items": FILE}),
        id_=SIZED,
    ),
}
ASKING: dict[str, Json] = {
    "prompt": "a red door",
    "num_images": 2,
    "aspect_ratio": "16:9",
    "resolution": "2K",
    "output_format": "jpeg",
    "seed": 7,
    "sync_mode": False,
}


def endpoint_of(id_: EndpointId) -> Endpoint:
    found = read_document(DOCUMENTS[id_]).endpoint
    assert found
    return found
