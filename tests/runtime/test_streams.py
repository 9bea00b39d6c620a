"""Server-sent events, and an endpoint that sends them while it works."""

import asyncio
import json
from types import ModuleType
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents import steady

from .conftest import ANSWER, FakeService, WithClient


def event(body: object) -> bytes:
    return b"data: " + json.dumps(body).encode() + b"\n\n"


data_lines = st.binary(max_size=5).map(lambda line: line.translate(None, b"\r\n"))
noise = st.sampled_from([b": ping", b"event: progress", b"id: 7", b"retry: 1", b"nonsense"])
events_told = st.lists(st.tuples(st.lists(data_lines, min_size=1, max_size=3), noise), max_size=4)


def spelled(events: list[tuple[list[bytes], bytes]], end: bytes) -> bytes:
    blocks = [[other, *(b"data: " + line for line in data), b""] for data, other in events]
    return b"".join(line + end for block in blocks for line in block)


@steady(150)
@given(events_sent=events_told, end=st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_events_are_the_same_wherever_the_bytes_are_cut(
    api: ModuleType, events_sent: list[tuple[list[bytes], bytes]], end: bytes
) -> None:
    text, expected = spelled(events_sent, end), [b"\n".join(data) for data, _ in events_sent]
    for place in range(len(text) + 1):
        events = api.EventParser(1000)
        assert [*events.feed(text[:place]), *events.feed(text[place:])] == expected
    events = api.EventParser(1000)
    assert [found for byte in text for found in events.feed(bytes([byte]))] == expected


def test_a_mark_of_the_byte_order_before_the_first_event_is_no_part_of_it(api: ModuleType) -> None:
    events, text = api.EventParser(1000), b"\xef\xbb\xbfdata: 1\n\n"
    assert [found for byte in text for found in events.feed(bytes([byte]))] == [b"1"]


def test_an_event_that_never_ends_is_none(api: ModuleType) -> None:
    assert list(api.EventParser(1000).feed(b"data: 1\n\ndata: 2\n")) == [b"1"]


def test_a_space_after_the_colon_is_not_data_and_a_second_one_is(api: ModuleType) -> None:
    assert list(api.EventParser(1000).feed(b"data:1\n\ndata:  2\n\n: data: 3\n\n")) == [b"1", b" 2"]


def streamed(fal: Any, request: object) -> Any:  # noqa: ANN401 - of a package built by the test
    """Give the events of a stream, and its answer."""
    stream = fal.stream(request)
    if hasattr(stream, "__aiter__"):
        return _streamed(stream)
    return list(stream), stream.answer()


async def _streamed(stream: Any) -> tuple[list[object], object]:  # noqa: ANN401 - as above
    return [event async for event in stream], await stream.answer()


@pytest.fixture
def request_(api: ModuleType) -> Any:  # noqa: ANN401 - as above
    return api.portrait.Input(prompt="by night")


def test_an_event_may_be_as_large_as_the_limit(api: ModuleType) -> None:
    events = api.EventParser(len(b"data:12345\n"))
    for _ in range(2):
        assert list(events.feed(b"data:12345\n\n")) == [b"12345"]
    with pytest.raises(Exception, match="larger than 11 bytes"):
        list(events.feed(b"data:123456\n\n"))


def test_a_line_of_another_kind_does_not_end_an_event(api: ModuleType) -> None:
    assert list(api.EventParser(1000).feed(b"data: 1\nid: 7\ndata: 2\n\n")) == [b"1\n2"]


def test_a_stream_gives_every_event_and_the_last_is_the_answer(
    service: FakeService, with_client: WithClient, request_: object
) -> None:
    body = service.drips(
        event({"step": 1})[:9], event({"step": 1})[9:] + b": ping\n\n", event(ANSWER)
    )
    events, answer = with_client(lambda fal: streamed(fal, request_))
    assert events == [{"step": 1}, ANSWER]
    assert answer.description == "done"
    assert service.asked == [("POST", "https://fal.run/toy/portrait/edit/stream")]
    assert body.closed


def test_the_answer_of_a_stream_needs_no_iteration(
    service: FakeService, with_client: WithClient, request_: object
) -> None:
    service.drips(event({"step": 1}), event(ANSWER))
    assert with_client(lambda fal: fal.stream(request_).answer()).description == "done"


def test_an_endpoint_that_answers_at_once_has_a_stream_without_events(
    service: FakeService, with_client: WithClient, request_: object
) -> None:
    service.says(200, ANSWER)
    events, answer = with_client(lambda fal: streamed(fal, request_))
    assert (events, answer.description) == ([], "done")


def test_a_stream_that_is_refused_raises_the_refusal(
    api: ModuleType, service: FakeService, with_client: WithClient, request_: object
) -> None:
    service.says(404, {"detail": "no stream here"})
    with pytest.raises(api.NotFound, match="no stream here"):
        with_client(lambda fal: streamed(fal, request_))


@pytest.mark.parametrize(
    "chunks", [(b"data: {oops\n\n",), (b"data: " + b"[" * 100_000 + b"\n\n",), (event(7),), ()]
)
def test_what_is_no_answer_is_unexpected(
    api: ModuleType,
    service: FakeService,
    with_client: WithClient,
    request_: object,
    chunks: tuple[bytes, ...],
) -> None:
    body = service.drips(*chunks)
    with pytest.raises(api.UnexpectedAnswer):
        with_client(lambda fal: streamed(fal, request_))
    assert body.closed


def test_a_stream_that_is_cut_off_is_not_asked_for_again(
    api: ModuleType, service: FakeService, with_client: WithClient, request_: object
) -> None:
    service.drips(event({"step": 1}), httpx.ReadError("cut off"))
    with pytest.raises(api.TransportError, match="cut off"):
        with_client(lambda fal: streamed(fal, request_))
    assert len(service.requests) == 1


def test_closing_a_stream_closes_the_connection(
    api: ModuleType, service: FakeService, request_: object
) -> None:
    body = service.drips(event({"step": 1}), event(ANSWER))
    http = httpx.Client(transport=httpx.MockTransport(service))
    stream = api.Fal(http=http, **service.settings).stream(request_)
    assert next(stream) == {"step": 1}
    assert not body.closed
    stream.close()
    assert body.closed
    with pytest.raises(api.FalError, match="closed before its answer"):
        stream.answer()


def test_closing_a_stream_closes_the_connection_when_it_is_awaited(
    api: ModuleType, service: FakeService, request_: object
) -> None:
    body = service.drips(event({"step": 1}), event(ANSWER))

    async def scenario() -> None:
        http = httpx.AsyncClient(transport=httpx.MockTransport(service))
        stream = api.AsyncFal(http=http, **service.settings).stream(request_)
        assert await anext(stream) == {"step": 1}
        await stream.aclose()
        assert body.closed
        with pytest.raises(api.FalError, match="closed before its answer"):
            await stream.answer()

    asyncio.run(scenario())


def test_events_that_read_as_the_answer_have_its_type_and_others_are_left_out(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    growing = [{**ANSWER, "description": text} for text in ("a", "a door")]
    service.drips(*map(event, [growing[0], {"progress": 1}, [], growing[1]]))

    async def awaited(stream: Any) -> list[Any]:  # noqa: ANN401 - of a package built by the test
        return [output async for output in stream.outputs()]

    def scenario(fal: Any) -> Any:  # noqa: ANN401 - of a package built by the test
        stream = fal.stream(api.portrait.Input(prompt="by night"))
        return awaited(stream) if hasattr(stream, "__aiter__") else list(stream.outputs())

    outputs = with_client(scenario)
    assert [type(output) for output in outputs] == [api.portrait.Output] * 2
    assert [output.description for output in outputs] == ["a", "a door"]
