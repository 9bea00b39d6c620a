"""rest.fal.ai/storage: where a file is announced before it is sent."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route

from fal_codegen.emulator.address import MEDIA, base
from fal_codegen.emulator.files.uploads import Uploads
from fal_codegen.emulator.identity import Ids
from fal_codegen.emulator.outcome import Outcome
from fal_codegen.emulator.wire import LARGEST_BODY, ServiceResponse, parse_body, receive_body

_EXPIRY = "2100-01-01T00:00:00+00:00"  # so late that recordings can be replayed for years
_CDN = "fal-cdn-v3"
_KINDS = frozenset({_CDN, "gcs"})


class Storage:
    """Gives out upload addresses and tokens (official clients)."""

    def __init__(self, uploads: Uploads, ids: Ids) -> None:
        self._uploads = uploads
        self._ids = ids

    def routes(self) -> list[Route]:
        """List what it answers."""
        return [
            Route("/upload/initiate", self._initiate, methods=["POST"]),
            Route("/upload/initiate-multipart", self._initiate, methods=["POST"]),
            Route("/auth/token", self._token, methods=["POST"]),
        ]

    async def _initiate(self, request: Request) -> ServiceResponse:
        """Give the address to send to; it takes a whole file as well as parts."""
        if request.query_params.get("storage_type") not in _KINDS:
            raise HTTPException(400, f"A storage_type is one of {', '.join(sorted(_KINDS))}.")
        match parse_body(await receive_body(request, LARGEST_BODY)):
            case {"content_type": str(media_type), "file_name": str(file_name)}:
                upload = self._uploads.announce(request, file_name, media_type)
            case Outcome() as invalid:
                return ServiceResponse(invalid.body, invalid.status)
            case _:
                raise HTTPException(422, "Send content_type and file_name, both strings.")
        url = upload.url(request)
        return ServiceResponse({"file_url": url, "upload_url": f"{url}?upload={upload.permission}"})

    async def _token(self, request: Request) -> ServiceResponse:
        if request.query_params.get("storage_type") != _CDN:
            raise HTTPException(400, f"The storage_type of a token is {_CDN}.")
        return ServiceResponse(
            {
                "token": self._ids.token,
                "token_type": "Bearer",
                "base_url": base(request, MEDIA),
                "expires_at": _EXPIRY,
            }
        )
