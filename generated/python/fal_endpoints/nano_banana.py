"""`fal-ai/nano-banana`: its request, its answer and their parts."""
# From contracts/fal-ai/nano-banana/openapi.json (sha256 8f4a8d5a0ddfaaf9fa07227eff7d26b9dd486a8da9137ed6449adcac108d5bb0) by fal-codegen; not to be edited.

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
    """Draws pictures from a text prompt with the first Nano Banana model."""

    images: list[ImageFile]
    """The finished pictures."""

    description: str
    """What the model says about its pictures; often empty."""


class Input(Request[Output], endpoint="fal-ai/nano-banana"):
    """Draws pictures from a text prompt with the first Nano Banana model."""

    prompt: Annotated[str, Field(max_length=50000, min_length=3)]
    """What the picture should show, in words.

    Length: 3 to 50000.
    """

    num_images: Annotated[int, Field(ge=1, le=4)] = 1
    """How many pictures to make for this prompt.

    Default: 1. Range: 1 to 4.
    """

    seed: int | None = None
    """Number that steers the randomness; the same seed gives similar pictures."""

    aspect_ratio: Literal[
        "21:9", "16:9", "3:2", "4:3", "5:4", "1:1", "4:5", "3:4", "2:3", "9:16"
    ] = "1:1"
    """Width to height of the result.

    Default: "1:1". Allowed: "21:9", "16:9", "3:2", "4:3", "5:4", "1:1", "4:5", "3:4", "2:3",
    "9:16".
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

    limit_generations: bool = True
    """Experimental: draw exactly one picture per round, whatever count the prompt asks for.

    Default: true.
    """


__all__ = [
    "ImageFile",
    "Input",
    "Output",
]
