# The runtime of fal-codegen, from templates/python/runtime/_sse.py: edit it there.
"""Server-sent events, as far as the service uses them: lines of data."""

import re
from collections.abc import Iterator

_LINE_END = re.compile(rb"\r\n|\n|\r")


class EventParser:
    """Puts events together from the chunks in which they arrive."""

    def __init__(self) -> None:
        self._after_cr = False  # whether the last chunk ended in what may be half of \r\n
        self._line: list[bytes] = []
        self._data: list[bytes] = []

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Give the data of the events that are complete with this chunk."""
        *ends, rest = _LINE_END.split(chunk.removeprefix(b"\n") if self._after_cr else chunk)
        self._after_cr = chunk.endswith(b"\r")
        for end in ends:
            line = b"".join([*self._line, end])
            self._line = []
            if line.startswith(b"data:"):
                self._data.append(line[5:].removeprefix(b" "))
            elif not line and self._data:
                yield b"\n".join(self._data)
                self._data = []
        self._line.append(rest)
