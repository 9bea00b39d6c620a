"""rest.fal.ai/tokens: what lets in to realtime connections without the key."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route

from fal_codegen.contract import Json
from fal_codegen.emulator.identity import Ids
from fal_codegen.emulator.outcome import Outcome
from fal_codegen.emulator.wire import LARGEST_BODY, ServiceResponse, parse_body, receive_body

_LONGEST = 3600  # seconds; a guess


class Tokens:
    """Gives a token for one app, in the older form and in the newer (official clients).

    It does not run out: recordings are played for years.
    """

    def __init__(self, ids: Ids) -> None:
        self._ids = ids

    def routes(self) -> list[Route]:
        """List what it answers."""
        return [
            Route("/", self._older, methods=["POST"]),
            Route("/realtime", self._newer, methods=["POST"]),
        ]

    async def _older(self, request: Request) -> ServiceResponse:
        match await _asked(request):
            case {"allowed_apps": [str(alias)], "token_expiration": int(seconds)}:
                return ServiceResponse(self._token(alias, seconds))
            case _:
                raise HTTPException(422, "Send allowed_apps with one alias, and token_expiration.")

    async def _newer(self, request: Request) -> ServiceResponse:
        match await _asked(request):
            case {"allowed_apps": [str(app)], "duration": int(seconds)}:
                alias = app.removesuffix("/realtime").rpartition("/")[2]
                return ServiceResponse({"token": self._token(alias, seconds)})
            case _:
                raise HTTPException(
                    422, "Send allowed_apps with owner/alias/realtime, and duration."
                )

    def _token(self, alias: str, seconds: int) -> str:
        if not 0 < seconds <= _LONGEST:
            raise HTTPException(422, f"A token is valid for 1 to {_LONGEST} seconds.")
        return self._ids.realtime_token(alias)


async def _asked(request: Request) -> Json:
    body = parse_body(await receive_body(request, LARGEST_BODY))
    return None if isinstance(body, Outcome) else body
