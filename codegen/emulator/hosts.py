"""The address space: one emulator stands for several hosts of the service at once."""

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

SITE = "fal.ai"
DIRECT = "fal.run"
QUEUE = "queue.fal.run"
MEDIA = "v3.fal.media"
API = "api.fal.ai"

_HOSTS = frozenset({SITE, DIRECT, QUEUE, MEDIA, API})


class Hosts:
    """Bring both forms of address to one, `/<host>/<path>`, and remember the caller's own.

    A caller either names the host in the path, `http://127.0.0.1:8080/queue.fal.run/…`, or sends
    it as the Host header.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on in the one form."""
        await self._app(_one_form(scope) if scope["type"] == "http" else scope, receive, send)


def origin(request: Request) -> str:
    """Give what the caller puts before a host's name to reach it."""
    start: str = request.scope["fal.origin"]
    return start


def _one_form(scope: Scope) -> Scope:
    authority = Headers(scope=scope).get("host", "")
    host = authority.partition(":")[0]
    if host in _HOSTS:
        return {**scope, "path": f"/{host}{scope['path']}", "fal.origin": "https://"}
    return {**scope, "fal.origin": f"{scope['scheme']}://{authority}/"}
