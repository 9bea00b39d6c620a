"""What the hosts that talk by websocket have in common: who may, waiting for frames, telling."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from starlette.websockets import WebSocket

from fal_codegen.contract import Json
from fal_codegen.emulator.access.key import has_key
from fal_codegen.emulator.access.token import has_token, sent_token
from fal_codegen.emulator.identity import Ids

IDLE = 60.0
"""Seconds after which a connection is closed on which nothing was asked: a guess."""

NOT_FOUND = 4404
"""The code of an end where nothing is; a guess."""

_POLICY = 1008  # a code of websockets


async def permitted(websocket: WebSocket, ids: Ids, key: str) -> bool:
    """Let in who has a token for the app, or the key; who has neither is told, and sent away."""
    path = websocket.path_params["id"]
    if sent_token(websocket.scope) is None:
        permission = has_key(websocket.scope, key)
    else:
        permission = has_token(websocket.scope, path, ids)
    if not permission:
        await tell(websocket, {"status": "error", "error": "Unauthorized"})  # official clients
        await websocket.close(_POLICY)
    return permission


async def receive_frame(websocket: WebSocket) -> Mapping[str, Any] | None:
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
