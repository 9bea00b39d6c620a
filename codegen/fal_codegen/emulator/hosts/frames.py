"""What connections by websocket have in common: who may come, what is there, frames in turn."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from starlette.websockets import WebSocket, WebSocketDisconnect

from fal_codegen.contract import Json
from fal_codegen.emulator.access.key import has_key
from fal_codegen.emulator.access.token import has_token, sent_token
from fal_codegen.emulator.answers.model import Model
from fal_codegen.emulator.identity import Ids

Frame: TypeAlias = Mapping[str, Any]
"""What was sent, as `text` or as `bytes`."""

IDLE = 60.0
"""Seconds after which a connection is closed on which nothing was asked: a guess."""

_UNAUTHORIZED: Json = {"status": "error", "error": "Unauthorized"}  # official clients
_POLICY = 1008  # a code of websockets
_NOT_FOUND = 4404  # a guess


class Connections:
    """Lets callers in, with a token for the app or with the key, and answers their frames."""

    def __init__(self, ids: Ids, key: str) -> None:
        self._ids = ids
        self._key = key

    async def serve(
        self,
        websocket: WebSocket,
        model: Model | None,
        answer: Callable[[Model, Frame], Awaitable[None]],
    ) -> None:
        """Answer frame by frame until the caller leaves, or tell why nothing is answered."""
        await websocket.accept()
        path = websocket.path_params["id"]
        try:
            if not self._permits(websocket, path):
                await tell(websocket, _UNAUTHORIZED)
                await websocket.close(_POLICY)
            elif model is None:
                await tell(websocket, error_frame("NOT_FOUND", f"There is no {path[:80]}."))
                await websocket.close(_NOT_FOUND)
            else:
                while (frame := await _receive(websocket)) is not None:
                    await answer(model, frame)
        except WebSocketDisconnect:
            return

    def _permits(self, websocket: WebSocket, path: str) -> bool:
        if sent_token(websocket.scope) is None:
            return has_key(websocket.scope, self._key)
        return has_token(websocket.scope, path, self._ids)


async def _receive(websocket: WebSocket) -> Frame | None:
    """Wait for what is asked next; None once the caller has left, or was told that he is idle."""
    try:
        async with asyncio.timeout(IDLE):
            frame = await websocket.receive()
    except TimeoutError:
        await tell(websocket, error_frame("TIMEOUT", "Nothing was asked for a while."))
        await websocket.close()
        return None
    return None if frame["type"] == "websocket.disconnect" else frame


def error_frame(error: str, reason: str) -> dict[str, Json]:
    """Give what a connection is told of an error (official clients)."""
    return {"type": "x-fal-error", "error": error, "reason": reason}


async def tell(websocket: WebSocket, message: Json) -> None:
    """Send a text frame with JSON."""
    await websocket.send_text(json.dumps(message))
