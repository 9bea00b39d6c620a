"""Where work is done, whichever host took it in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from starlette.exceptions import HTTPException
from starlette.requests import Request

from codegen.contract import EndpointId
from codegen.emulator.answers.gallery import FOLDER
from codegen.emulator.answers.model import Model
from codegen.emulator.faults.words import fault_of
from codegen.emulator.files.store import Files
from codegen.emulator.hosts.address import MEDIA, origin
from codegen.emulator.jobs.clock import REAL, Clock
from codegen.emulator.jobs.job import Work
from codegen.emulator.outcome import Outcome
from codegen.emulator.wire import read


@dataclass(frozen=True, slots=True)
class Workshop:
    """The emulated models, the files they are sent, the numbers of requests, and the time."""

    models: Mapping[EndpointId, Model]
    files: Files = field(default_factory=Files)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    clock: Clock = REAL

    async def work(self, endpoint: EndpointId, request: Request) -> Work:
        """Give the work a request asks a model for; 404 where there is no such model."""
        model = self.models.get(endpoint)
        if model is None:
            raise HTTPException(404, f"The emulator has no document of {endpoint}.")
        body = fault_of(request).failure or await read(request)
        if isinstance(body, Outcome):
            return lambda: body
        start = origin(request)

        def publish(name: str) -> str:
            return f"{start}{MEDIA}/{FOLDER}/{name}"

        return partial(model.perform, body, publish)
