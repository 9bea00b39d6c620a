"""The files that answers lead to: where they are, and how much of one is kept."""

import base64
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote, unquote_to_bytes

from fal_codegen.cassettes.data_uris import KEPT, shortened
from fal_codegen.contract import Json

FIRST_BYTES = 64 * 1024
"""How much of a file is kept and looked at: every form of picture tells its size within it."""

_ADDRESSES = (
    *("url", "image", "images", "video", "videos", "audio", "audios", "audio_file"),
    *("audio_url", "video_url", "model_mesh", "model_glb"),
)
"""How answers name the address of a file; `status_url` and its like are of a job."""
_MEDIA = ("image/", "video/", "audio/")
_KEPT = FIRST_BYTES * 4 // 3 // 4 * 4
"""Characters of base64 that hold no more than that, without a rest."""
_READ = 3 * FIRST_BYTES
"""Characters of a data URI that are read: a byte has three of them at most, as in `%0A`."""
_SCHEME = "data:"
_BASE64 = re.compile("[A-Za-z0-9+/]*")
_URL_SAFE = str.maketrans("-_", "+/")


class FirstBytes(NamedTuple):
    """The first bytes of a file, and whether they are known to be all of it."""

    data: bytes
    whole: bool


def urls_in(answer: Json) -> Iterator[str]:
    """Give the addresses of the files of an answer: of whatever in it has a `url` or the like.

    A text that is no address is given too.
    """
    waiting = [answer]
    while waiting:
        here = waiting.pop(0)
        match here:
            case dict():
                for name in _ADDRESSES:
                    named = here.get(name)
                    several = named if isinstance(named, list) else [named]
                    yield from (each for each in several if isinstance(each, str))
                waiting.extend(here.values())
            case list():
                waiting.extend(here)
            case _:
                pass


def fetched(body: bytes) -> FirstBytes:
    """Give the first bytes of a file, of which so much was recorded."""
    return FirstBytes(body[:FIRST_BYTES], len(body) < FIRST_BYTES)


def is_inline(url: str) -> bool:
    """Tell whether an address is the file itself, a data URI."""
    return url[: len(_SCHEME)].lower() == _SCHEME


def inlined(url: str) -> FirstBytes | None:
    """Give the first bytes of what a data URI holds; None for any other address.

    It is read as browsers do, in either alphabet of base64 or in none, percent-encoded or not.
    """
    head, comma, content = url.partition(",")
    if not comma or not is_inline(url):
        return None
    read, all_read = content[:_READ], len(content) <= _READ
    if head.lower().endswith(";base64"):
        data, all_read = _decoded(read, whole=all_read)
    else:
        data = unquote_to_bytes(read)
    return FirstBytes(data[:FIRST_BYTES], all_read and len(data) < FIRST_BYTES)


def _decoded(content: str, *, whole: bool) -> tuple[bytes, bool]:
    """Decode base64 up to what is none, and tell whether nothing was cut off."""
    plain = "".join(unquote(content).split()).translate(_URL_SAFE)
    found = _BASE64.match(plain)
    text = found[0] if found else ""
    ends = not plain[len(text) :].strip("=") and len(text) not in (KEPT, _KEPT)
    text = text[: len(text) - (len(text) % 4 == 1)]  # no byte ends there
    return base64.b64decode(text + "=" * (-len(text) % 4)), whole and ends


def is_whole(value: Json) -> bool:
    """Tell whether no data URI in a value was cut, so that what looks alike is alike."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text if (first := inlined(text)) and not first.whole:
                return False
            case dict() as fields:
                waiting += fields.values()
            case list() as items:
                waiting += items
            case _:
                pass
    return True


def beginning(body: bytes, media_type: str) -> bytes:
    """Cut a file to what is kept of it, and the data URIs in any other body."""
    if media_type.startswith(_MEDIA):
        return body[:FIRST_BYTES]
    return shortened(body, _KEPT)[0]
