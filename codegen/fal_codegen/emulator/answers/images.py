"""Pictures that look like nothing but are what was asked for in form, size and number."""

import zlib
from io import BytesIO
from typing import Any

from PIL import Image

_PATCHES = (4, 4)
_SAVED: dict[str, dict[str, Any]] = {
    # What packs flat patches well and quickly: at 4096 by 4096 all take about a tenth of a second
    # and less than 100 kB.
    "png": {"format": "PNG", "compress_type": zlib.Z_RLE},
    "jpeg": {"format": "JPEG", "optimize": True},
    "webp": {"format": "WEBP", "lossless": True, "quality": 0, "method": 0},
    "gif": {"format": "GIF"},
}

PICTURES = frozenset(_SAVED)
"""The kinds of picture there are, by their file ending."""


def paint(colours: bytes, size: tuple[int, int], kind: str) -> bytes:
    """Paint a picture of four by four flat patches of these 48 bytes, three a colour."""
    patches = Image.frombytes("RGB", _PATCHES, colours)
    if kind == "gif":  # GIF has palettes only, and computing one from all pixels is slow
        patches = patches.quantize()
    buffer = BytesIO()
    picture = patches.transform(size, Image.Transform.EXTENT, (0, 0, *_PATCHES))
    picture.save(buffer, **_SAVED[kind])
    return buffer.getvalue()
