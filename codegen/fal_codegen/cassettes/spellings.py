"""What a text says once the encodings that texts travel in are taken off it."""

import base64
import binascii
import html
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from typing import NamedTuple, TypeAlias
from urllib.parse import unquote_to_bytes

_DEEPEST = 4
"""Encodings of the second kind below, one inside the other, that are taken off."""

_ROUNDS = 6
"""Escapes of escapes that are taken off."""

_LARGEST = 16 * 2**20
"""Bytes that compressed data is unpacked to at most."""

_BLANKS = bytes(range(0x21)) + b"\x7f"
_WIDE_BLANKS = re.compile(
    rb"\xc2[\x80-\xa0\xad]|\xe2\x80[\x80-\x8f\xa8-\xaf]|\xe2\x81[\x9f-\xaf]|\xe3\x80\x80|\xef\xbb\xbf"
    rb"|<w?br\s?/?>"
)
_ESCAPE = re.compile(
    rb"(?:\\|%(?=u))(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})"
    rb"|([0-3]?[0-7]{1,2})|([/\"'\\])|[bfnrtv]|\r?\n)"
)
_QUOTED_PRINTABLE = re.compile(rb"=(?:\r?\n|[0-9A-F]{2})")

# Runs as long as seven bytes are in each; nothing shorter is looked for.
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{10,}")
_BASE32 = re.compile(rb"[A-Z2-7]{12,}")
_HEX = re.compile(rb"(?:(?:0[xX]|\\[xX])?[0-9A-Fa-f]{2}[:,;.|/_-]?){7,}[0-9A-Fa-f]?")
_DECIMALS = re.compile(rb"(?:\d{1,3}[\s,;:.|-]{1,20}){6,}\d{1,3}")
_READABLE = re.compile(rb"[\t\n\r -~]{7,}")
_COMPRESSED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_MOST_HEADS = 16
_Decoder: TypeAlias = Callable[[bytes], Iterator[bytes]]
_URL_SAFE = bytes.maketrans(b"-_", b"+/")


class Spelling(NamedTuple):
    """What a text says; `joined` if its white space was taken out, and words may have met."""

    text: bytes
    joined: bool


def spellings(text: bytes) -> Iterator[Spelling]:
    """Give a text, and everything it says in another spelling.

    That is: without escapes of JSON, addresses, HTML and mail; without white space; and what its
    runs of base64, base32, hex and decimal bytes come to, wherever in a word they begin, with
    these in one another up to four times.
    """
    waiting = [(Spelling(text, joined=False), 0)]
    seen: set[int] = set()
    while waiting:
        here, depth = waiting.pop()
        if hash(here.text) in seen:
            continue
        seen.add(hash(here.text))
        yield here
        if is_text(here.text):
            stages = [Spelling(each, here.joined) for each in unescaped(here.text)]
            yield from stages[1:]
            waiting += [(_unbroken(each), depth) for each in (here, stages[-1])]
            decoders: tuple[_Decoder, ...] = _DECODERS
        else:
            yield Spelling(unbroken(here.text), joined=True)
            waiting.append((Spelling(_readable(here.text), here.joined), depth))
            decoders = (_unpacked,)
        if depth < _DEEPEST:
            said = (each for decode in decoders for each in decode(here.text))
            waiting += [(Spelling(each, joined=False), depth + 1) for each in said]


def _unbroken(said: Spelling) -> Spelling:
    whole = unbroken(said.text)
    return Spelling(whole, said.joined or whole != said.text)


def is_text(data: bytes) -> bool:
    """Tell whether data is a text, in UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _readable(data: bytes) -> bytes:
    """Give what can be read in data that is no text, such as letters of two bytes each."""
    wide = data.count(0) > len(data) // 4
    return b"\n".join(_READABLE.findall(data.replace(b"\0", b"") if wide else data))


def unescaped(text: bytes) -> list[bytes]:
    """Give a text, and the same with one kind of escapes after the other taken off."""
    stages = [text]
    for _ in range(_ROUNDS):
        before = len(stages)
        for unescape in (_backslashes, unquote_to_bytes, _entities, _mail):
            if (said := unescape(stages[-1])) != stages[-1]:
                stages.append(said)
        if len(stages) == before:
            break
    return stages


def unbroken(text: bytes) -> bytes:
    """Give a text without its white space, control characters and what else nobody sees."""
    return _WIDE_BLANKS.sub(b"", text).translate(None, _BLANKS)


def _backslashes(text: bytes) -> bytes:
    return _ESCAPE.sub(_character, text) if b"\\" in text or b"%u" in text else text


def _character(escape: re.Match[bytes]) -> bytes:
    *codes, byte, octal, itself = escape.groups()
    code = next((int(digits, 16) for digits in codes if digits), None)
    if code is not None:
        return chr(min(code, sys.maxunicode)).encode("utf-8", "surrogatepass")
    if byte or octal:
        return bytes([int(byte, 16) if byte else int(octal, 8)])
    return bytes(itself or b" ")


def _entities(text: bytes) -> bytes:
    if b"&" not in text:
        return text
    said = html.unescape(text.decode("utf-8", "surrogateescape"))
    return said.encode("utf-8", "surrogateescape")


def _mail(text: bytes) -> bytes:
    return _QUOTED_PRINTABLE.sub(lambda found: _from_hex(found[0].strip(b"=\r\n")), text)


def _base64(text: bytes) -> Iterator[bytes]:
    yield from _in_groups(_BASE64, text.translate(_URL_SAFE), 4, base64.b64decode)


def _base32(text: bytes) -> Iterator[bytes]:
    yield from _in_groups(_BASE32, text, 8, base64.b32decode)


def _in_groups(
    run: re.Pattern[bytes], text: bytes, group: int, decode: Callable[[bytes], bytes]
) -> Iterator[bytes]:
    """Decode runs of an alphabet that has several characters to a group, from each of them on."""
    for found in run.findall(text):
        for start in range(group):
            part = found[start:]
            padding = b"A" * (-len(part) % group)  # the last bytes are wrong, those before are not
            yield decode(part + padding)


def _hex(text: bytes) -> Iterator[bytes]:
    for found in _HEX.findall(text):
        digits = re.sub(rb"0[xX]|[^0-9A-Fa-f]", b"", found)
        yield from (_from_hex(digits[start:]) for start in range(2))


def _from_hex(digits: bytes) -> bytes:
    return binascii.unhexlify(digits[: len(digits) // 2 * 2])


def _decimals(text: bytes) -> Iterator[bytes]:
    for found in _DECIMALS.findall(text):
        yield bytes(min(int(number), 0xFF) for number in re.findall(rb"\d+", found))


def _unpacked(data: bytes) -> Iterator[bytes]:
    for head in islice(_COMPRESSED.finditer(data), _MOST_HEADS):
        unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)  # gzip or zlib, as its head says
        with suppress(zlib.error):
            yield unpack.decompress(data[head.start() :], _LARGEST)


_DECODERS = (_base64, _base32, _hex, _decimals)
