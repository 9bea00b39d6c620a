"""Websockets on a connection."""

import logging
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

_SILENT = logging.Logger("silent", logging.CRITICAL + 1)  # noqa: LOG001 - nobody is to configure it
_FAREWELL = 64 * 2**10
"""Bytes that a caller may still send once it was told that the connection is closed."""

_PIECES = 4096
"""Frames that a message may come in, as the library has it where it joins them itself."""


class BoundedWebSocket(WebSocketsSansIOProtocol):
    """Uvicorn's protocol, that listens to nobody whom it has told to leave.

    Who has no key is told so, and a frame of his would be kept until it is whole. Who reads
    nothing gets no more pongs, which would wait for him without end. Who sends a message in too
    many pieces is left: they are kept until it is whole, however little is in them. And it has no
    log: uvicorn's has each address with its query, so the token.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - uvicorn decides
        super().__init__(*arguments, **options)
        self.logger = _SILENT
        self.conn.logger = _SILENT
        self._unheard = 0

    def data_received(self, data: bytes) -> None:
        """Take what came; too much of it after the end ends the connection at once."""
        self._unheard += len(data) if self.close_sent else 0
        if self._unheard > _FAREWELL:
            self.transport.abort()
        else:
            super().data_received(data)

    def handle_cont(self, event: Frame) -> None:
        """Keep a piece of a message; too many of them end the connection at once."""
        if len(self.frames) >= _PIECES:
            self.transport.abort()
        else:
            super().handle_cont(event)

    def handle_ping(self) -> None:
        """Answer a ping, unless earlier answers still wait to be read."""
        pongs = self.conn.data_to_send()
        if self.writable.is_set():
            self.transport.write(b"".join(pongs))
