"""v3.fal.media: files, for anyone, and uploads, for whoever has an address or a token."""

from hmac import compare_digest

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from fal_codegen.contract import Json, items_of
from fal_codegen.emulator.files.ranges import file_response
from fal_codegen.emulator.files.store import Files
from fal_codegen.emulator.files.uploads import MOST_PARTS, Upload, Uploads
from fal_codegen.emulator.identity import Ids
from fal_codegen.emulator.outcome import Outcome
from fal_codegen.emulator.wire import (
    LARGEST_BODY,
    ServiceResponse,
    parse_body,
    parse_number,
    receive_body,
)


class Media:
    """The host of files.

    An upload has its permission in the query where storage announced it, and in the path where it
    began here with a token; either address is all that it needs (official clients).
    """

    def __init__(self, files: Files, uploads: Uploads, ids: Ids) -> None:
        self._files = files
        self._uploads = uploads
        self._token = f"Bearer {ids.token}"

    def routes(self) -> list[Route]:
        """List what it answers."""
        begun = "/files/{name}/multipart/{upload}"
        return [
            Route("/files/upload", self._upload, methods=["POST"]),
            Route("/files/upload/multipart", self._begin, methods=["POST"]),
            Route("/files/{name}", self._file),
            Route("/files/{name}", self._whole, methods=["PUT"]),
            Route("/files/{name}/complete", self._complete, methods=["POST"]),
            Route("/files/{name}/{part}", self._part, methods=["PUT"]),
            Route(f"{begun}/complete", self._complete, methods=["POST"]),
            Route(f"{begun}/{{part}}", self._part, methods=["PUT"]),
        ]

    async def _file(self, request: Request) -> Response:
        file = self._files.find(request.path_params["name"])
        if file is None:
            raise HTTPException(404, "There is no such file.")
        return file_response(request, file.content, file.media_type)

    async def _upload(self, request: Request) -> ServiceResponse:
        upload = self._announce(request)
        await self._uploads.keep(upload, request)
        return ServiceResponse({"access_url": upload.url(request)})

    async def _begin(self, request: Request) -> ServiceResponse:
        upload = self._announce(request)
        return ServiceResponse({"access_url": upload.url(request), "uploadId": upload.permission})

    async def _whole(self, request: Request) -> Response:
        upload = self._find(request)
        await self._uploads.keep(upload, request)
        return Response()

    async def _part(self, request: Request) -> ServiceResponse:
        upload, number = self._find(request), _part_number(request.path_params["part"])
        tag = await self._uploads.keep_part(upload, number, request)
        return ServiceResponse({"partNumber": number, "etag": tag}, headers={"etag": tag})

    async def _complete(self, request: Request) -> ServiceResponse:
        upload, body = self._find(request), parse_body(await receive_body(request, LARGEST_BODY))
        if isinstance(body, Outcome):
            return ServiceResponse(body.body, body.status)
        self._uploads.complete(upload, _tags(body))
        return ServiceResponse({"access_url": upload.url(request)})

    def _announce(self, request: Request) -> Upload:
        headers = request.headers
        if not compare_digest(headers.get("authorization", "").encode(), self._token.encode()):
            raise HTTPException(401, "Send a token of rest.fal.ai as Authorization: Bearer ...")
        return self._uploads.announce(
            request, headers.get("x-fal-file-name", "upload.bin"), headers.get("content-type", "")
        )

    def _find(self, request: Request) -> Upload:
        upload = request.path_params.get("upload") or request.query_params.get("upload", "")
        return self._uploads.find(upload, request.path_params["name"])


def _part_number(text: str) -> int:
    number = parse_number(text)
    if number is None or not 0 < number <= MOST_PARTS:
        raise HTTPException(400, f"The number of a part is 1 to {MOST_PARTS}.")
    return number


def _tags(body: Json) -> dict[int, str]:
    """Read the list of parts that completes an upload."""
    tags: dict[int, str] = {}
    listed = body.get("parts") if isinstance(body, dict) else None
    for part in items_of(listed):
        match part:
            case {"partNumber": int(number), "etag": str(tag)}:
                tags[number] = tag
            case _:
                raise HTTPException(400, "A part has a partNumber and an etag.")
    if not tags:
        raise HTTPException(400, "Send the list of parts.")
    return tags
