"""Server-sent events, as far as the service uses them: lines of data."""

import re
from collections.abc import Iterator

_LINE_END = re.compile(rb"\r\n|\n|\r")


class Events:
    """Puts events together from the bits in which they arrive."""

    def __init__(self) -> None:
        self._halved = False  # whether the last bit ended in what may be half of \r\n
        self._line: list[bytes] = []
        self._data: list[bytes] = []

    def feed(self, bit: bytes) -> Iterator[bytes]:
        """Give the data of the events that are complete with this bit."""
        *ends, begun = _LINE_END.split(bit.removeprefix(b"\n") if self._halved else bit)
        self._halved = bit.endswith(b"\r")
        for end in ends:
            line = b"".join([*self._line, end])
            self._line = []
            if line.startswith(b"data:"):
                self._data.append(line[5:].removeprefix(b" "))
            elif not line and self._data:
                yield b"\n".join(self._data)
                self._data = []
        self._line.append(begun)
