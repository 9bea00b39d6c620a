"""emulator/…: what the emulator saw, so that a test can tell that nothing was lost or done twice.

No host of the service is like it.
"""

from collections import Counter, deque
from dataclasses import dataclass
from itertools import count

from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fal_codegen.contract import Json
from fal_codegen.emulator.address import HOSTS, host_and_path
from fal_codegen.emulator.jobs.backlog import Backlog
from fal_codegen.emulator.wire import ServiceResponse

_ACCEPTED = "websocket.accept"
_UNANSWERED = 0
_REMEMBERED = 10_000
_SHOWN = 512  # characters of a refusal
_LONGEST_PATH = 200  # characters of a path; 10,000 of them are remembered
_LAST = 100
_REFUSED = 400


@dataclass(frozen=True, slots=True)
class Seen:
    """A request that is over, and what it was refused with; `why` is empty where it was not."""

    method: str
    host: str
    path: str
    status: int
    why: str


class RequestLog:
    """The jobs that are remembered, all requests by host, method and status, and the last in order.

    The status of a request that got no answer is 0. The order is one of events: every request has
    the number of its beginning and that of its end, from which one sees what ran at the same time.
    """

    def __init__(self, backlog: Backlog) -> None:
        self._backlog = backlog
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._order: deque[dict[str, Json]] = deque[dict[str, Json]](maxlen=_REMEMBERED)
        self._events = count(1)
        self.last: deque[Seen] = deque(maxlen=_LAST)

    def routes(self) -> list[Route]:
        """List what it answers."""
        return [
            Route("/jobs", self._jobs),
            Route("/requests", self._counted),
            Route("/log", self._log),
        ]

    def begin(self) -> int:
        """Give the beginning of a request its number."""
        return next(self._events)

    def end(self, scope: Scope, began: int, status: int, why: bytes = b"") -> None:
        """Note a request, now that it is over."""
        host, path = host_and_path(scope)
        if host not in HOSTS:
            return
        method = scope.get("method", "GET")  # a websocket begins with a GET
        refused = why.decode(errors="replace") if status >= _REFUSED else ""
        self.last.append(Seen(method, host, path[:_LONGEST_PATH], status, refused))
        self._requests[host, method, status] += 1
        entry: dict[str, Json] = {
            "host": host,
            "method": method,
            "path": path[:_LONGEST_PATH],
            "status": status,
        }
        self._order.append({**entry, "began": began, "ended": next(self._events)})

    async def _jobs(self, _: Request) -> ServiceResponse:
        return ServiceResponse(
            [
                {
                    "request_id": job.id,
                    "endpoint": job.endpoint,
                    "stage": job.stage,
                    "performed": job.performed,
                }
                for job in self._backlog
            ]
        )

    async def _log(self, _: Request) -> ServiceResponse:
        return ServiceResponse([*self._order])

    async def _counted(self, _: Request) -> ServiceResponse:
        return ServiceResponse(
            [
                {"host": host, "method": method, "status": status, "count": count}
                for (host, method, status), count in sorted(self._requests.items())
            ]
        )


class RequestLogMiddleware:
    """Have every request to a host of the service noted."""

    def __init__(self, app: ASGIApp, log: RequestLog) -> None:
        self._app = app
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and note what was answered."""
        status, began, why = _UNANSWERED, self._log.begin(), bytearray()

        async def noting(message: Message) -> None:
            nonlocal status
            status = message.get("status", 101 if message["type"] == _ACCEPTED else status)
            if status >= _REFUSED and len(why) < _SHOWN:
                why.extend(message.get("body", b"")[:_SHOWN])
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            self._log.end(scope, began, status, bytes(why))
