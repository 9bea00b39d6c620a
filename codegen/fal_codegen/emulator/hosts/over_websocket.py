"""ws.fal.run: an endpoint of HTTP, called over a websocket (documentation page, service's source).

A text of JSON is a request. Its answer is a text that says how it starts, the body in one frame or,
of an endpoint that streams, in one a piece, and a text that says how it ended.
"""

import time
from collections.abc import Iterable

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
from fal_codegen.emulator.stream import output_event, partial_outputs
from fal_codegen.emulator.wire import ServiceResponse, parse_body

_STREAM = "/stream"


class OverWebsocket:
    """The host that answers as fal.run does, over a connection that stays; needs key or token."""

    def __init__(self, state: AppState, key: str) -> None:
        self._state = state
        self._key = key

    def routes(self) -> list[WebSocketRoute]:
        """List what it answers."""
        return [WebSocketRoute("/{id:path}", self._connected)]

    async def _connected(self, websocket: WebSocket) -> None:
        await websocket.accept()
        path = websocket.path_params["id"].strip("/")
        known = self._state.models
        model = known.get(EndpointId(path)) if path in known else None
        streamed = path.endswith(_STREAM)
        if model is None and streamed and path.removesuffix(_STREAM) in known:
            model = known[EndpointId(path.removesuffix(_STREAM))]
        try:
            if not await permitted(websocket, self._state.ids, self._key):
                return
            if model is None:
                await tell(websocket, error_frame("NOT_FOUND", f"There is no {path[:80]}."))
                await websocket.close(NOT_FOUND)
                return
            while (frame := await receive_frame(websocket)) is not None:
                sent = frame.get("text") or ""
                await self._answer(websocket, model, str(sent), streamed=streamed)
        except WebSocketDisconnect:
            return

    async def _answer(
        self, websocket: WebSocket, model: Model, sent: str, *, streamed: bool
    ) -> None:
        begun = time.perf_counter()
        read = parse_body(sent.encode(errors="replace"))
        folder = f"{base(websocket, MEDIA)}/{SYNTHETIC}"
        outcome = read if isinstance(read, Outcome) else model.perform(read, folder)
        request_id = self._state.ids.request(next(self._state.numbers))
        told: dict[str, Json] = {"request_id": request_id, "status": outcome.status}
        events = streamed and outcome.status == 200  # noqa: PLR2004 - an HTTP status
        kind = "text/event-stream" if events else "application/json"
        headers: Json = {"content-type": kind, **dict(outcome.headers)}
        await tell(websocket, {"type": "start", **told, "headers": headers})
        waited = time.perf_counter() - begun
        for piece in _pieces(outcome.body, events=events):
            await websocket.send_bytes(piece)
        end: dict[str, Json] = {"type": "end", **told, "time_to_first_byte_seconds": waited}
        await tell(websocket, end)


def _pieces(body: Json, *, events: bool) -> Iterable[bytes]:
    if events:
        return map(output_event, partial_outputs(body))
    return [bytes(ServiceResponse(body).body)]
