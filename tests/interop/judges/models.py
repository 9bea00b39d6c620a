"""Documents of the models that foreign suites call, as far as these need them."""

from collections.abc import Mapping

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


def models(**shapes: tuple[Json, Json]) -> Mapping[EndpointId, Document]:
    """Give documents by id, of the shapes of request and answer; `__` stands for a slash."""
    return {
        EndpointId(id_): document(given, answer, id_=id_)
        for name, (given, answer) in shapes.items()
        for id_ in [name.replace("__", "/").replace("_", "-")]
    }
