# The runtime of fal-codegen, from templates/python/runtime/_handle.py: edit it there.
"""What a client returns while a request is under way: handles on jobs, and streams."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import aclosing
from typing import TYPE_CHECKING, Generic, Self, TypeAlias

from pydantic import JsonValue

from ._errors import FalError
from ._flow import Done, Event
from ._model import T
from ._queue import Job, Status

if TYPE_CHECKING:
    from ._driver import AsyncDriver, Driver

OnUpdate: TypeAlias = Callable[[Status], None]
AsyncOnUpdate: TypeAlias = Callable[[Status], Awaitable[None] | None]
"""Called with each status of a job; with `AsyncFal` it may be a coroutine function."""


class Handle(Generic[T]):
    """A request that waits in the queue.

    Its `request_id` and the class of the request are enough to find it again from elsewhere:
    `fal.handle(Input, request_id)`.
    """

    def __init__(self, job: Job[T], driver: "Driver") -> None:
        self.job = job
        self._driver = driver

    def __repr__(self) -> str:
        """Show the job."""
        return f"Handle({self.job})"

    @property
    def request_id(self) -> str:
        """The id that the queue gave the request."""
        return self.job.request_id

    def status(self, *, logs: bool = False) -> Status:
        """Ask once how far it is, with the model's log lines if wanted."""
        return self._driver.run(self.job.status(logs=logs))

    def events(self, *, logs: bool = False) -> Generator[Status, None, None]:
        """Follow it until it has come to an end, one status after the other."""
        return self._driver.iterate(self.job.watch(logs=logs))

    def result(self) -> T:
        """Fetch the answer; raises `ApiError` if the job failed or is not done."""
        return self._driver.run(self.job.result())

    def cancel(self) -> bool:
        """Ask the queue to drop it; False where it had already completed."""
        return self._driver.run(self.job.cancel())

    def wait(self, *, on_update: OnUpdate | None = None, logs: bool = False) -> T:
        """Wait for the answer; `on_update` is called with each status that arrives."""
        return self._driver.run(self.job.wait(logs=logs), on_update)


class AsyncHandle(Generic[T]):
    """As `Handle`, awaited."""

    def __init__(self, job: Job[T], driver: "AsyncDriver") -> None:
        self.job = job
        self._driver = driver

    def __repr__(self) -> str:
        """As `Handle.__repr__`."""
        return f"AsyncHandle({self.job})"

    @property
    def request_id(self) -> str:
        """The id that the queue gave the request."""
        return self.job.request_id

    async def status(self, *, logs: bool = False) -> Status:
        """As `Handle.status`."""
        return await self._driver.run(self.job.status(logs=logs))

    async def events(self, *, logs: bool = False) -> AsyncGenerator[Status, None]:
        """As `Handle.events`."""
        async with aclosing(self._driver.iterate(self.job.watch(logs=logs))) as items:
            async for item in items:
                if not isinstance(item, Done):
                    yield item.value

    async def result(self) -> T:
        """As `Handle.result`."""
        return await self._driver.run(self.job.result())

    async def cancel(self) -> bool:
        """As `Handle.cancel`."""
        return await self._driver.run(self.job.cancel())

    async def wait(self, *, on_update: AsyncOnUpdate | None = None, logs: bool = False) -> T:
        """As `Handle.wait`."""
        return await self._driver.run(self.job.wait(logs=logs), on_update)


class Stream(Generic[T]):
    """The events that an endpoint sends while it works: iterate, then take the `answer`."""

    def __init__(self, events: Generator[JsonValue, None, T]) -> None:
        self._events = events
        self._answer: T | None = None

    def __iter__(self) -> Self:
        """Give the stream itself, which goes on where it stands."""
        return self

    def __next__(self) -> JsonValue:
        """Wait for the next event: JSON of the endpoint's own making."""
        try:
            return next(self._events)
        except StopIteration as stop:
            self._answer = stop.value or self._answer
            raise

    def answer(self) -> T:
        """Give the answer, once all events have come."""
        for _ in self:
            pass
        return _ended(self._answer)

    def close(self) -> None:
        """Close the connection before the end."""
        self._events.close()


class AsyncStream(Generic[T]):
    """As `Stream`, awaited."""

    def __init__(self, items: AsyncGenerator[Event[JsonValue] | Done[T], None]) -> None:
        self._items = items
        self._answer: T | None = None

    def __aiter__(self) -> Self:
        """As `Stream.__iter__`."""
        return self

    async def __anext__(self) -> JsonValue:
        """As `Stream.__next__`."""
        item = await anext(self._items)
        if isinstance(item, Done):
            self._answer = item.result
            raise StopAsyncIteration
        return item.value

    async def answer(self) -> T:
        """As `Stream.answer`."""
        async for _ in self:
            pass
        return _ended(self._answer)

    async def aclose(self) -> None:
        """As `Stream.close`."""
        await self._items.aclose()


def _ended(answer: T | None) -> T:
    if answer is None:
        raise FalError("the stream was closed before its answer came")
    return answer
