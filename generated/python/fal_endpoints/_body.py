# The runtime of fal-codegen, from templates/python/runtime/_body.py: edit it there.
"""Bodies of replies, decompressed piece by piece: a few bytes may stand for gigabytes."""

import zlib
from collections.abc import Iterator

ACCEPTED = "gzip"
"""The only compression that is asked for. Python reads it in bounded pieces without a package."""

_MAGIC = b"\x1f\x8b"  # how each member of a gzip file begins

_PIECE = 2**18  # bytes; what is decompressed at a time


class BodyError(Exception):
    """A body that cannot be read, or is too large. The text says why."""


class Decoder:
    """Takes a body off its compression."""

    def __init__(self, encoding: str) -> None:
        if encoding.lower() not in {"", "identity", "gzip", "x-gzip"}:
            raise BodyError(
                f"the reply is compressed by {encoding[:40]!r}, which was not asked for"
            )
        self._inflate = zlib.decompressobj(31) if "gzip" in encoding.lower() else None
        self._begun = False
        self._behind: bytes = b""  # the last member: less than what begins another

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Give what these bytes stand for, in pieces; raises `BodyError`."""
        if self._inflate is None:
            yield data
            return
        self._begun = self._begun or bool(data)
        try:
            yield from self._inflated(data)
        except zlib.error as error:
            raise BodyError(f"the reply is no gzip: {error}") from None

    def end(self) -> None:
        """Raise `BodyError` if the body ends in the middle."""
        if self._inflate is not None and self._begun and not self._inflate.eof:
            raise BodyError("the compressed reply is cut off")

    def _inflated(self, data: bytes) -> Iterator[bytes]:
        assert self._inflate is not None
        data, self._behind = self._behind + data, b""
        while True:
            if self._inflate.eof:
                if len(data) < len(_MAGIC):
                    self._behind = data
                    return
                if not data.startswith(_MAGIC):  # what is behind the last member is padding
                    return
                self._inflate = zlib.decompressobj(31)
            piece = self._inflate.decompress(data, _PIECE)
            if piece:
                yield piece
            data = self._inflate.unused_data or self._inflate.unconsumed_tail
            if not data and len(piece) < _PIECE:
                return


class Body:
    """Puts a body together; raises `BodyError` if it grows larger than `limit` bytes."""

    def __init__(self, encoding: str, limit: int) -> None:
        self._decoder = Decoder(encoding)
        self._limit = limit
        self._content = bytearray()

    def feed(self, data: bytes) -> None:
        """Take what came."""
        for piece in self._decoder.feed(data):
            if len(self._content) + len(piece) > self._limit:
                raise too_large("the reply", self._limit)
            self._content += piece

    def end(self) -> bytes:
        """Give the whole body."""
        self._decoder.end()
        return bytes(self._content)


def too_large(what: str, limit: int) -> BodyError:
    """Give the error for what is larger than the setting `max_reply_bytes` allows."""
    return BodyError(f"{what} is larger than {limit} bytes (see max_reply_bytes)")
