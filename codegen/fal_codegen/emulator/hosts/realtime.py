"""wss://fal.run/<id>/realtime: requests and answers over one connection.

The frames are those of the official clients: msgpack in binary ones, JSON in text ones. That an
answer repeats the request's `request_id` and what is said of a refused request are guesses.
"""

import json
import time
from collections.abc import Mapping
from typing import Any

import msgpack as untyped_msgpack
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from fal_codegen.contract import EndpointId, Json
from fal_codegen.emulator.address import MEDIA, SYNTHETIC, base
from fal_codegen.emulator.answers.model import Model
from fal_codegen.emulator.hosts.frames import (
    NOT_FOUND,
    error_frame,
    permitted,
    receive_frame,
    tell,
)
from fal_codegen.emulator.outcome import Outcome
from fal_codegen.emulator.state import AppState
from fal_codegen.emulator.wire import parse_body

msgpack: Any = untyped_msgpack  # its wheel has no types


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
            if not await permitted(websocket, self._state.ids, self._key):
                return
            if model is None:
                await tell(websocket, error_frame("NOT_FOUND", f"There is no {path[:80]}."))
                await websocket.close(NOT_FOUND)
            else:
                await self._talk(websocket, model)
        except WebSocketDisconnect:
            return

    async def _talk(self, websocket: WebSocket, model: Model) -> None:
        folder = f"{base(websocket, MEDIA)}/{SYNTHETIC}"
        while (frame := await receive_frame(websocket)) is not None:
            begun = time.perf_counter()
            await self._answer(websocket, model, _body(frame), folder)
            took = time.perf_counter() - begun
            await tell(websocket, {"type": "x-fal-message", "action": "timings", "timing": took})

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
            await tell(websocket, {**error_frame("INVALID_REQUEST", reason), "request_id": id_})

    def _model(self, path: str) -> Model | None:
        """Find the model at a path: its id, with a path of its own behind it or not."""
        known = self._state.models
        for id_ in (path, path.rpartition("/")[0]):
            if id_ in known:
                return known[EndpointId(id_)]
        return None


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
