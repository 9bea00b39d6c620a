"""wss://fal.run/<id>/realtime: requests and answers over one connection.

The frames are those of the official clients: msgpack in binary ones, JSON in text ones. That an
answer repeats the request's `request_id` and what is said of a refused request are guesses.
"""

import json
import time
from functools import partial
from typing import Any

import msgpack as untyped_msgpack
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from fal_codegen.contract import EndpointId, Json
from fal_codegen.emulator.address import made_files
from fal_codegen.emulator.answers.model import Model
from fal_codegen.emulator.hosts.frames import Connections, Frame, error_frame, tell
from fal_codegen.emulator.outcome import Outcome
from fal_codegen.emulator.state import AppState
from fal_codegen.emulator.wire import parse_body

msgpack: Any = untyped_msgpack  # its wheel has no types


class Realtime:
    """The websockets of the host that answers at once; they need the key or a token for the app."""

    def __init__(self, state: AppState, key: str) -> None:
        self._state = state
        self._connections = Connections(state.ids, key)

    def routes(self) -> list[WebSocketRoute]:
        """List what it answers."""
        return [WebSocketRoute("/{id:path}", self._connected)]

    async def _connected(self, websocket: WebSocket) -> None:
        model = self._model(websocket.path_params["id"])
        await self._connections.serve(websocket, model, partial(self._timed, websocket))

    async def _timed(self, websocket: WebSocket, model: Model, frame: Frame) -> None:
        begun = time.perf_counter()
        await self._answer(websocket, model, _body(frame))
        took = time.perf_counter() - begun
        await tell(websocket, {"type": "x-fal-message", "action": "timings", "timing": took})

    async def _answer(self, websocket: WebSocket, model: Model, body: Json) -> None:
        id_ = self._state.ids.request(next(self._state.numbers))
        if isinstance(body, dict):
            body = dict(body)
            id_ = str(body.pop("request_id", id_))
        outcome = model.perform(body, made_files(websocket))
        if outcome.ok:
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


def _body(frame: Frame) -> Json:
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
