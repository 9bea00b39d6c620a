"""Bytes of a page as text, whatever they say or do not say of their encoding."""

import codecs
import zlib
from itertools import chain

from fal_codegen.errors import SourceBroken

_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 31
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PROBE = 4096
_HALF = 0.3
"""Of the first bytes, so many are NUL where western text is UTF-16 without its mark."""
_FEW = 0.005
"""Text may have so many NUL, by accident; what has more is no text."""
_LAST = "cp1252"


def decoded(name: str, data: bytes, largest: int, charset: str = "") -> str:
    """Decode a page, unpacked if it is packed with gzip.

    Text says itself what it is: a byte order mark, or bytes that only UTF-8 has. `charset` is what
    a server says, and believed where the text does not contradict it. Raises `SourceBroken` for
    what is no text; `name` is what the message calls it.
    """
    if data.startswith(_GZIP):
        data = _unpacked(name, data, largest)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if wide := _wide(data[:_PROBE]):
        return data.decode(wide, "replace")
    if data[:_PROBE].count(0) > len(data[:_PROBE]) * _FEW:
        raise SourceBroken(f"{name} is no text; save the page as text, markdown or HTML")
    for encoding in chain(("utf-8",), filter(None, (charset,))):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode(_LAST, "replace")


def _unpacked(name: str, data: bytes, largest: int) -> bytes:
    packed = zlib.decompressobj(_GZIP_WINDOW)
    try:
        text = packed.decompress(data, largest)
    except zlib.error:
        raise SourceBroken(f"{name} is packed with gzip and cannot be unpacked") from None
    if packed.unconsumed_tail:
        raise SourceBroken(f"{name} unpacks to more than {largest} bytes")
    if not packed.eof:
        raise SourceBroken(f"{name} is packed with gzip and ends too early")
    return text


def _wide(start: bytes) -> str:
    """Tell UTF-16 without its mark by the NUL in every other byte."""
    pairs = max(len(start) // 2, 1)
    if start[1::2].count(0) > pairs * _HALF and not start[::2].count(0):
        return "utf-16-le"
    if start[::2].count(0) > pairs * _HALF and not start[1::2].count(0):
        return "utf-16-be"
    return ""
