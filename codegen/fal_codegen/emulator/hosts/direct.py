"""fal.run: send a body, get the output, at once or as it comes about."""

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from fal_codegen.contract import EndpointId, Json
from fal_codegen.emulator.faults.fault import fault_of
from fal_codegen.emulator.jobs.job import NOT_STARTED
from fal_codegen.emulator.outcome import Outcome
from fal_codegen.emulator.platform.records import Record, Records
from fal_codegen.emulator.state import AppState
from fal_codegen.emulator.stream import Events, endpoint_and_form, output_event, partial_outputs
from fal_codegen.emulator.wire import caller_left, endpoint_id, remembered, reply, start_timeout


class Direct:
    """The host that answers at once."""

    def __init__(self, state: AppState, records: Records) -> None:
        self._state = state
        self._records = records

    def routes(self) -> list[Route]:
        """List what it answers."""
        return [Route("/{id:path}", self._run, methods=["POST"])]

    async def _run(self, request: Request) -> Response:
        path, streamed = endpoint_and_form(request.path_params["id"], self._state.models)
        endpoint = endpoint_id(path)
        outcome, body = await self._perform(endpoint, request)
        number = next(self._state.numbers)
        id_ = self._state.ids.request(number)
        self._records.note(Record(number, id_, endpoint, remembered(request, body), outcome))
        if streamed and outcome.ok:
            return Events(_coming(outcome.body), id_)
        return reply(outcome, id_)

    async def _perform(self, endpoint: EndpointId, request: Request) -> tuple[Outcome, bytes]:
        work, body = await self._state.work(endpoint, request)
        fault, within = fault_of(request), start_timeout(request)
        expires = fault.pace(within).expires
        if expires is not None:
            await self._state.clock.sleep(expires)
            return NOT_STARTED, body
        if fault.never:
            await caller_left(request)
        elif fault.takes:
            await self._state.clock.sleep(fault.takes)
        return work(), body


async def _coming(output: Json) -> AsyncIterator[bytes]:
    for each in partial_outputs(output):
        yield output_event(each)
        await asyncio.sleep(0)
