"""`fal-ai/nano-banana-pro/edit`: its request, its answer and their parts."""
# From contracts/fal-ai/nano-banana-pro/edit/openapi.json (sha256 6bb06c4a56b1ebcfb6e5471f60b4f20171e74d3d4a7b5355dfe6c2d8a8dd596e) by fal-codegen; not to be edited.

from typing import Annotated, Literal

from pydantic import Field

from ._model import Answer, Request


class ImageFile(Answer):
    url: str
    """Where to download the picture."""

    content_type: str | None = None
    """Media type of the file."""

    file_name: str | None = None
    """Name of the file, made up by the service where none was given."""

    file_size: int | None = None
    """Size in bytes."""

    width: int | None = None
    """Width in pixels."""

    height: int | None = None
    """Height in pixels."""


class Output(Answer):
    """Changes or combines given pictures as a text prompt asks, at up to 4K, with the Pro model."""

    images: list[ImageFile]
    """The changed pictures."""

    description: str
    """What the model says about its pictures; often empty."""


class Input(Request[Output], endpoint="fal-ai/nano-banana-pro/edit"):
    """Changes or combines given pictures as a text prompt asks, at up to 4K, with the Pro model."""

    prompt: Annotated[str, Field(max_length=50000, min_length=3)]
    """What to change in the given material, in words.

    Length: 3 to 50000.
    """

    num_images: Annotated[int, Field(ge=1, le=4)] = 1
    """How many pictures to make for this prompt.

    Default: 1. Range: 1 to 4.
    """

    seed: int | None = None
    """Number that steers the randomness; the same seed gives similar pictures."""

    aspect_ratio: (
        Literal["auto", "21:9", "16:9", "3:2", "4:3", "5:4", "1:1", "4:5", "3:4", "2:3", "9:16"]
        | None
    ) = "auto"
    """Width to height of the result. `auto` leaves the choice to the model.

    Default: "auto". Allowed: "auto", "21:9", "16:9", "3:2", "4:3", "5:4", "1:1", "4:5", "3:4",
    "2:3", "9:16".
    """

    output_format: Literal["jpeg", "png", "webp"] = "png"
    """File format of the pictures.

    Default: "png". Allowed: "jpeg", "png", "webp".
    """

    safety_tolerance: Literal["1", "2", "3", "4", "5", "6"] = "4"
    """How much the content filter lets through: 1 lets through the least, 6 the most.

    Default: "4". Allowed: "1", "2", "3", "4", "5", "6".
    """

    sync_mode: bool = False
    """Put the pictures into the answer as data URIs; such an answer is not kept in the history.

    Default: false.
    """

    image_urls: list[str]
    """Addresses of the pictures to work from, as URLs or data URIs."""

    system_prompt: Annotated[str, Field(max_length=50000)] = ""
    """Standing instruction that shapes manner and style of every result; empty for none.

    Default: "". Length: at most 50000.
    """

    resolution: Literal["1K", "2K", "4K"] = "1K"
    """Size class of the pictures.

    Default: "1K". Allowed: "1K", "2K", "4K".
    """

    limit_generations: bool = True
    """Experimental: draw exactly one picture per round, whatever count the prompt asks for.

    Default: true.
    """

    enable_web_search: bool = False
    """Let the model look things up on the web before it draws.

    Default: false.
    """


__all__ = [
    "ImageFile",
    "Input",
    "Output",
]
