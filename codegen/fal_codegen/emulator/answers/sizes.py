"""How large a picture is asked to be."""

import math
import re
from collections.abc import Mapping

from fal_codegen.contract import Json

Size = tuple[int, int]
"""Width and height in pixels."""

_LARGEST = 2**25  # pixels; a square of 4K has half as many
_LONGEST = 16_383  # pixels of a side; WebP has none longer
_UNIT = 1024  # pixels of the side of a square at 1K
_STEP = 8  # sides computed from a ratio are multiples of it
_MARGIN = 8  # ratios beyond 1:8 and 8:1 are taken as these
_PRESETS: dict[Json, Size] = {  # fal's names for sizes, in 134 documents of the catalogue
    "square_hd": (1024, 1024),
    "square": (512, 512),
    "portrait_4_3": (768, 1024),
    "portrait_16_9": (576, 1024),
    "landscape_4_3": (1024, 768),
    "landscape_16_9": (1024, 576),
}
_RATIO = re.compile(r"(\d{1,3}):(\d{1,3})")
_PIXELS = re.compile(r"(\d{1,5})[x*](\d{1,5})")
_SIDE = re.compile(r"(\d{1,2}(?:\.\d)?)K")


def picture_size(asked: Mapping[str, Json]) -> Size:
    """Give the size that the fields of a request ask for.

    `image_size` counts first: one of fal's names, `WxH`, or an object of `width` and `height`. Else
    the ratio is that of `aspect_ratio`, and there are as many pixels as in a square of the side
    `resolution`, 1024 at 1K. What is none of this, `auto` and absence among it, is square, and 1K.
    """
    return _exact(asked.get("image_size")) or _from_ratio(
        str(asked.get("aspect_ratio")), str(asked.get("resolution"))
    )


def _exact(size: Json) -> Size | None:
    match size:
        case {"width": int(width), "height": int(height)}:
            return bounded(width, height)
        case str() if written := _PIXELS.fullmatch(size):
            return bounded(int(written[1]), int(written[2]))
        case str():
            return _PRESETS.get(size)
        case _:
            return None


def _from_ratio(ratio: str, resolution: str) -> Size:
    amount = _SIDE.fullmatch(resolution)
    side = _UNIT * (float(amount[1]) if amount else 1)
    sides = _RATIO.fullmatch(ratio)
    width, height = (max(int(each), 1) for each in sides.groups()) if sides else (1, 1)
    stretch = math.sqrt(min(max(width / height, 1 / _MARGIN), _MARGIN))
    return bounded(_rounded(side * stretch), _rounded(side / stretch))


def _rounded(side: float) -> int:
    return max(round(side / _STEP), 1) * _STEP


def bounded(width: int, height: int) -> Size:
    """Give the size that is made where one of this shape is asked for: the same, if it can be."""
    width, height = max(width, 1), max(height, 1)
    shrink = min(1, _LONGEST / max(width, height), math.sqrt(_LARGEST / (width * height)))
    return max(int(width * shrink), 1), max(int(height * shrink), 1)
