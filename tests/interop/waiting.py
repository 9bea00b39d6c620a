"""`AsyncFal` driven as `Fal` is, so that one description of what callers do serves both."""

import asyncio
import inspect
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from itertools import islice
from types import ModuleType
from typing import Any


def waiting_client(package: ModuleType, **settings: str) -> Any:  # noqa: ANN401 - a generated class
    """Give a `Fal` that waits for nothing between its calls."""
    return package.Fal(sleep=_no_sleep, **settings)


def awaited_client(package: ModuleType, **settings: str) -> Any:  # noqa: ANN401 - as above
    """Give an `AsyncFal` that is called as the other."""
    fal = package.AsyncFal(sleep=_no_async_sleep, **settings)
    return Waiting(fal, asyncio.new_event_loop())


def each_of(events: Any, act: Callable[[Any], None], most: int | None = None) -> None:  # noqa: ANN401 - of either client
    """Do something with each event of a job as it comes, or so many, and leave the job alone."""
    if isinstance(events, Events):
        events.each(act, most)
        return
    for event in islice(events, most):
        act(event)


class Waiting:
    """Something to await, a client or a handle, each of whose coroutines is run to its end."""

    def __init__(self, awaited: Any, loop: asyncio.AbstractEventLoop) -> None:  # noqa: ANN401 - a generated class
        self._awaited = awaited
        self._loop = loop

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as the client has it
        """Give a value as it is, and a method as one that waits."""
        value = getattr(self._awaited, name)
        return self._waited_for(value) if inspect.ismethod(value) else value

    def close(self) -> None:
        """Close the client."""
        self._loop.run_until_complete(self._awaited.aclose())
        self._loop.close()

    def _waited_for(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - as the client has it
            result = method(*given, **named)
            if inspect.isasyncgen(result):
                return Events(result, self._loop)
            if inspect.iscoroutine(result):
                result = self._loop.run_until_complete(result)
            return (
                Waiting(result, self._loop) if type(result).__name__.startswith("Async") else result
            )

        return call


class Events:
    """Events to await, all by one task, as a caller does."""

    def __init__(self, awaited: AsyncGenerator[Any, Any], loop: asyncio.AbstractEventLoop) -> None:
        self._awaited = awaited
        self._loop = loop

    def each(self, act: Callable[[Any], None], most: int | None) -> None:
        """Do something with each, or so many; what it raises ends the task."""
        self._loop.run_until_complete(self._each(act, most))

    async def _each(self, act: Callable[[Any], None], most: int | None) -> None:
        async with aclosing(self._awaited) as events:
            count = 0
            async for event in events:
                act(event)
                count += 1
                if count == most:
                    return


def _no_sleep(_: float) -> None:
    """Wait for nothing."""


async def _no_async_sleep(_: float) -> None:
    """Wait for nothing."""
