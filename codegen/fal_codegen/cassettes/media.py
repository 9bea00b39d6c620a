"""The files that answers lead to: where they are, and how much of one is kept."""

import base64
import binascii
import re
from collections.abc import Iterator

from fal_codegen.cassettes.data_uris import KEPT, shortened
from fal_codegen.contract import Json

FIRST_BYTES = 64 * 1024
"""How much of a file is kept and looked at: every form of picture tells its size within it."""

_MEDIA = ("image/", "video/", "audio/")
_KEPT = FIRST_BYTES * 4 // 3 // 4 * 4
"""Characters of base64 that hold no more than that, without a rest."""
_DATA_URI = re.compile(r"data:[^,]{0,200};base64,([A-Za-z0-9+/]*={0,2})")


def urls_in(answer: Json) -> Iterator[str]:
    """Give the addresses of the files of an answer: of whatever in it has a `url`."""
    waiting = [answer]
    while waiting:
        here = waiting.pop(0)
        match here:
            case dict():
                if isinstance(url := here.get("url"), str):
                    yield url
                waiting.extend(here.values())
            case list():
                waiting.extend(here)
            case _:
                pass


def inlined(url: str) -> bytes | None:
    """Give the first bytes of what a data URI holds; None for any other address."""
    found = _DATA_URI.match(url)
    if found is None:
        return None
    text = found[1][:_KEPT]
    try:
        return base64.b64decode(text[: len(text) // 4 * 4])
    except binascii.Error:
        return None


def beginning(body: bytes, media_type: str) -> bytes:
    """Cut a file to what is kept of it, and the data URIs in any other body."""
    if media_type.startswith(_MEDIA):
        return body[:FIRST_BYTES]
    return shortened(body, _KEPT)[0]


def is_cut(data: bytes) -> bool:
    """Tell whether this is as much of a data URI as an imported recording keeps."""
    return len(data) == KEPT // 4 * 3
