"""v3.fal.media: the files that answers point to, for anyone."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from codegen.emulator.files import Files


class Media:
    """The host of files."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def routes(self) -> list[Route]:
        """List what it answers."""
        return [Route("/files/{name}", self._file)]

    async def _file(self, request: Request) -> Response:
        file = self._files.find(request.path_params["name"])
        if file is None:
            raise HTTPException(404, "There is no such file.")
        return Response(file.content, media_type=file.media_type)
