"""Where faults happen on the wire."""

from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fal_codegen.emulator.access.key import has_key, refuse
from fal_codegen.emulator.address import DIRECT, HOSTS, QUEUE, WEBSOCKET, host_and_path
from fal_codegen.emulator.faults.fault import Fault, read_fault, with_fault
from fal_codegen.emulator.faults.schedule import Schedule
from fal_codegen.emulator.jobs.clock import Clock
from fal_codegen.emulator.outcome import Outcome, platform_error
from fal_codegen.emulator.protocol import RESET
from fal_codegen.emulator.state import AppState
from fal_codegen.emulator.wire import ServiceResponse, caller_left, reply

_ASKED = "x-emulator-fault"
_PIECES = 8
_BUSY = 429
_ERROR_TYPES = {
    400: "bad_request",
    429: "concurrent_requests_limit",
    499: "client_cancelled",
    503: "runner_scheduling_failure",
    504: "request_timeout",
}
_INGRESS = "<html><head><title>{0}</title></head><body><h1>{0}</h1><hr>nginx</body></html>\n"


class FaultMiddleware:
    """Inject the faults that the header X-Emulator-Fault asks for, or else the schedule."""

    def __init__(self, app: ASGIApp, schedule: Schedule, state: AppState, key: str = "") -> None:
        self._app = app
        self._schedule = schedule
        self._state = state
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with its fault if it has one.

        Whoever asks for a fault needs the key, where there is one.
        """
        if self._key and _ASKED in Headers(scope=scope) and not has_key(scope, self._key):
            await refuse(scope, receive, send)
            return
        try:
            fault = self._fault(scope)
        except ValueError as error:
            await ServiceResponse({"detail": str(error)}, 400)(scope, receive, send)
            return
        if fault.latency:
            await self._state.clock.sleep(fault.latency)
        if fault.refusal and _makes_work(scope):
            await self._reply(fault.refusal)(scope, receive, send)
            return
        handled = with_fault(scope, fault)
        if scope["type"] == "websocket":
            await self._websocket(fault, handled, receive, send)
            return
        if fault.status is None and not fault.reset:
            await self._app(handled, receive, self._spoiling(fault, send))
            return
        if fault.after:
            await self._app(handled, receive, _unheard)
        if fault.status is None:
            await _reset(scope, receive)
        else:
            await self._error(fault, fault.status)(scope, receive, send)

    async def _websocket(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a handshake, or let it pass; what else is of answers is nothing for websockets."""
        if fault.reset:
            await send({"type": "websocket.close"})
        elif fault.status is not None:
            await self._error(fault, fault.status)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _fault(self, scope: Scope) -> Fault:
        asked = Headers(scope=scope).get(_ASKED)
        if asked is not None:
            return read_fault(asked)
        host, path = host_and_path(scope)
        return (
            self._schedule.fault(scope.get("method", "GET"), host, path)
            if host in HOSTS
            else Fault()
        )

    def _spoiling(self, fault: Fault, send: Send) -> Send:
        slow = _dripping(send, self._state.clock, fault.drip) if fault.drip else send
        return _truncating(slow) if fault.truncated else slow

    def _error(self, fault: Fault, status: int) -> Response:
        headers = _headers(fault)
        if fault.ingress:
            return HTMLResponse(_INGRESS.format(status), status, headers)
        error_type = fault.error_type or _ERROR_TYPES.get(status, "internal_error")
        outcome = platform_error(status, error_type, "This fault was asked for.")
        return self._reply(Outcome(status, outcome.body, (*outcome.headers, *headers.items())))

    def _reply(self, outcome: Outcome) -> Response:
        return reply(outcome, self._state.ids.request(next(self._state.numbers)))


def _makes_work(scope: Scope) -> bool:
    method = scope.get("method", "POST")  # a websocket has none, and makes work too
    return method == "POST" and host_and_path(scope)[0] in {DIRECT, WEBSOCKET, QUEUE}


def _headers(fault: Fault) -> dict[str, str]:
    headers: dict[str, str] = {}
    if fault.retry_after is not None:
        headers["retry-after"] = f"{fault.retry_after:g}"
    if fault.retryable is not None:
        headers["x-fal-retryable"] = str(fault.retryable).lower()
    needs_retry = fault.needs_retry
    if needs_retry is None and fault.status == _BUSY and not fault.ingress:
        needs_retry = True  # documentation page
    if needs_retry is not None:
        headers["x-fal-needs-retry"] = str(int(needs_retry))
    if fault.user_timeout:
        headers["x-fal-request-timeout-type"] = "user"
    return headers


async def _unheard(_: Message) -> None:
    """Send nothing."""


async def _reset(scope: Scope, receive: Receive) -> None:
    scope["state"][RESET]()
    await caller_left(Request(scope, receive))


def _truncating(send: Send) -> Send:
    """Send half of an answer, as if it were the whole."""
    start: dict[str, Any] = {}
    body = bytearray()

    async def half(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
            return
        body.extend(message.get("body", b""))
        if not message.get("more_body", False):
            left = bytes(body[: len(body) // 2])
            MutableHeaders(scope=start)["content-length"] = str(len(left))
            await send(start)
            await send({"type": "http.response.body", "body": left})

    return half


def _dripping(send: Send, clock: Clock, pause: float) -> Send:
    """Send an answer in pieces, with a pause before each."""

    async def slowly(message: Message) -> None:
        body: bytes = message.get("body", b"")
        size = len(body) // _PIECES + 1
        for start in range(0, len(body), size):
            await clock.sleep(pause)
            piece = {**message, "body": body[start : start + size], "more_body": True}
            await send(piece)
        await send({**message, "body": b""} if body else message)

    return slowly
