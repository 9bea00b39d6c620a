"""emulator/…: what the emulator saw, so that a test can tell that nothing was lost or done twice.

No host of the service is like it.
"""

from collections import Counter

from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fal_codegen.emulator.address import HOSTS, host_and_path
from fal_codegen.emulator.jobs.backlog import Backlog
from fal_codegen.emulator.wire import ServiceResponse

_UNANSWERED = 0


class RequestLog:
    """The jobs that are remembered, and all requests by host, method and status.

    The status of a request that got no answer is 0.
    """

    def __init__(self, backlog: Backlog) -> None:
        self._backlog = backlog
        self._requests: Counter[tuple[str, str, int]] = Counter()

    def routes(self) -> list[Route]:
        """List what it answers."""
        return [Route("/jobs", self._jobs), Route("/requests", self._counted)]

    def count(self, host: str, method: str, status: int) -> None:
        """Note a request."""
        self._requests[host, method, status] += 1

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
        status = _UNANSWERED

        async def noting(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            host, _ = host_and_path(scope)
            if host in HOSTS:
                self._log.count(host, scope["method"], status)
