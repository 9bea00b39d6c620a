"""The address space: one emulator stands for several hosts of the service at once."""

from urllib.parse import unquote, urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from fal_codegen.emulator.wire import ServiceResponse

SITE = "fal.ai"
DIRECT = "fal.run"
QUEUE = "queue.fal.run"
MEDIA = "v3.fal.media"
API = "api.fal.ai"
REST = "rest.fal.ai"

OWN = "emulator"
"""No host of the service: what the emulator tells of itself."""

SYNTHETIC = "files/made"
"""Where the host of files has those of answers, which are made when they are fetched."""

HOSTS = frozenset({SITE, DIRECT, QUEUE, MEDIA, API, REST})
_TARGET = "x-fal-target-url"


class Hosts:
    """Bring every form of address to one, `/<host>/<path>`, and remember the caller's own.

    A caller names the host in the path, `http://127.0.0.1:8080/queue.fal.run/…`, or sends it as the
    Host header, or takes the emulator for a proxy and sends the whole address as the header
    x-fal-target-url (official JavaScript client).
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on in the one form."""
        try:
            known = _one_form(scope)
        except ValueError as error:
            await ServiceResponse({"detail": str(error)}, 400)(scope, receive, send)
        else:
            await self._app(known, receive, send)


def host_and_path(scope: Scope) -> tuple[str, str]:
    """Give the host that a request in the one form is for, and the path there."""
    host, _, path = scope["path"].removeprefix("/").partition("/")
    return host, f"/{path}"


def origin(request: Request) -> str:
    """Give what the caller puts before a host's name to reach it."""
    start: str = request.scope["fal.origin"]
    return start


def _one_form(scope: Scope) -> Scope:
    headers = Headers(scope=scope)
    authority = headers.get("host", "")
    host = authority.partition(":")[0]
    if host in HOSTS:
        return {**scope, "path": f"/{host}{scope['path']}", "fal.origin": "https://"}
    own = {**scope, "fal.origin": f"{scope['scheme']}://{authority}/"}
    target = headers.get(_TARGET)
    return own if target is None else {**own, **_aimed(target)}


def _aimed(target: str) -> Scope:
    url = urlsplit(target)
    if url.scheme != "https" or url.netloc not in HOSTS:
        raise ValueError(f"The emulator stands for no host of {_TARGET} {target[:80]!r}.")
    path = f"/{url.netloc}{url.path}"
    return {"path": unquote(path), "raw_path": path.encode(), "query_string": url.query.encode()}
