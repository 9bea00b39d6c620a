"""Small pictures that look like nothing but are what was asked for in form, shape and number."""

import hashlib
import re
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from codegen.contract import canonical

_UNIT = 64
"""Pixels of the longest side at 1K: a sixteenth of the real size, so 0.5K is 32 and 4K is 256."""

_LARGEST = 16  # K; a schema without an enum might be asked for anything
_MARGIN = 8  # no ratio is taken to be more extreme than 1:8
_FORMATS = {"jpeg": "JPEG", "jpg": "JPEG", "png": "PNG", "webp": "WEBP"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A painted picture: its encoded bytes, `image/…` type, a file name, and size in pixels."""

    content: bytes
    media_type: str
    name: str
    size: tuple[int, int]


def paint(motif: str, size: tuple[int, int], output_format: str) -> Picture:
    """Paint a picture of four by four soft patches, their colours drawn from the motif alone."""
    kind = _FORMATS.get(output_format, "PNG")
    patches = Image.frombytes("RGB", (4, 4), hashlib.shake_256(motif.encode()).digest(48))
    buffer = BytesIO()
    patches.transform(size, Image.Transform.EXTENT, (0, 0, 4, 4), Image.Resampling.BICUBIC).save(
        buffer, kind
    )
    content = buffer.getvalue()
    name = f"{hashlib.sha256(content).hexdigest()[:32]}.{kind.lower()}"
    return Picture(content, f"image/{kind.lower()}", name, size)


def motif(prompt: object, seed: object, index: int) -> str:
    """Name what a picture shows: the same request shows the same."""
    return canonical([str(prompt), str(seed), index])


def pixels(aspect_ratio: object, resolution: object) -> tuple[int, int]:
    """Give width and height for a ratio `W:H` and a resolution `nK`.

    Anything else, `auto` and absence among it, is a square, and 1K.
    """
    amount = re.fullmatch(r"(\d{1,2}(?:\.\d)?)K", str(resolution))
    longest = _UNIT * min(float(amount[1]) if amount else 1, _LARGEST)
    ratio = re.fullmatch(r"(\d{1,3}):(\d{1,3})", str(aspect_ratio))
    width, height = (max(int(side), 1) for side in ratio.groups()) if ratio else (1, 1)
    scale = longest / max(width, height)
    least = longest / _MARGIN
    return round(max(width * scale, least)), round(max(height * scale, least))
