"""Websockets on a connection."""

import logging
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

_SILENT = logging.Logger("silent", logging.CRITICAL + 1)  # noqa: LOG001 - nobody is to configure it


class QuietWebSocket(WebSocketsSansIOProtocol):
    """Uvicorn's protocol, without its log: that has each address with its query, so the token."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - uvicorn decides
        super().__init__(*arguments, **options)
        self.logger = _SILENT
        self.conn.logger = _SILENT
