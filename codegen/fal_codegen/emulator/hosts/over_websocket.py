"""ws.fal.run: an endpoint of HTTP, called over a websocket (documentation page, service's source).

A text of JSON is a request. Its answer is a text that says how it starts, the body in one frame or,
of an endpoint that streams, in one a piece, and a text that says how it ended.
"""

import time
from collections.abc import Iterable
from functools import partial

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from fal_codegen.contract import EndpointId, Json
from fal_codegen.emulator.address import made_files
from fal_codegen.emulator.answers.model import Model
from fal_codegen.emulator.hosts.frames import Connections, Frame, tell
from fal_codegen.emulator.outcome import Outcome
from fal_codegen.emulator.state import AppState
from fal_codegen.emulator.stream import endpoint_and_form, output_event, partial_outputs
from fal_codegen.emulator.wire import ServiceResponse, parse_body


class OverWebsocket:
    """The host that answers as fal.run does, over a connection that stays; needs key or token."""

    def __init__(self, state: AppState, key: str) -> None:
        self._state = state
        self._connections = Connections(state.ids, key)

    def routes(self) -> list[WebSocketRoute]:
        """List what it answers."""
        return [WebSocketRoute("/{id:path}", self._connected)]

    async def _connected(self, websocket: WebSocket) -> None:
        known = self._state.models
        path, streamed = endpoint_and_form(websocket.path_params["id"].strip("/"), known)
        model = known[EndpointId(path)] if path in known else None
        answer = partial(self._answer, websocket, streamed=streamed)
        await self._connections.serve(websocket, model, answer)

    async def _answer(
        self, websocket: WebSocket, model: Model, frame: Frame, *, streamed: bool
    ) -> None:
        begun = time.perf_counter()
        read = parse_body(str(frame.get("text") or "").encode(errors="replace"))
        folder = made_files(websocket)
        outcome = read if isinstance(read, Outcome) else model.perform(read, folder)
        request_id = self._state.ids.request(next(self._state.numbers))
        about: dict[str, Json] = {"request_id": request_id, "status": outcome.status}
        events = streamed and outcome.ok
        kind = "text/event-stream" if events else "application/json"
        headers: Json = {"content-type": kind, **dict(outcome.headers)}
        await tell(websocket, {"type": "start", **about, "headers": headers})
        waited = time.perf_counter() - begun
        for piece in _pieces(outcome.body, events=events):
            await websocket.send_bytes(piece)
        end: dict[str, Json] = {"type": "end", **about, "time_to_first_byte_seconds": waited}
        await tell(websocket, end)


def _pieces(body: Json, *, events: bool) -> Iterable[bytes]:
    if events:
        return map(output_event, partial_outputs(body))
    return [bytes(ServiceResponse(body).body)]
