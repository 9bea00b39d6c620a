"""Whatever the service does, work is taken on at most once, and everything comes to an end."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, TypeAlias

import httpx
from hypothesis import event, given
from hypothesis import strategies as st

from tests.documents import steady

from .conftest import ANSWER, KEY

IDLE_TIMEOUT = 35.0
"""Seconds that a stream may be silent, even beyond the deadline."""

Chunks: TypeAlias = list[tuple[float, bytes]]


@dataclass(frozen=True)
class Turn:
    """What becomes of one request after so many seconds: an error, or a reply.

    A `body` of None is the right one, and `chunks` are for a status stream. `works` tells whether
    the service takes work on, whatever it says of it.
    """

    error: type[httpx.TransportError] | None = None
    status: int = 200
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict[str, str])
    chunks: Chunks | None = None
    works: bool = True
    seconds: float = 0.0


class UnreliableService:
    """A service that goes by a script and then does well; it counts the work it took on."""

    def __init__(self, turns: Iterable[Turn]) -> None:
        self._turns = iter(turns)
        self.now = 0.0
        self.work = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        turn = next(self._turns, Turn())
        read_timeout = request.extensions["timeout"]["read"]
        self.work += turn.works and request.method == "POST"
        self.wait(turn.seconds, read_timeout)
        if turn.error:
            raise turn.error("as the script says")
        if turn.chunks is not None and request.url.path.endswith("/status/stream"):
            stream_type = {"content-type": "text/event-stream"}
            return httpx.Response(
                200, headers=stream_type, stream=SlowBody(self, turn.chunks, read_timeout)
            )
        right = json.dumps(right_answer(request.url.path)).encode()
        body = right if turn.body is None else turn.body
        return httpx.Response(turn.status, content=body, headers=turn.headers)

    def wait(self, seconds: float, read_timeout: float) -> None:
        """Let time pass, as far as the client has read_timeout."""
        self.now += min(seconds, read_timeout)
        if seconds > read_timeout:
            raise httpx.ReadTimeout("the client hangs up")

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    async def asleep(self, seconds: float) -> None:
        self.sleep(seconds)


class SlowBody(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A stream whose chunks come after so many seconds each."""

    def __init__(self, service: UnreliableService, chunks: Chunks, read_timeout: float) -> None:
        self._service = service
        self._bits = chunks
        self._retry = read_timeout

    def __iter__(self) -> Iterator[bytes]:
        for seconds, chunk in self._bits:
            self._service.wait(seconds, self._retry)
            yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            yield chunk


def right_answer(path: str) -> dict[str, object]:
    if path.endswith("/edit"):
        return {"status": "IN_QUEUE", "request_id": "r1"}
    if "/status" in path:
        return {"status": "COMPLETED"}
    return ANSWER


seconds = st.sampled_from([0.0, 0.5, 5.0, 20.0, 100.0])
statuses = st.sampled_from(["IN_QUEUE", "IN_PROGRESS", "COMPLETED", "PAUSED"]).map(
    lambda word: json.dumps({"status": word}).encode()
)
chunks = statuses.map(lambda status: b"data: " + status + b"\n\n") | st.sampled_from(
    [b": ping\n\n", b"data: oops\n\n", b"data: {"]
)
unmet = st.sampled_from([httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout])
cut = st.sampled_from([httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError])
failed = st.sampled_from([400, 404, 422, 500, 502, 503, 504])
retry_after = st.sampled_from(
    [{}, {"retry-after": "0"}, {"retry-after": "20"}, {"retry-after": "x"}]
)
retryable = st.sampled_from([{"x-fal-retryable": "true"}, {"x-fal-needs-retry": "1"}])
unlike = st.sampled_from([b"", b"<html>", b"{}", b"null", b'{"request_id": 7}'])
nothing = st.just(value=False)
turns = st.lists(
    st.one_of(
        st.builds(Turn, error=unmet, works=nothing),
        st.builds(Turn, error=cut, seconds=seconds),
        st.builds(Turn, status=failed, body=st.just(b"{}"), seconds=seconds),
        st.builds(Turn, status=st.just(429), headers=retry_after, works=nothing),
        st.builds(Turn, status=failed, headers=retryable, works=nothing),
        st.builds(Turn, body=statuses | unlike, seconds=seconds),
        st.builds(Turn, chunks=st.lists(st.tuples(seconds, chunks), max_size=4), seconds=seconds),
        st.builds(Turn, seconds=seconds),
    ),
    max_size=12,
)


def outcome(api: ModuleType, kind: str, service: UnreliableService, timeout: float) -> Any:  # noqa: ANN401 - of a package built by the test
    """Subscribe, and give what comes of it: an answer or an error."""
    request = api.portrait.Input(prompt="by night")
    settings = {
        "key": KEY,
        "timeout": timeout,
        "clock": lambda: service.now,
        "random": lambda: 0.5,
    }
    transport = httpx.MockTransport(service)
    try:
        if kind == "Fal":
            http = httpx.Client(transport=transport)
            return api.Fal(http=http, sleep=service.sleep, **settings).subscribe(request)
        later = httpx.AsyncClient(transport=transport)
        fal = api.AsyncFal(http=later, sleep=service.asleep, **settings)
        return asyncio.run(fal.subscribe(request))
    except api.FalError as error:
        return error


@steady(600)
@given(
    kind=st.sampled_from(["Fal", "AsyncFal"]),
    script=turns,
    timeout=st.sampled_from([1.0, 30.0, 600.0]),
)
def test_work_is_taken_on_once_and_all_ends_in_an_answer_or_an_error_of_ours(
    *, api: ModuleType, kind: str, script: list[Turn], timeout: float
) -> None:
    service = UnreliableService(script)
    found = outcome(api, kind, service, timeout)
    event(type(found).__name__)
    assert isinstance(found, api.portrait.Output | api.FalError)
    assert service.work <= 1
    assert service.now <= timeout + IDLE_TIMEOUT


def test_a_service_that_does_well_is_asked_once_for_everything(api: ModuleType) -> None:
    service = UnreliableService([])
    assert outcome(api, "Fal", service, 600.0).description == "done"
    assert (service.work, service.now) == (1, 0.0)
