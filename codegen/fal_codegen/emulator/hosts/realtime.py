"""wss://fal.run/<id>/realtime: requests and answers over one connection.

The frames are those of the official clients: msgpack in binary ones, JSON in text ones. That an
answer repeats the request's `request_id`, what is said of a refused request and how long a
connection may be idle are guesses.
"""

import asyncio
import json
import time
from collections.abc import Mapping
from hmac import compare_digest
from typing import Any

import msgpack as untyped_msgpack
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from fal_codegen.contract import EndpointId, Json
from fal_codegen.emulator.access.key import has_key
from fal_codegen.emulator.address import MEDIA, SYNTHETIC, base
from fal_codegen.emulator.answers.model import Model
from fal_codegen.emulator.outcome import Outcome
from fal_codegen.emulator.state import AppState
from fal_codegen.emulator.wire import parse_body

msgpack: Any = untyped_msgpack  # its wheel has no types

IDLE = 60.0
"""Seconds after which a connection is closed on which nothing was asked."""

_TOKEN = "fal_jwt_token"  # noqa: S105 - the name of a parameter
_NOT_FOUND, _POLICY = 4404, 1008  # codes of a websocket's end


class Realtime:
    """The websockets of the host that answers at once; they need the key or a token for the app."""

    def __init__(self, state: AppState, key: str) -> None:
        self._state = state
        self._key = key

    def routes(self) -> list[WebSocketRoute]:
        """List what it answers."""
        return [WebSocketRoute("/{id:path}", self._connected)]

    async def _connected(self, websocket: WebSocket) -> None:
        await websocket.accept()
        path = websocket.path_params["id"]
        model = self._model(path)
        try:
            if not self._permitted(websocket, path):
                await _tell(websocket, {"status": "error", "error": "Unauthorized"})
                await websocket.close(_POLICY)
            elif model is None:
                await _tell(websocket, _error("NOT_FOUND", f"There is no {path[:80]}."))
                await websocket.close(_NOT_FOUND)
            else:
                await self._talk(websocket, model)
        except WebSocketDisconnect:
            return

    async def _talk(self, websocket: WebSocket, model: Model) -> None:
        folder = f"{base(websocket, MEDIA)}/{SYNTHETIC}"
        while True:
            try:
                async with asyncio.timeout(IDLE):
                    frame = await websocket.receive()
            except TimeoutError:
                await _tell(websocket, _error("TIMEOUT", "Nothing was asked for a while."))
                await websocket.close()
                return
            if frame["type"] == "websocket.disconnect":
                return
            begun = time.perf_counter()
            await self._answer(websocket, model, _body(frame), folder)
            took = time.perf_counter() - begun
            await _tell(websocket, {"type": "x-fal-message", "action": "timings", "timing": took})

    async def _answer(self, websocket: WebSocket, model: Model, body: Json, folder: str) -> None:
        id_ = self._state.ids.request(next(self._state.numbers))
        if isinstance(body, dict):
            body = dict(body)
            id_ = str(body.pop("request_id", id_))
        outcome = model.perform(body, folder)
        if outcome.status == 200:  # noqa: PLR2004 - an HTTP status
            made = outcome.body
            answer = {**made, "request_id": id_} if isinstance(made, dict) else made
            await websocket.send_bytes(msgpack.packb(answer))
        else:
            reason = json.dumps(outcome.body)
            await _tell(websocket, {**_error("INVALID_REQUEST", reason), "request_id": id_})

    def _model(self, path: str) -> Model | None:
        """Find the model at a path: its id, with a path of its own behind it or not."""
        known = self._state.models
        for id_ in (path, path.rpartition("/")[0]):
            if id_ in known:
                return known[EndpointId(id_)]
        return None

    def _permitted(self, websocket: WebSocket, path: str) -> bool:
        segments = path.split("/")
        alias = segments[2 if segments[0] in {"workflows", "comfy"} else 1 :][:1]
        token = websocket.query_params.get(_TOKEN)
        if token is not None:
            return bool(alias) and _same(token, self._state.ids.realtime_token(alias[0]))
        return has_key(websocket.scope, self._key)


def _same(given: str, known: str) -> bool:
    return compare_digest(given.encode(errors="replace"), known.encode())


def _body(frame: Mapping[str, object]) -> Json:
    """Read a frame; what cannot be read is null, which no model takes."""
    sent = frame.get("bytes")
    if isinstance(sent, bytes):
        try:
            value: Json = msgpack.unpackb(sent)
        except (ValueError, TypeError, RecursionError):
            return None
        return value if _is_json(value) else None
    text = parse_body(str(frame.get("text", "")).encode(errors="replace"))
    return None if isinstance(text, Outcome) else text


def _is_json(value: object) -> bool:
    """Tell whether msgpack brought nothing that JSON has no word for."""
    try:
        json.dumps(value, allow_nan=False)
    except (ValueError, TypeError, RecursionError):
        return False
    return True


def _error(error: str, reason: str) -> dict[str, Json]:
    return {"type": "x-fal-error", "error": error, "reason": reason}


async def _tell(websocket: WebSocket, message: Json) -> None:
    await websocket.send_text(json.dumps(message))
