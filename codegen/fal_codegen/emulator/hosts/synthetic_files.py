"""v3.fal.media/files/made: the files of answers, made when they are fetched, for anyone.

Nothing is kept, so an address stays good for as long as an emulator runs, this one or the next.
"""

import asyncio

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from fal_codegen.emulator.address import SYNTHETIC
from fal_codegen.emulator.answers.synthetic import BYTES_OF, content, parse_name
from fal_codegen.emulator.files.ranges import file_response


class SyntheticFiles:
    """The part of the host of files that makes them."""

    def __init__(self) -> None:
        self._making = asyncio.Lock()  # one at a time: the largest takes 100 MB while it is made

    def routes(self) -> list[Route]:
        """List what it answers."""
        return [Route(f"/{SYNTHETIC}/{{name}}", self._file)]

    async def _file(self, request: Request) -> Response:
        made = parse_name(name := request.path_params["name"])
        true = parse_name(request.query_params.get(BYTES_OF, name))
        if made is None or true is None:
            raise HTTPException(404, "There is no such file.")
        async with self._making:
            file = await run_in_threadpool(content, true)
        return file_response(request, file, made.media_type)
