"""What all hosts of one emulator share, and the work that a request asks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from starlette.exceptions import HTTPException
from starlette.requests import Request

from fal_codegen.contract import EndpointId
from fal_codegen.emulator.address import made_files
from fal_codegen.emulator.answers.lies import Lie
from fal_codegen.emulator.answers.model import Model
from fal_codegen.emulator.faults.fault import fault_of
from fal_codegen.emulator.files.store import Files
from fal_codegen.emulator.identity import REPEATED, Ids
from fal_codegen.emulator.jobs.clock import REAL, Clock
from fal_codegen.emulator.jobs.job import Work
from fal_codegen.emulator.outcome import Outcome
from fal_codegen.emulator.wire import LARGEST_BODY, parse_body, receive_body


@dataclass(frozen=True, slots=True)
class AppState:
    """The emulated models, the files they are sent, numbers and ids of requests, and the time."""

    models: Mapping[EndpointId, Model]
    files: Files = field(default_factory=Files)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    ids: Ids = REPEATED
    clock: Clock = REAL

    async def work(self, endpoint: EndpointId, request: Request) -> tuple[Work, bytes]:
        """Give the work a request asks a model for, and its body.

        404 where there is no such model.
        """
        model = self.models.get(endpoint)
        if model is None:
            raise self._no_endpoint(endpoint)
        failure = fault_of(request).failure
        if failure is not None:
            return lambda: failure, b""
        body = await receive_body(request, LARGEST_BODY)
        lie = fault_of(request).untrue
        return partial(_performed, model, body, made_files(request), lie), body

    def _no_endpoint(self, endpoint: EndpointId) -> HTTPException:
        """Give the 404 of what is no endpoint.

        Below an app that there is, the app itself answers, and bills nothing (service's source).
        """
        below = endpoint.removeprefix(endpoint.app)
        if below and any(id_.app == endpoint.app for id_ in self.models):
            return HTTPException(404, f"Path {below} not found", {"x-fal-billable-units": "0"})
        return HTTPException(404, f"The emulator has no document of {endpoint}.")


def _performed(model: Model, body: bytes, folder: str, lie: Lie) -> Outcome:
    value = parse_body(body)
    return value if isinstance(value, Outcome) else model.perform(value, folder, lie)
