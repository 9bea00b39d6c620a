"""The key: who has it, and what nobody may do without it."""

import hmac

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from fal_codegen.emulator.outcome import Outcome
from fal_codegen.emulator.wire import ServiceResponse

_SCHEMES = frozenset({"Key", "Bearer"})  # Bearer: recorded traffic
_NO_KEY = {"detail": "Send a key as the header Authorization: Key ..."}
WRONG_KEY = Outcome(401, {"detail": "invalid key credentials"})
"""What is said to a key that is none (third-party mocks)."""


class KeyRequired:
    """Let nobody pass without the key; without one to compare with, any key will do."""

    def __init__(self, app: ASGIApp, key: str = "") -> None:
        self._app = app
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 401; a websocket is told inside its connection."""
        if scope["type"] == "websocket" or has_key(scope, self._key):
            await self._app(scope, receive, send)
        else:
            await refuse(scope, receive, send)


def has_key(scope: Scope, key: str) -> bool:
    """Tell whether a request has the key; where that is empty, whether it has any."""
    scheme, _, sent = Headers(scope=scope).get("authorization", "").partition(" ")
    given = sent.strip().encode()
    known = hmac.compare_digest(given, key.encode() or given)
    return scheme in _SCHEMES and bool(given) and known


async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer 401, to a wrong key in the service's words."""
    said = WRONG_KEY.body if "authorization" in Headers(scope=scope) else _NO_KEY
    await ServiceResponse(said, 401)(scope, receive, send)
