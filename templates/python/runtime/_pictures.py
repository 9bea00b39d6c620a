# The runtime of fal-codegen, from templates/python/runtime/_pictures.py: edit it there.
"""Pictures in memory, as files: images of Pillow's and arrays of numpy's."""

from importlib import import_module
from io import BytesIO
from typing import Any

_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I;16"})
"""What a PNG can hold."""


def png(pixels: object) -> bytes:
    """Give a picture as a PNG; raises `ImportError` without Pillow, `ValueError` for no picture."""
    try:
        pillow: Any = import_module("PIL.Image")
    except ImportError:
        raise ImportError("a picture needs the package pillow") from None
    try:
        known = isinstance(pixels, pillow.Image)
        image: Any = pixels if known else pillow.fromarray(pixels)
        if image.mode not in _MODES:
            image = image.convert("RGB")
        file = BytesIO()
        image.save(file, "PNG")
    except (TypeError, ValueError, OSError) as error:
        raise ValueError(f"no picture of 8 bits a channel: {error}") from None
    return file.getvalue()
