"""What is known of the nano-banana family's documents, as of September 2026."""

from fal_codegen.contract import Json

Schema = dict[str, Json]
Fields = dict[str, Schema]

RATIOS: list[Json] = ["21:9", "16:9", "3:2", "4:3", "5:4", "1:1", "4:5", "3:4", "2:3", "9:16"]
WITH_AUTO: list[Json] = ["auto", *RATIOS]
WITH_EXTREMES: list[Json] = [*WITH_AUTO, "4:1", "1:4", "8:1", "1:8"]


def enum(*values: Json) -> Schema:
    return {"type": "string", "enum": list(values)}


def nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def ratio(values: list[Json], default: str) -> Fields:
    return {"aspect_ratio": {**nullable(enum(*values)), "default": default}}


def resolution(*values: Json) -> Fields:
    return {"resolution": {**enum(*values), "default": "1K"}}


START: Fields = {
    "prompt": {"type": "string", "minLength": 3, "maxLength": 50000},
    "num_images": {"type": "integer", "minimum": 1, "maximum": 4, "default": 1},
    "seed": nullable({"type": "integer"}),
}
COMMON: Fields = {
    "output_format": {**enum("jpeg", "png", "webp"), "default": "png"},
    "safety_tolerance": {**enum("1", "2", "3", "4", "5", "6"), "default": "4"},
    "sync_mode": {"type": "boolean", "default": False},
}
IMAGES: Fields = {"image_urls": {"type": "array", "items": {"type": "string"}}}
MEDIA: Fields = {
    "video_url": nullable({"type": "string"}),
    "audio_url": nullable({"type": "string"}),
    "pdf_url": nullable({"type": "string"}),
}
SYSTEM: Fields = {"system_prompt": {"type": "string", "maxLength": 50000, "default": ""}}
LIMITED: Fields = {"limit_generations": {"type": "boolean", "default": True}}
SEARCH: Fields = {"enable_web_search": {"type": "boolean", "default": False}}
THINKING: Fields = {"thinking_level": nullable(enum("minimal", "high"))}

PRO_SIZES = resolution("1K", "2K", "4K")
ALL_SIZES = resolution("0.5K", "1K", "2K", "4K")
ONLY_RATIOS: Fields = {"aspect_ratio": {**enum(*RATIOS), "default": "1:1"}}
AUTO = ratio(WITH_AUTO, "auto")
SQUARE = ratio(WITH_AUTO, "1:1")
ANY_RATIO = ratio(WITH_EXTREMES, "auto")

INPUTS: dict[str, Fields] = {
    "fal-ai/nano-banana": START | ONLY_RATIOS | COMMON | LIMITED,
    "fal-ai/nano-banana/edit": START | AUTO | COMMON | IMAGES | LIMITED,
    "fal-ai/nano-banana-pro": START | SQUARE | COMMON | SYSTEM | PRO_SIZES | LIMITED | SEARCH,
    "fal-ai/nano-banana-pro/edit": (
        START | AUTO | COMMON | IMAGES | SYSTEM | PRO_SIZES | LIMITED | SEARCH
    ),
    "fal-ai/nano-banana-2": (
        START | ANY_RATIO | COMMON | SYSTEM | ALL_SIZES | LIMITED | SEARCH | THINKING
    ),
    "fal-ai/nano-banana-2/edit": (
        START
        | ANY_RATIO
        | COMMON
        | IMAGES
        | MEDIA
        | SYSTEM
        | ALL_SIZES
        | LIMITED
        | SEARCH
        | THINKING
    ),
}
REQUIRED: dict[str, list[Json]] = {
    "fal-ai/nano-banana": ["prompt"],
    "fal-ai/nano-banana/edit": ["prompt", "image_urls"],
    "fal-ai/nano-banana-pro": ["prompt"],
    "fal-ai/nano-banana-pro/edit": ["prompt", "image_urls"],
    "fal-ai/nano-banana-2": ["prompt"],
    "fal-ai/nano-banana-2/edit": ["prompt"],
}
OUTPUT: Fields = {
    "images": {"type": "array", "items": {"$ref": "#/components/schemas/ImageFile"}},
    "description": {"type": "string"},
}
IMAGE_FILE: Fields = {
    "url": {"type": "string"},
    "content_type": nullable({"type": "string"}),
    "file_name": nullable({"type": "string"}),
    "file_size": nullable({"type": "integer"}),
    "width": nullable({"type": "integer"}),
    "height": nullable({"type": "integer"}),
}

MAY = "catalogue-2026-05-12"
DEFAULT_TURNED = "since July 2026 one picture a round is the default"
MEDIA_CAME = "since July 2026 a video, a recording or a PDF may stand in for images"
KNOWN_CHANGES: dict[tuple[str, str], dict[str, str]] = {
    (MAY, "fal-ai/nano-banana"): {"limit_generations": DEFAULT_TURNED},
    (MAY, "fal-ai/nano-banana/edit"): {"limit_generations": DEFAULT_TURNED},
    (MAY, "fal-ai/nano-banana-pro"): {"limit_generations": DEFAULT_TURNED},
    (MAY, "fal-ai/nano-banana-pro/edit"): {"limit_generations": DEFAULT_TURNED},
    (MAY, "fal-ai/nano-banana-2"): {},
    (MAY, "fal-ai/nano-banana-2/edit"): dict.fromkeys(
        ("image_urls", "video_url", "audio_url", "pdf_url"), MEDIA_CAME
    ),
    ("as-served/latest", "fal-ai/nano-banana-pro/edit"): {},
}
"""Per real document, the fields in which ours, the newer one, differs, and why."""
