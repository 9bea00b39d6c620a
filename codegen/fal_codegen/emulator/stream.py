"""Server-sent events: lines of `data:` with JSON, with `event:` before those of an output."""

from collections.abc import AsyncIterator, Container, Iterator

from starlette.responses import StreamingResponse

from fal_codegen.contract import Json, node_of
from fal_codegen.emulator.identity import NAME
from fal_codegen.emulator.wire import ServiceResponse

_STREAM = "/stream"
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


def endpoint_and_form(path: str, known: Container[object]) -> tuple[str, bool]:
    """Give the endpoint that a path names, and whether its output is to come as events.

    That is asked for by `/stream` behind an id; an id may itself end so.
    """
    streamed = path.endswith(_STREAM)
    endpoint = path if path in known else path.removesuffix(_STREAM)
    return endpoint, streamed


def event(data: Json) -> bytes:
    """Spell one event of a job's status."""
    return b"data: %b\n\n" % bytes(ServiceResponse(data).body)


def output_event(data: Json) -> bytes:
    """Spell one event of an output, which has a name (service's source)."""
    return b"event: event\n" + event(data)


def partial_outputs(output: Json) -> Iterator[Json]:
    """Give an output as it comes about: its first list or text grows by an item or a word a time.

    One that has a flag `partial` has it set until the last (documentation page, service's source).
    The last one is the output itself; one with nothing that grows comes whole, at once.
    """
    fields = node_of(output)
    flags: dict[str, Json] = {"partial": True} if isinstance(fields.get("partial"), bool) else {}
    for name, value in fields.items():
        grown = [*_grown(value)]
        if grown:
            yield from ({**fields, name: each, **flags} for each in grown)
            break
    yield {**fields, "partial": False} if flags else output


def _grown(value: Json) -> Iterator[Json]:
    """Give what a list or a text of several words was before it was whole."""
    if isinstance(value, list):
        yield from (value[:size] for size in range(len(value)))
    elif isinstance(value, str) and " " in value:
        words = value.split(" ")
        yield from (" ".join(words[:size]) for size in range(1, len(words)))
