# The runtime of fal-codegen, from templates/python/runtime/_sse.py: edit it there.
"""Server-sent events, as far as the service uses them: lines of data."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator

from ._body import too_large

_LINE_END = re.compile(rb"\r\n|\n|\r")


class EventParser:
    """Puts events together from the chunks in which they arrive, each of `limit` bytes at most."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._begun = False
        self._after_cr = False  # whether the last chunk ended in what may be half of \r\n
        self._line = bytearray()
        self._data: list[bytes] = []
        self._size = 0  # of all that came since the last event

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Give the data of the events that are complete with this chunk; raises `BodyError`."""
        *ends, rest = _LINE_END.split(chunk.removeprefix(b"\n") if self._after_cr else chunk)
        if chunk:
            self._after_cr = chunk.endswith(b"\r")
        for end in ends:
            self._extend_line(end)
            line, self._line = bytes(self._line), bytearray()
            if not self._begun:
                line, self._begun = line.removeprefix(BOM_UTF8), True
            self._size += len(line) + 1
            if line.startswith(b"data:"):
                self._data.append(line[5:].removeprefix(b" "))
            elif not line and self._data:
                yield b"\n".join(self._data)
                self._data, self._size = [], 0
        self._extend_line(rest)

    def _extend_line(self, part: bytes) -> None:
        self._line += part
        if self._size + len(self._line) > self._limit:
            raise too_large("an event", self._limit)
