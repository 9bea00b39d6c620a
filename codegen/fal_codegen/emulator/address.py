"""The address space: one emulator stands for several hosts of the service at once."""

from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from fal_codegen.emulator.wire import ServiceResponse

SITE = "fal.ai"
DIRECT = "fal.run"
WEBSOCKET = "ws.fal.run"
QUEUE = "queue.fal.run"
MEDIA = "v3.fal.media"
API = "api.fal.ai"
REST = "rest.fal.ai"

OWN = "emulator"
"""No host of the service: what the emulator tells of itself."""

SYNTHETIC = "files/made"
"""Where the host of files has those of answers, which are made when they are fetched."""

HOSTS = frozenset({SITE, DIRECT, WEBSOCKET, QUEUE, MEDIA, API, REST})

_ALSO = MappingProxyType(
    {
        "falrun.com": DIRECT,
        "queue.falrun.com": QUEUE,
        "rest.alpha.fal.ai": REST,
        "v3b.fal.media": MEDIA,
    }
)
"""Further names of the same hosts (official clients, recorded traffic)."""

NAMES = frozenset({*HOSTS, *_ALSO})
"""All names that the service's hosts have."""

_SCHEMES = {"ws": "http", "wss": "https"}  # a websocket's caller fetches files as all do
_TARGET = "x-fal-target-url"
_HERE = ".localhost"
_BASE = "fal.base"


class Hosts:
    """Bring every form of address to one, `/<host>/<path>`, and remember the caller's own.

    A caller names the host in the path, `http://127.0.0.1:8080/queue.fal.run/…`, or calls it by
    name, `http://queue.fal.run.localhost:8080/…`, or sends it as the Host header, or takes the
    emulator for a proxy and sends the whole address as the header x-fal-target-url (official
    JavaScript client).
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


def known_host(name: str) -> str | None:
    """Give the host of the service that has this name; None where none has."""
    return name if name in HOSTS else _ALSO.get(name)


def made_files(request: HTTPConnection) -> str:
    """Give the address of the folder with the files of answers, by the name the caller uses."""
    return f"{base(request, MEDIA)}/{SYNTHETIC}"


def base(request: HTTPConnection, host: str) -> str:
    """Give the URL by which the caller reaches a host of the service, without a slash at its end.

    It has the form in which the caller came.
    """
    form: str = request.scope[_BASE]
    return form.replace("{host}", host)


def _one_form(scope: Scope) -> Scope:
    headers, scheme = Headers(scope=scope), _SCHEMES.get(scope["scheme"], scope["scheme"])
    authority = headers.get("host", "").lower()
    name, _, port = authority.partition(":")
    if host := known_host(name):
        return {**scope, "path": f"/{host}{scope['path']}", _BASE: "https://{host}"}
    if host := known_host(name.removesuffix(_HERE)):
        form = f"{scheme}://{{host}}{_HERE}" + (port and f":{port}")
        return {**scope, "path": f"/{host}{scope['path']}", _BASE: form}
    own = {**_renamed(scope), _BASE: f"{scheme}://{authority}/{{host}}"}
    target = headers.get(_TARGET)
    return own if target is None else {**own, **_aimed(target)}


def _renamed(scope: Scope) -> Scope:
    """Give the host that the path begins with the name that it has here."""
    name, path = host_and_path(scope)
    return {**scope, "path": f"/{_ALSO[name]}{path}"} if name in _ALSO else scope


def _aimed(target: str) -> Scope:
    url = urlsplit(target)
    host = known_host(url.netloc)
    if url.scheme != "https" or host is None:
        raise ValueError(f"The emulator stands for no host of {_TARGET} {target[:80]!r}.")
    path = f"/{host}{url.path}"
    return {"path": unquote(path), "raw_path": path.encode(), "query_string": url.query.encode()}
