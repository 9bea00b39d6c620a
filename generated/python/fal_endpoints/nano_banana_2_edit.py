"""`fal-ai/nano-banana-2/edit`: its request, its answer and their parts."""
# From contracts/fal-ai/nano-banana-2/edit/openapi.json (sha256 87070fb0645cc1d3528836d97307c3a6200510d4120ffb9e1353a5522b40d39e) by fal-codegen; not to be edited.

from typing import Annotated, Literal

from pydantic import Field

from ._limits import NotNull
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
    """Changes or combines pictures, or draws from a video, a recording or a PDF, as a text prompt
    asks.
    """

    images: list[ImageFile]
    """The changed pictures."""

    description: str
    """What the model says about its pictures; often empty."""


class Input(Request[Output], endpoint="fal-ai/nano-banana-2/edit"):
    """Changes or combines pictures, or draws from a video, a recording or a PDF, as a text prompt
    asks.
    """

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
        Literal[
            "auto",
            "21:9",
            "16:9",
            "3:2",
            "4:3",
            "5:4",
            "1:1",
            "4:5",
            "3:4",
            "2:3",
            "9:16",
            "4:1",
            "1:4",
            "8:1",
            "1:8",
        ]
        | None
    ) = "auto"
    """Width to height of the result. Very long and very tall formats are offered too; `auto`
    leaves the choice to the model.

    Default: "auto". Allowed: "auto", "21:9", "16:9", "3:2", "4:3", "5:4", "1:1", "4:5", "3:4",
    "2:3", "9:16", "4:1", "1:4", "8:1", "1:8".
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

    image_urls: Annotated[list[str] | None, NotNull()] = None
    """Addresses of the pictures to work from, as URLs or data URIs. May be left out where a video,
    a recording or a PDF is given.
    """

    video_url: str | None = None
    """Address of a video to work from."""

    audio_url: str | None = None
    """Address of a sound recording to work from."""

    pdf_url: str | None = None
    """Address of a PDF document to work from."""

    system_prompt: Annotated[str, Field(max_length=50000)] = ""
    """Standing instruction that shapes manner and style of every result; empty for none.

    Default: "". Length: at most 50000.
    """

    resolution: Literal["0.5K", "1K", "2K", "4K"] = "1K"
    """Size class of the pictures.

    Default: "1K". Allowed: "0.5K", "1K", "2K", "4K".
    """

    limit_generations: bool = True
    """Experimental: draw exactly one picture per round, whatever count the prompt asks for. Drafts
    made along the way are dropped, and the result may be a little worse for it.

    Default: true.
    """

    enable_web_search: bool = False
    """Let the model look things up on the web before it draws.

    Default: false.
    """

    thinking_level: Literal["minimal", "high"] | None = None
    """How long the model thinks before it draws; leave it out to skip thinking.

    Allowed: "minimal", "high".
    """


__all__ = [
    "ImageFile",
    "Input",
    "Output",
]
