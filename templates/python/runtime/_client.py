"""The client: `Fal`, and `AsyncFal` for `await`; each is a thin face of the same conversations."""

import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Generic, Self

import httpx

from ._line import AsyncLine, Key, Line, Terms
from ._model import Request, T
from ._queue import Job, OnUpdate, Status
from ._service import Service

TIMEOUT = 600.0
"""Seconds; our own choice: slow models take minutes, and a program should not hang for an hour."""


@dataclass(frozen=True, slots=True)
class Handle(Generic[T]):
    """A request that waits in the queue.

    Its `request_id` and the class of the request are enough to find it again from elsewhere:
    `fal.handle(Input, request_id)`.
    """

    job: Job[T]
    _line: Line = field(repr=False)

    @property
    def request_id(self) -> str:
        """The id that the queue gave the request."""
        return self.job.request_id

    def status(self, *, logs: bool = False) -> Status:
        """Ask once how far it is, with the model's log lines if wanted."""
        return self._line.hold(self.job.status(logs=logs))

    def result(self) -> T:
        """Fetch the answer; raises `ApiError` if the job failed or is not done."""
        return self._line.hold(self.job.result())

    def cancel(self) -> bool:
        """Ask the queue to drop it; False where it had already completed."""
        return self._line.hold(self.job.cancel())

    def wait(self, *, on_update: OnUpdate | None = None, logs: bool = False) -> T:
        """Wait for the answer; `on_update` is told the status at every look."""
        return self._line.hold(self.job.wait(on_update=on_update, logs=logs))


@dataclass(frozen=True, slots=True)
class AsyncHandle(Generic[T]):
    """As `Handle`, awaited."""

    job: Job[T]
    _line: AsyncLine = field(repr=False)

    @property
    def request_id(self) -> str:
        """The id that the queue gave the request."""
        return self.job.request_id

    async def status(self, *, logs: bool = False) -> Status:
        """As `Handle.status`."""
        return await self._line.hold(self.job.status(logs=logs))

    async def result(self) -> T:
        """As `Handle.result`."""
        return await self._line.hold(self.job.result())

    async def cancel(self) -> bool:
        """As `Handle.cancel`."""
        return await self._line.hold(self.job.cancel())

    async def wait(self, *, on_update: OnUpdate | None = None, logs: bool = False) -> T:
        """As `Handle.wait`."""
        return await self._line.hold(self.job.wait(on_update=on_update, logs=logs))


async def _async_sleep(seconds: float) -> None:
    import asyncio  # noqa: PLC0415 - a tenth of the time to import this package, where unused

    await asyncio.sleep(seconds)


class Fal:
    """The service.

    `key` (else FAL_KEY) is needed at the first call. `gateway` (else FAL_GATEWAY) is one URL that
    stands in front of all of fal's hosts and finds the host in the first path segment. `timeout`
    is in seconds, for everything one method does: no call begins after it, and none waits longer
    than is left of it. A client given as `http` stays the caller's to close. `clock` and `sleep`
    are time itself, for tests.
    """

    def __init__(  # noqa: PLR0913 - each is a setting of its own, and given by name
        self,
        *,
        key: str | None = None,
        gateway: str | None = None,
        timeout: float = TIMEOUT,
        http: httpx.Client | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._service = _service(gateway)
        self._line = Line(http or httpx.Client(), _terms(key, timeout, clock), sleep)
        self._owns_http = http is None

    def run(self, request: Request[T]) -> T:
        """Send a request and wait on the open line for its answer."""
        return self._line.hold(self._service.run(request))

    def submit(self, request: Request[T]) -> Handle[T]:
        """Put a request into the queue and come back at once."""
        return Handle(self._line.hold(self._service.submit(request)), self._line)

    def subscribe(
        self, request: Request[T], *, on_update: OnUpdate | None = None, logs: bool = False
    ) -> T:
        """Put a request into the queue and wait for its answer, as `submit(…).wait(…)`."""
        return self._line.hold(self._service.subscribe(request, on_update=on_update, logs=logs))

    def handle(self, kind: type[Request[T]], request_id: str) -> Handle[T]:
        """Take up a request that was submitted earlier or elsewhere; asks nothing yet."""
        return Handle(self._service.job(kind, request_id), self._line)

    def close(self) -> None:
        """Close the connections."""
        if self._owns_http:
            self._line.http.close()

    def __enter__(self) -> Self:
        """Give the client itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self.close()


class AsyncFal:
    """As `Fal`, awaited."""

    def __init__(  # noqa: PLR0913 - as in `Fal`
        self,
        *,
        key: str | None = None,
        gateway: str | None = None,
        timeout: float = TIMEOUT,
        http: httpx.AsyncClient | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = _async_sleep,
    ) -> None:
        self._service = _service(gateway)
        self._line = AsyncLine(http or httpx.AsyncClient(), _terms(key, timeout, clock), sleep)
        self._owns_http = http is None

    async def run(self, request: Request[T]) -> T:
        """As `Fal.run`."""
        return await self._line.hold(self._service.run(request))

    async def submit(self, request: Request[T]) -> AsyncHandle[T]:
        """As `Fal.submit`."""
        return AsyncHandle(await self._line.hold(self._service.submit(request)), self._line)

    async def subscribe(
        self, request: Request[T], *, on_update: OnUpdate | None = None, logs: bool = False
    ) -> T:
        """As `Fal.subscribe`."""
        return await self._line.hold(
            self._service.subscribe(request, on_update=on_update, logs=logs)
        )

    def handle(self, kind: type[Request[T]], request_id: str) -> AsyncHandle[T]:
        """As `Fal.handle`."""
        return AsyncHandle(self._service.job(kind, request_id), self._line)

    async def aclose(self) -> None:
        """As `Fal.close`."""
        if self._owns_http:
            await self._line.http.aclose()

    async def __aenter__(self) -> Self:
        """Give the client itself."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the connections."""
        await self.aclose()


def _service(gateway: str | None) -> Service:
    front = gateway or os.environ.get("FAL_GATEWAY")
    return Service.behind(front) if front else Service()


def _terms(key: str | None, timeout: float, clock: Callable[[], float]) -> Terms:
    return Terms(Key(key or os.environ.get("FAL_KEY")), timeout, clock)
