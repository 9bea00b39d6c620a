"""The concurrency limiter: many calls of one `AsyncFal` at once."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from types import ModuleType
from typing import Any

import httpx
import pytest

from .conftest import ANSWER, KEY

CONNECTIONS, STATUS_STREAMS = 200, 150
TICKET = {"request_id": "r1"}


class Crowd(httpx.AsyncBaseTransport):
    """A service whose work takes until it is told otherwise, and which counts who waits for it."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.paths: list[str] = []
        self.waiting = 0
        self.most = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.paths.append(request.url.path)
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        try:
            return await self.answered(request)
        finally:
            self.waiting -= 1

    async def answered(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "queue.fal.run" and request.method == "POST":
            return httpx.Response(200, json=TICKET)
        if request.url.path.endswith("/status"):
            done = self.open.is_set()
            return httpx.Response(200, json={"status": "COMPLETED" if done else "IN_PROGRESS"})
        await self.open.wait()
        return httpx.Response(405 if request.url.path.endswith("/stream") else 200, json=ANSWER)

    async def sleep(self, _: float) -> None:
        """Let polls go on at the end."""
        await self.open.wait()

    def count(self, end: str) -> int:
        return sum(path.endswith(end) for path in self.paths)


@asynccontextmanager
async def crowded(
    api: ModuleType, **settings: object
) -> AsyncGenerator[tuple[Any, Crowd, asyncio.TaskGroup]]:
    crowd = Crowd()
    http = httpx.AsyncClient(transport=crowd)
    async with (
        api.AsyncFal(key=KEY, http=http, sleep=crowd.sleep, **settings) as fal,
        asyncio.TaskGroup() as group,
    ):
        yield fal, crowd, group


async def settled() -> None:
    """Let every task go on until it waits."""
    for _ in range(1000):
        await asyncio.sleep(0)


def asked(api: ModuleType) -> Any:  # noqa: ANN401 - of a package built by the test
    return api.portrait.Input(prompt="by night")


def test_more_calls_than_there_are_connections_take_turns(api: ModuleType) -> None:
    async def scenario() -> None:
        async with crowded(api) as (fal, crowd, group):
            calls = [group.create_task(fal.run(asked(api))) for _ in range(3 * CONNECTIONS)]
            await settled()
            assert crowd.waiting == CONNECTIONS
            crowd.open.set()
        assert crowd.most == CONNECTIONS
        assert len(crowd.paths) == len(calls)

    asyncio.run(scenario())


def test_status_streams_leave_connections_for_calls(api: ModuleType) -> None:
    async def scenario() -> None:
        async with crowded(api) as (fal, crowd, group):
            for _ in range(2 * CONNECTIONS):
                group.create_task(fal.subscribe(asked(api)))
            await settled()
            assert crowd.count("/portrait/edit") == 2 * CONNECTIONS  # all are submitted
            assert crowd.count("/status/stream") == STATUS_STREAMS
            assert crowd.count("/status") == 2 * CONNECTIONS - STATUS_STREAMS  # the others poll
            crowd.open.set()
        assert crowd.count("/requests/r1") == 2 * CONNECTIONS

    asyncio.run(scenario())


def test_a_turn_that_does_not_come_in_time_is_a_timeout_and_nothing_was_sent(
    api: ModuleType,
) -> None:
    moments: list[float] = []

    def clock() -> float:
        return moments.pop(0) if moments else 0.0

    async def scenario() -> None:
        async with crowded(api, timeout=1000, clock=clock, retries=0) as (fal, crowd, group):
            for _ in range(CONNECTIONS):
                group.create_task(fal.run(asked(api)))
            await settled()
            moments[:] = [0.0, 999.99, 999.99]  # so the next call has a hundredth of a second left
            with pytest.raises(api.Timeout):
                await fal.run(asked(api))
            crowd.open.set()
        assert len(crowd.paths) == CONNECTIONS

    asyncio.run(scenario())


def test_a_call_that_is_cancelled_gives_its_connection_or_its_turn_back(api: ModuleType) -> None:
    async def scenario() -> None:
        async with crowded(api) as (fal, crowd, group):
            calls = [group.create_task(fal.run(asked(api))) for _ in range(2 * CONNECTIONS)]
            await settled()
            for call in calls:
                call.cancel()
            await asyncio.gather(*calls, return_exceptions=True)
            again = [group.create_task(fal.run(asked(api))) for _ in range(CONNECTIONS)]
            await settled()
            assert crowd.waiting == CONNECTIONS
            crowd.open.set()
        assert all(call.done() for call in again)

    asyncio.run(scenario())
