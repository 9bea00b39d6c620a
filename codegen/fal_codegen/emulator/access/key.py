"""The key: who has it, and what nobody may do without it."""

import hmac

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from fal_codegen.emulator.access.token import has_token, sent_token
from fal_codegen.emulator.address import host_and_path
from fal_codegen.emulator.identity import Ids
from fal_codegen.emulator.outcome import Outcome
from fal_codegen.emulator.wire import ServiceResponse

_SCHEMES = frozenset({"Key", "Bearer"})  # Bearer: recorded traffic
_NO_KEY = {"detail": "Send a key as the header Authorization: Key ..."}
WRONG_KEY = Outcome(401, {"detail": "invalid key credentials"})
"""What is said to a key that is none (third-party mocks)."""


class KeyRequired:
    """Let nobody pass without the key; without one to compare with, any key will do.

    Where `ids` are given, a token for an app does in place of the key (official clients).
    """

    def __init__(self, app: ASGIApp, key: str = "", ids: Ids | None = None) -> None:
        self._app = app
        self._key = key
        self._ids = ids

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 401; a websocket is told inside its connection."""
        if scope["type"] == "websocket" or self._permits(scope):
            await self._app(scope, receive, send)
        else:
            await refuse(scope, receive, send)

    def _permits(self, scope: Scope) -> bool:
        if self._ids is not None and sent_token(scope) is not None:
            return has_token(scope, host_and_path(scope)[1], self._ids)
        return has_key(scope, self._key)


def has_key(scope: Scope, key: str) -> bool:
    """Tell whether a request has the key; where that is empty, whether it has any."""
    scheme, _, sent = Headers(scope=scope).get("authorization", "").partition(" ")
    given = sent.strip().encode()
    known = hmac.compare_digest(given, key.encode() or given)
    return scheme in _SCHEMES and bool(given) and known


async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer 401, to a wrong key or token in the service's words."""
    sent = "authorization" in Headers(scope=scope) or sent_token(scope) is not None
    said = WRONG_KEY.body if sent else _NO_KEY
    await ServiceResponse(said, 401)(scope, receive, send)
