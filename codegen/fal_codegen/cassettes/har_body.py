"""A body in a HAR file as the bytes that it was, however a tool wrote it down."""

import base64
import binascii
import re
import zlib
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from fal_codegen.cassettes.spellings import is_text
from fal_codegen.contract import parse

_GZIP = b"\x1f\x8b\x08"
_GZIP_AS_TEXT = b"\x1f\xef\xbf\xbd\x08"
"""How gzip begins in a text that has the sign for "no character" in place of other bytes."""
_CONTROL = re.compile(rb"[\0-\x08\x0b\x0c\x0e-\x1f]")
"""What no JSON has, and packed bytes do."""
_NEVER_TEXT = re.compile(r"[\x80-\x9f\ufffd]")
"""What no text has, and packed bytes do if each was written down as a character or as none."""
_KNOWN = frozenset(("br", "zstd", "compress"))
_LARGEST = 64 * 2**20
"""Bytes that a body is unpacked to at most."""
_WINDOWS = {"gzip": (zlib.MAX_WBITS | 16,), "deflate": (zlib.MAX_WBITS, -zlib.MAX_WBITS)}
"""What zlib reads for a content encoding; `deflate` is said with a head and without one."""
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{4,}={0,2}\s*")
_JSON = (b"{", b"[")


class NotTaken(Exception):  # noqa: N818 - an outcome, not a mistake
    """Why an entry is passed over."""


def body_of(of: Mapping[str, Any], headers: Mapping[str, str], what: str) -> bytes:
    """Give a body as it was before anybody packed it; empty where none was recorded.

    `headers` are those that came with it, by their names in lower case. Raises `NotTaken` for one
    that cannot be read, or that begins as JSON and is none, as it may have been cut.
    """
    text = of.get("text")
    if text is None:
        return b""
    coding = headers.get("content-encoding", "").strip().lower()
    body = _unpacked(_written(of, text, what, packed=bool(coding)), coding, what)
    if body.lstrip().startswith(_JSON) and not is_json(body):
        raise NotTaken(f"{what} is no complete JSON")
    return body


def _written(of: Mapping[str, Any], text: str, what: str, *, packed: bool) -> bytes:
    """Give the bytes that a text stands for, as it says or as only one reading makes sense."""
    encoding = "hex" if of.get("_isBinary") is True else str(of.get("encoding")).lower()
    try:
        if packed and (pieces := _pieces(text)):
            return b"".join(_decoded(each, encoding) for each in pieces)
        if encoding in ("base64", "hex"):
            return _decoded(text, encoding)
        return _unmarked(text)
    except ValueError:
        if encoding in ("base64", "hex"):
            raise NotTaken(f"{what} is not in {encoding}, as it says") from None
        raise NotTaken(f"{what} is no text") from None


def _pieces(text: str) -> list[str]:
    """Give the pieces in which Polly.JS writes down a packed body; none where it is no such list.

    https://netflix.github.io/pollyjs: its adapter for node's http keeps them as they arrived.
    """
    try:
        pieces = parse(text.encode())
    except ValueError:
        return []
    texts = [each for each in pieces if isinstance(each, str)] if isinstance(pieces, list) else []
    return texts if texts == pieces else []


def _decoded(text: str, encoding: str) -> bytes:
    """Decode hex or base64; where nothing says which of them, hex is what could be both."""
    if encoding == "hex" or (encoding != "base64" and _HEX.fullmatch(text)):
        return binascii.unhexlify(text)
    return base64.b64decode(text)


def _unmarked(text: str) -> bytes:
    """Give the bytes of a text; of base64 that nothing marks, what it says if that is JSON."""
    if _BASE64.fullmatch(text):
        with suppress(binascii.Error):
            body = base64.b64decode(text)
            if body.startswith(_GZIP) or (body.startswith(_JSON) and is_json(body)):
                return body
    # mitmproxy writes bytes that are no text as lone surrogates
    return text.removeprefix("\ufeff").encode("utf-8", "surrogateescape")


def is_json(body: bytes) -> bool:
    """Tell whether bytes are JSON."""
    try:
        parse(body)
    except ValueError:
        return False
    return True


def _unpacked(body: bytes, coding: str, what: str) -> bytes:
    """Give a body that was written down as it was on the wire; most tools have unpacked it."""
    if is_text(body) and not _CONTROL.search(body):
        return body
    try:
        return _packed(body, coding, what)
    except NotTaken:
        if _reads(body):  # browsers unpack a body and keep the header
            return body
        raise


def _reads(body: bytes) -> bool:
    """Tell whether a body with control characters is a text, and not bytes written down as one."""
    return is_text(body) and not _NEVER_TEXT.search(body.decode())


def _packed(body: bytes, coding: str, what: str) -> bytes:
    packed = _of_characters(body)
    if packed.startswith(_GZIP):
        coding = "gzip"
    elif body.startswith(_GZIP_AS_TEXT):
        raise NotTaken(f"{what} is in gzip, and was written down as text")
    elif not coding:
        return body
    if coding not in _WINDOWS:
        named = f" in {coding}" if coding in _KNOWN else ""
        raise NotTaken(f"{what} is packed{named}, which is not read here")
    return _inflated(packed, coding, what)


def _inflated(packed: bytes, coding: str, what: str) -> bytes:
    for window in _WINDOWS[coding]:
        unpack = zlib.decompressobj(wbits=window)
        try:
            whole = unpack.decompress(packed, _LARGEST)
        except zlib.error:
            continue
        if not unpack.eof:
            raise NotTaken(f"{what} is in {coding}, and cut or too large")
        return whole
    raise NotTaken(f"{what} is in {coding}, and broken")


def _of_characters(body: bytes) -> bytes:
    """Give the bytes of a text that has a character for each; any other body as it is."""
    try:
        return body.decode().encode("latin-1")
    except UnicodeError:
        return body
