"""Server-sent events, in the one form that fal uses: lines of `data:` with JSON."""

from collections.abc import AsyncIterator, Iterator

from starlette.responses import StreamingResponse

from fal_codegen.contract import Json
from fal_codegen.emulator.identity import NAME
from fal_codegen.emulator.wire import ServiceResponse

PING = b": ping\n\n"
"""A comment, which says that the stream is still there."""


class Events(StreamingResponse):
    """An answer that goes on as long as there are events; it ends early when its caller leaves."""

    def __init__(self, events: AsyncIterator[bytes], request_id: str) -> None:
        super().__init__(
            events,
            headers={
                "content-type": "text/event-stream",
                "cache-control": "no-cache",
                "x-fal-request-id": request_id,
                "x-fal-served-from": NAME,
            },
        )


def event(data: Json) -> bytes:
    """Spell one event."""
    return b"data: %b\n\n" % bytes(ServiceResponse(data).body)


def partial_outputs(output: Json) -> Iterator[Json]:
    """Give an output as it comes about: its first list grows by one item at a time.

    The last one is the output itself; one without a list comes whole, at once.
    """
    fields = output if isinstance(output, dict) else {}
    for name, value in fields.items():
        if isinstance(value, list):
            yield from ({**fields, name: value[:size]} for size in range(len(value)))
            break
    yield output
