"""Where work is done, whichever host took it in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from starlette.exceptions import HTTPException
from starlette.requests import Request

from codegen.contract import EndpointId
from codegen.emulator.files import File, Files
from codegen.emulator.hosts import MEDIA, origin
from codegen.emulator.images import Picture
from codegen.emulator.model import Model
from codegen.emulator.outcome import Outcome
from codegen.emulator.wire import read


@dataclass(frozen=True, slots=True)
class Workshop:
    """The emulated models, the files they make, and the numbers of requests as they come in."""

    models: Mapping[EndpointId, Model]
    files: Files = field(default_factory=Files)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    async def perform(self, endpoint: EndpointId, request: Request) -> Outcome:
        """Have a model do what a request asks; 404 where there is no such model."""
        model = self.models.get(endpoint)
        if model is None:
            raise HTTPException(404, f"The emulator has no document of {endpoint}.")
        body = await read(request)
        if isinstance(body, Outcome):
            return body

        def publish(picture: Picture) -> str:
            self.files.keep(picture.name, File(picture.content, picture.media_type))
            return f"{origin(request)}{MEDIA}/files/{picture.name}"

        return model.perform(body, publish)
