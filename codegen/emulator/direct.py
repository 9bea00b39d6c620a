"""fal.run: send a body, get the output."""

from starlette.requests import Request
from starlette.routing import Route

from codegen.emulator.identity import request_id
from codegen.emulator.wire import Reply, endpoint_id, reply
from codegen.emulator.workshop import Workshop


class Direct:
    """The host that answers at once."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop

    def routes(self) -> list[Route]:
        """List what it answers."""
        return [Route("/{id:path}", self._run, methods=["POST"])]

    async def _run(self, request: Request) -> Reply:
        outcome = await self._workshop.perform(endpoint_id(request.path_params["id"]), request)
        return reply(outcome, request_id(next(self._workshop.numbers)))
