"""What a file is by its own bytes: a picture of some form and size, or none."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import imagesize  # type: ignore[import-untyped]

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", 0, "png"),
    (b"\xff\xd8\xff", 0, "jpeg"),
    (b"GIF8", 0, "gif"),
    (b"WEBP", 8, "webp"),
    (b"ftypavif", 4, "avif"),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the first bytes of a file show.

    `form` is empty where it is no picture of a known form; `size` is width and height in pixels,
    None where the bytes do not tell.
    """

    form: str
    size: tuple[int, int] | None = None


_SIZE: Callable[[BytesIO], tuple[int, int]] = imagesize.get  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - typed in part


def look_at(data: bytes) -> Seen:
    """Tell what a file is, whatever it is called."""
    form = next((form for mark, at, form in _SIGNATURES if data.startswith(mark, at)), "")
    if not form:
        return Seen("")
    try:
        width, height = _SIZE(BytesIO(data))
    except Exception:  # noqa: BLE001 - bytes are anybody's, and readers stumble in many ways
        return Seen(form)
    return Seen(form, (width, height) if width > 0 and height > 0 else None)
