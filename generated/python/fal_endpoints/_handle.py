# The runtime of fal-codegen, from templates/python/runtime/_handle.py: edit it there.
"""What a client returns while a request is under way: handles on jobs, and streams."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import aclosing
from typing import TYPE_CHECKING, Generic, Self, TypeAlias, Unpack

from pydantic import JsonValue

from ._attributes import Alive
from ._callbacks import refuse_coroutines, refuse_uncallable
from ._errors import FalError
from ._flow import Done, Event, read_exactly, within
from ._lazy import LazyModule
from ._model import T
from ._options import Timed
from ._queue import Job, Status

if TYPE_CHECKING:
    from . import _driver
else:
    _driver = LazyModule("._driver", __package__)

OnUpdate: TypeAlias = Callable[[Status], None]
AsyncOnUpdate: TypeAlias = Callable[[Status], Awaitable[None] | None]
"""Called with each status of a job; with `AsyncFal` it may be a coroutine function."""


_INSTEAD = "its request_id can, and fal.handle(painter.Input, request_id) takes it up again"


class Handle(Alive, Generic[T]):
    """A request that waits in the queue.

    Its `request_id` and the class of the request are enough to find it again from elsewhere:
    `fal.handle(Input, request_id)`.
    """

    _instead = _INSTEAD

    def __init__(self, job: Job[T], driver: "_driver.Driver") -> None:
        self.job = job
        self._driver = driver

    def __repr__(self) -> str:
        """Show where the job is, and what it will answer."""
        return f"Handle({self.job})"

    @property
    def request_id(self) -> str:
        """The id that the queue gave the request."""
        return self.job.request_id

    def status(self, *, logs: bool = False, **timed: Unpack[Timed]) -> Status:
        """Ask once how far it is, with the model's log lines if wanted."""
        return self._driver.run(within(timed, self.job.status(logs=logs)))

    def events(
        self, *, logs: bool = False, **timed: Unpack[Timed]
    ) -> Generator[Status, None, None]:
        """Follow it until it has come to an end, one status after the other."""
        yield from self._driver.iterate(within(timed, self.job.follow(logs=logs)))

    def result(self, **timed: Unpack[Timed]) -> T:
        """Fetch the answer; raises `ApiError` if the job failed or is not done.

        With a `timeout`, a job that is not done is waited for as long; then it goes on.
        """
        flow = self.job.awaited_result() if "timeout" in timed else self.job.result()
        return self._driver.run(within(timed, flow))

    def cancel(self, **timed: Unpack[Timed]) -> bool:
        """Ask the queue to drop it; False where it had already completed."""
        return self._driver.run(within(timed, self.job.cancel()))

    def wait(
        self,
        *,
        on_update: OnUpdate | None = None,
        logs: bool = False,
        **timed: Unpack[Timed],
    ) -> T:
        """Wait for the answer; `on_update` is called with each status that arrives.

        When `timeout` is over, the job goes on.
        """
        refuse_coroutines(on_update=on_update)
        return self._driver.run(within(timed, self.job.wait(logs=logs)), on_update)


class AsyncHandle(Alive, Generic[T]):
    """As `Handle`, awaited."""

    _instead = _INSTEAD

    def __init__(self, job: Job[T], driver: "_driver.AsyncDriver") -> None:
        self.job = job
        self._driver = driver

    def __repr__(self) -> str:
        """As `Handle.__repr__`."""
        return f"AsyncHandle({self.job})"

    @property
    def request_id(self) -> str:
        """The id that the queue gave the request."""
        return self.job.request_id

    async def status(self, *, logs: bool = False, **timed: Unpack[Timed]) -> Status:
        """As `Handle.status`."""
        return await self._driver.run(within(timed, self.job.status(logs=logs)))

    async def events(
        self, *, logs: bool = False, **timed: Unpack[Timed]
    ) -> AsyncGenerator[Status, None]:
        """As `Handle.events`."""
        flow = within(timed, self.job.follow(logs=logs))
        async with aclosing(self._driver.iterate(flow)) as items:
            async for item in items:
                if not isinstance(item, Done):
                    yield item.value

    async def result(self, **timed: Unpack[Timed]) -> T:
        """As `Handle.result`."""
        flow = self.job.awaited_result() if "timeout" in timed else self.job.result()
        return await self._driver.run(within(timed, flow))

    async def cancel(self, **timed: Unpack[Timed]) -> bool:
        """As `Handle.cancel`."""
        return await self._driver.run(within(timed, self.job.cancel()))

    async def wait(
        self,
        *,
        on_update: AsyncOnUpdate | None = None,
        logs: bool = False,
        **timed: Unpack[Timed],
    ) -> T:
        """As `Handle.wait`."""
        refuse_uncallable(on_update=on_update)
        return await self._driver.run(within(timed, self.job.wait(logs=logs)), on_update)


OnEnqueue: TypeAlias = Callable[[Handle[T]], None]
AsyncOnEnqueue: TypeAlias = Callable[[AsyncHandle[T]], Awaitable[None] | None]
"""Called with a job's handle before it is waited for; with `AsyncFal` as above."""


class Stream(Generic[T]):
    """The events that an endpoint sends while it works: iterate, then take the `answer`."""

    def __init__(
        self, events: Generator[JsonValue, None, T], endpoint: str, output_type: type[T]
    ) -> None:
        self._events = events
        self._endpoint = endpoint
        self._output_type = output_type
        self._answer: T | None = None

    def __repr__(self) -> str:
        """Show whose events they are, and what comes at the end."""
        return f"<Stream of {self._endpoint} -> {self._output_type.__qualname__}>"

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

    def outputs(self) -> Generator[T, None, None]:
        """Give the events that read as the endpoint's answer, typed; leave out the others."""
        for event in self:
            output = read_exactly(self._output_type, event)
            if output is not None:
                yield output

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

    def __init__(
        self,
        items: AsyncGenerator[Event[JsonValue] | Done[T], None],
        endpoint: str,
        output_type: type[T],
    ) -> None:
        self._items = items
        self._endpoint = endpoint
        self._output_type = output_type
        self._answer: T | None = None

    def __repr__(self) -> str:
        """As `Stream.__repr__`."""
        return f"<AsyncStream of {self._endpoint} -> {self._output_type.__qualname__}>"

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

    async def outputs(self) -> AsyncGenerator[T, None]:
        """As `Stream.outputs`."""
        async for event in self:
            output = read_exactly(self._output_type, event)
            if output is not None:
                yield output

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
