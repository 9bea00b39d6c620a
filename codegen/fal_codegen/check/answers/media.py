"""What a file is by its own bytes: a picture of some form and size, a film, a sound, a model."""

import re
from dataclasses import dataclass
from io import BytesIO

import imagesize  # type: ignore[import-untyped]

_ENOUGH = 16
"""Bytes that tell every known form from all others."""
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", 0, "png"),
    (b"\xff\xd8\xff", 0, "jpeg"),
    (b"GIF8", 0, "gif"),
    (b"WEBP", 8, "webp"),
    (b"II*\0", 0, "tiff"),
    (b"MM\0*", 0, "tiff"),
    (b"BM", 0, "bmp"),
    (b"\0\0\0\x0cjP  ", 0, "jp2"),
    (b"\0\0\0\x0cJXL ", 0, "jxl"),
    (b"\xff\x0a", 0, "jxl"),
)
_FILMS_AND_SOUNDS = (
    (b"WAVE", 8, "wav"),
    (b"OggS", 0, "ogg"),
    (b"fLaC", 0, "flac"),
    (b"glTF", 0, "glb"),
    (b"Kaydara FBX Binary", 0, "fbx"),
)
_MATROSKA = b"\x1a\x45\xdf\xa3"
_DOC_TYPE = re.compile(rb"\x42\x82.{1,8}?(webm|matroska)", re.DOTALL)
_MPEG_LAYER_3 = (b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2")
_ID3_HEAD = 10
_ID3_HAS_FOOT = 0x10
PICTURE_FORMS = frozenset({form for _, _, form in _SIGNATURES} | {"avif", "heic", "svg"})
_AVIF = frozenset((b"avif", b"avis"))
_HEIC = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
_MOST_BRANDS = 256
_PACKED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")
"""How gzip and zstd begin: what is still packed for its way shows nothing of what is in it."""
_SVG = (b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE svg")
_EXIF_FLAG = 0x08
_FIRST_14_BITS = 0x3FFF


@dataclass(frozen=True, slots=True)
class Seen:
    """What the first bytes of a file show.

    `form` is empty where it is of no known form; `size`, of pictures alone, is width and height in
    pixels as they are shown, None where the bytes do not tell. Of a picture that is `turned`, or
    may be, not every reader heeds it, so that for some the sides are swapped.
    """

    form: str
    size: tuple[int, int] | None = None
    turned: bool = False


def look_at(data: bytes) -> Seen | None:
    """Tell what a file is, whatever it is called; None where the bytes are too few, or packed."""
    if len(data) < _ENOUGH or data.startswith(_PACKED):
        return None
    form = _form_of(data)
    if form not in PICTURE_FORMS or form == "svg":  # which is drawn in any size
        return Seen(form)
    shown, stored = (_size_of(data, turned=turned) for turned in (True, False))
    return Seen(form, shown, shown != stored or _has_hidden_orientation(data, form))


def _form_of(data: bytes) -> str:
    data = _behind_id3(data)
    for mark, at, form in (*_SIGNATURES, *_FILMS_AND_SOUNDS):
        if data.startswith(mark, at):
            return form
    if data[4:8] == b"ftyp":
        end = min(int.from_bytes(data[:4]), _MOST_BRANDS)
        brands = {data[at : at + 4] for at in (8, *range(16, end, 4))}
        films = "mov" if data[8:12] == b"qt  " else "mp4"
        return "avif" if brands & _AVIF else "heic" if brands & _HEIC else films
    if data.startswith(_MATROSKA):
        return _form_of_matroska(data)
    if data.startswith(_MPEG_LAYER_3):
        return "mp3"
    text = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    return "svg" if text.startswith(_SVG) and b"<svg" in text else ""


def _behind_id3(data: bytes) -> bytes:
    """Leave out the tags that may stand before any sound; nothing is left where they do not end."""
    while data.startswith(b"ID3"):
        head = data[:_ID3_HEAD].ljust(_ID3_HEAD, b"\0")
        size = sum(byte << 7 * place for place, byte in enumerate(reversed(head[6:])))
        foot = _ID3_HEAD if head[5] & _ID3_HAS_FOOT else 0
        data = data[_ID3_HEAD + size + foot :]
    return data


def _form_of_matroska(data: bytes) -> str:
    """Give the form that the header of a Matroska file names, if that is at hand."""
    length = (
        9 - int.from_bytes(data[4:5]).bit_length()
    )  # of the number that says how long the header is
    size = int.from_bytes(data[4 : 4 + length]) & ((1 << 7 * length) - 1)
    named = _DOC_TYPE.search(data[: 4 + length + size])
    return {b"webm": "webm", b"matroska": "mkv"}[named[1]] if named else ""


def _size_of(data: bytes, *, turned: bool) -> tuple[int, int] | None:
    width, height = imagesize.get(BytesIO(data), exif_rotation=turned)  # pyright: ignore[reportUnknownMemberType] - typed in part
    if width <= 0 or height <= 0:
        return None
    if data.startswith(b"VP8 ", 12):  # two bits above each side are of its scaling
        return width & _FIRST_14_BITS, height & _FIRST_14_BITS
    return width, height


def _has_hidden_orientation(data: bytes, form: str) -> bool:
    """Tell whether a picture may be turned by what is written where nobody looked."""
    if form == "webp":
        return data.startswith(b"VP8X", 12) and bool(data[20:21] and data[20] & _EXIF_FLAG)
    return form == "png" and b"eXIf" in data
