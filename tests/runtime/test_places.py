"""Many calls of one `AsyncFal` at once."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from types import ModuleType
from typing import Any

import httpx
import pytest

from .conftest import ANSWER, KEY

PLACES, LISTENERS = 200, 150
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
        """Let whoever looks again do so at the end."""
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


def test_more_calls_than_there_are_places_take_turns(api: ModuleType) -> None:
    async def scene() -> None:
        async with crowded(api) as (fal, crowd, group):
            calls = [group.create_task(fal.run(asked(api))) for _ in range(3 * PLACES)]
            await settled()
            assert crowd.waiting == PLACES
            crowd.open.set()
        assert crowd.most == PLACES
        assert len(crowd.paths) == len(calls)

    asyncio.run(scene())


def test_who_listens_leaves_places_for_calls(api: ModuleType) -> None:
    async def scene() -> None:
        async with crowded(api) as (fal, crowd, group):
            for _ in range(2 * PLACES):
                group.create_task(fal.subscribe(asked(api)))
            await settled()
            assert crowd.count("/portrait/edit") == 2 * PLACES  # all are submitted
            assert crowd.count("/status/stream") == LISTENERS
            assert crowd.count("/status") == 2 * PLACES - LISTENERS  # who cannot listen looks
            crowd.open.set()
        assert crowd.count("/requests/r1") == 2 * PLACES

    asyncio.run(scene())


def test_a_turn_that_does_not_come_in_time_is_a_timeout_and_nothing_was_sent(
    api: ModuleType,
) -> None:
    async def scene() -> None:
        async with crowded(api, timeout=0.01, clock=lambda: 0.0) as (fal, crowd, group):
            for _ in range(PLACES):
                group.create_task(fal.run(asked(api)))
            await settled()
            with pytest.raises(api.Timeout):
                await fal.run(asked(api))
            crowd.open.set()
        assert len(crowd.paths) == PLACES

    asyncio.run(scene())


def test_a_call_that_is_cancelled_gives_its_place_or_its_turn_back(api: ModuleType) -> None:
    async def scene() -> None:
        async with crowded(api) as (fal, crowd, group):
            calls = [group.create_task(fal.run(asked(api))) for _ in range(2 * PLACES)]
            await settled()
            for call in calls:
                call.cancel()
            await asyncio.gather(*calls, return_exceptions=True)
            again = [group.create_task(fal.run(asked(api))) for _ in range(PLACES)]
            await settled()
            assert crowd.waiting == PLACES
            crowd.open.set()
        assert all(call.done() for call in again)

    asyncio.run(scene())
