"""What browsers ask before they let a page read an answer.

The service lets every page read (recorded traffic: it allows credentials, and varies by origin,
method and headers, which is the form of a front that repeats what it is asked). What the emulator
tells of itself is nothing of the service's, and answers no page from elsewhere.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fal_codegen.emulator.access.authority import host_name, is_local_name
from fal_codegen.emulator.address import OWN, host_and_path
from fal_codegen.emulator.wire import FRONT, ServiceResponse

_METHOD, _HEADERS = "access-control-request-method", "access-control-request-headers"


class Cors:
    """Answer pages of every origin as the service does, and keep foreign ones from what is ours."""

    def __init__(self, app: ASGIApp, name: str = "") -> None:
        self._app = app
        self._name = name.lower()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, answer what a browser asks first, or answer 403."""
        asked = Headers(scope=scope)
        origin = asked.get("origin")
        if origin is None:
            await self._app(scope, receive, send)
        elif host_and_path(scope)[0] == OWN:
            if is_foreign(origin, self._name):
                said = {"detail": "This is told to no page from elsewhere."}
                await ServiceResponse(said, 403)(scope, receive, send)
            else:
                await self._app(scope, receive, _allowing(origin, send))
        elif scope.get("method") == "OPTIONS" and _METHOD in asked:
            await Response(headers=_permission(asked))(scope, receive, _allowing(origin, send))
        else:
            await self._app(scope, receive, _allowing(origin, send))


def is_foreign(origin: str, name: str = "") -> bool:
    """Tell whether an origin is a page that does not come from this machine, or from `name`."""
    parts = urlsplit(origin)
    host = host_name(parts.netloc) if parts.scheme in {"http", "https"} else None
    return host is None or not (host == name or is_local_name(host))


def _permission(asked: Headers) -> dict[str, str]:
    permission = {"access-control-allow-methods": asked[_METHOD]}
    if _HEADERS in asked:
        permission["access-control-allow-headers"] = asked[_HEADERS]
    return permission


def _allowing(origin: str, send: Send) -> Send:
    async def allowing(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["access-control-allow-origin"] = origin
            for name, value in FRONT.items():
                headers[name] = value
        await send(message)

    return allowing
