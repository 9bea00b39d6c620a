"""The names that an emulator answers to, and no others.

A web page can have a name of its own lead to this machine (DNS rebinding), and would then be of
one origin with whatever answers there. So a request that names another host is answered 421.
"""

import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from fal_codegen.emulator.access.loopback import is_loopback
from fal_codegen.emulator.address import known_host
from fal_codegen.emulator.wire import ServiceResponse

_AUTHORITY = re.compile(r"(\[[0-9a-f:.]{2,45}\]|[a-z0-9_.-]{1,253})(?::[0-9]{1,5})?", re.ASCII)


class Authority:
    """Let nobody pass who calls the emulator by a name that is not its own."""

    def __init__(self, app: ASGIApp, name: str = "") -> None:
        self._app = app
        self._name = name.lower()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 421."""
        named = Headers(scope=scope).getlist("host")
        if len(named) == 1 and self._answers_to(named[0], scope):
            await self._app(scope, receive, send)
            return
        said = "The emulator answers to loopback names, to *.localhost and to its own --host."
        await ServiceResponse({"detail": said}, 421)(scope, receive, send)

    def _answers_to(self, authority: str, scope: Scope) -> bool:
        host = host_name(authority)
        if host is None:
            return False
        met = (scope.get("server") or ("", 0))[0]  # the address that the caller came to
        known = host in {self._name, met} or known_host(host) is not None
        return known or is_local_name(host)


def is_local_name(host: str) -> bool:
    """Tell whether a host, in lower case, is a name by which no other machine can be meant."""
    return is_loopback(host) or host.endswith(".localhost")


def host_name(authority: str) -> str | None:
    """Read the host of an authority, `name[:port]`, in lower case; None for what is none."""
    found = _AUTHORITY.fullmatch(authority.lower())
    return found[1].strip("[]") if found else None
