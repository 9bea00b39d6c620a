"""Documents of the models that foreign suites call, as far as these need them."""

from collections.abc import Mapping
from types import MappingProxyType

from fal_codegen.contract import Document, EndpointId, Json

from tests.documents import document, fields

TEXT: Json = {"type": "string"}
COUNT: Json = {"type": "integer"}
FILE = fields("url", url=TEXT, content_type=TEXT, file_name=TEXT, file_size=COUNT)
PICTURE = fields("url", "width", "height", url=TEXT, width=COUNT, height=COUNT, content_type=TEXT)
PICTURES = fields(
    "images",
    "seed",
    images={"type": "array", "items": PICTURE},
    timings={"type": "object", "additionalProperties": {"type": "number"}},
    seed=COUNT,
    has_nsfw_concepts={"type": "array", "items": {"type": "boolean"}},
    prompt=TEXT,
)
SEED: Json = {"anyOf": [COUNT, {"type": "null"}]}
SIZE: Json = {
    "anyOf": [{"type": "string"}, fields(width=COUNT, height=COUNT)],
    "default": "square_hd",
}
PAINTING = fields("prompt", prompt=TEXT, seed=SEED, image_size=SIZE, num_images=COUNT)
ALTERING = fields("image_url", image_url=TEXT, prompt=TEXT, seed=SEED, image_size=SIZE)
SAYING = fields("output", output=TEXT, partial={"type": "boolean", "default": False}, error=TEXT)
FILMING = fields("prompt", prompt=TEXT, image_url=TEXT, seed=SEED, duration=TEXT)
FILM = fields("video", video=FILE, seed=COUNT)
SPEAKING = fields("text", text=TEXT, output_format={"enum": ["url", "hex"]})
SOUND = fields("audio", audio=FILE, duration_ms={"type": "number"})
HEARING = fields("audio_url", audio_url=TEXT, task={"enum": ["transcribe", "translate"]})
TIMES: Json = {
    "type": "array",
    "prefixItems": [{"type": "number"}, {"type": "number"}],
    "minItems": 2,
    "maxItems": 2,
}
SAID = fields("text", "timestamp", text=TEXT, timestamp=TIMES)
SPEECH = fields("text", text=TEXT, chunks={"type": "array", "items": SAID, "minItems": 1})


def models(
    named: Mapping[str, tuple[Json, Json]] = MappingProxyType({}), **shapes: tuple[Json, Json]
) -> Mapping[EndpointId, Document]:
    """Give documents by id, of the shapes of request and answer.

    An id that is no name stands in `named`; in a name, `__` is a slash and `_` a hyphen.
    """
    spelt = {name.replace("__", "/").replace("_", "-"): each for name, each in shapes.items()}
    return {
        EndpointId(id_): document(given, answer, id_=id_)
        for id_, (given, answer) in {**named, **spelt}.items()
    }
