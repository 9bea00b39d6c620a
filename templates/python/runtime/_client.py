# The runtime of fal-codegen, from templates/python/runtime/_client.py: edit it there.
"""The client: `Fal`, and `AsyncFal` for `await`; both run the same flows of the protocol."""

import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self, Unpack

from ._handle import AsyncHandle, AsyncOnUpdate, AsyncStream, Handle, OnUpdate, Stream
from ._model import Request, T
from ._options import Lifecycle, Options
from ._service import Service
from ._settings import Settings
from ._storage import Content, Progress
from ._webhook import Delivery, Keyring

if TYPE_CHECKING:
    import httpx


async def _async_sleep(seconds: float) -> None:
    import asyncio  # not at the top: it would make importing `Fal` a third slower

    await asyncio.sleep(seconds)


class Fal:
    """The service; see `Settings` for its settings, `FalError` for what can go wrong.

    A client given as `http`, with any transport, stays the caller's to close; `proxy` and `ca` are
    its own business then. `sleep` waits for seconds.
    """

    def __init__(
        self,
        *,
        http: "httpx.Client | None" = None,
        sleep: Callable[[float], object] = time.sleep,
        **settings: Unpack[Settings],
    ) -> None:
        from ._driver import Driver  # and httpx, which takes as long to import as all the rest

        self._service = Service.from_environment(settings.get("gateway"))
        self._driver = Driver(http, settings, sleep)
        self._keyring = Keyring()

    def run(self, request: Request[T], **options: Unpack[Options]) -> T:
        """Send a request and wait for its answer, on the same connection."""
        return self._driver.run(self._service.run(request, options))

    def stream(self, request: Request[T], **options: Unpack[Options]) -> Stream[T]:
        """Send a request and read the events that the endpoint sends meanwhile; few do."""
        return Stream(self._driver.iterate(self._service.stream(request, options)))

    def submit(
        self, request: Request[T], *, webhook_url: str | None = None, **options: Unpack[Options]
    ) -> Handle[T]:
        """Put a request into the queue and come back at once.

        The service calls `webhook_url` when it is done: see `verify_webhook`.
        """
        job = self._driver.run(self._service.submit(request, options, webhook_url))
        return Handle(job, self._driver)

    def subscribe(
        self,
        request: Request[T],
        *,
        on_update: OnUpdate | None = None,
        logs: bool = False,
        **options: Unpack[Options],
    ) -> T:
        """Put a request into the queue and wait for its answer, as `submit(…).wait(…)`."""
        return self._driver.run(self._service.subscribe(request, options, logs=logs), on_update)

    def handle(self, kind: type[Request[T]], request_id: str) -> Handle[T]:
        """Take up a request that was submitted earlier or elsewhere; asks nothing yet."""
        return Handle(self._service.job(kind, request_id), self._driver)

    def upload(
        self,
        content: bytes | Path | BinaryIO,
        *,
        content_type: str | None = None,
        file_name: str | None = None,
        lifecycle: Lifecycle | None = None,
        on_progress: Callable[[Progress], object] | None = None,
    ) -> str:
        """Upload a file to the service's storage; gives the URL that endpoints can read it at."""
        to_store = Content.of(content, content_type, file_name)
        return self._driver.run(self._service.upload(to_store, lifecycle), on_progress)

    def verify_webhook(
        self, body: bytes, headers: Mapping[str, str], *, now: float | None = None
    ) -> Delivery:
        """Read a webhook, as it came; raises `UnverifiedWebhook` if the service did not send it.

        `now` is in seconds since 1970. The service's public keys are fetched when they are needed,
        and kept for a day. Needs the package `cryptography`.
        """
        moment = time.time() if now is None else now
        return self._driver.run(self._service.verify(self._keyring, body, headers, moment))

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()

    def __enter__(self) -> Self:
        """Give the client itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self.close()


class AsyncFal:
    """As `Fal`, awaited. At most 200 calls are under way at once; more wait for their turn."""

    def __init__(
        self,
        *,
        http: "httpx.AsyncClient | None" = None,
        sleep: Callable[[float], Awaitable[object]] = _async_sleep,
        **settings: Unpack[Settings],
    ) -> None:
        from ._driver import AsyncDriver

        self._service = Service.from_environment(settings.get("gateway"))
        self._driver = AsyncDriver(http, settings, sleep)
        self._keyring = Keyring()

    async def run(self, request: Request[T], **options: Unpack[Options]) -> T:
        """As `Fal.run`."""
        return await self._driver.run(self._service.run(request, options))

    def stream(self, request: Request[T], **options: Unpack[Options]) -> AsyncStream[T]:
        """As `Fal.stream`."""
        return AsyncStream(self._driver.iterate(self._service.stream(request, options)))

    async def submit(
        self, request: Request[T], *, webhook_url: str | None = None, **options: Unpack[Options]
    ) -> AsyncHandle[T]:
        """As `Fal.submit`."""
        job = await self._driver.run(self._service.submit(request, options, webhook_url))
        return AsyncHandle(job, self._driver)

    async def subscribe(
        self,
        request: Request[T],
        *,
        on_update: AsyncOnUpdate | None = None,
        logs: bool = False,
        **options: Unpack[Options],
    ) -> T:
        """As `Fal.subscribe`."""
        flow = self._service.subscribe(request, options, logs=logs)
        return await self._driver.run(flow, on_update)

    def handle(self, kind: type[Request[T]], request_id: str) -> AsyncHandle[T]:
        """As `Fal.handle`."""
        return AsyncHandle(self._service.job(kind, request_id), self._driver)

    async def upload(
        self,
        content: bytes | Path | BinaryIO,
        *,
        content_type: str | None = None,
        file_name: str | None = None,
        lifecycle: Lifecycle | None = None,
        on_progress: Callable[[Progress], object] | None = None,
    ) -> str:
        """As `Fal.upload`; a file is read by parts, without awaiting."""
        to_store = Content.of(content, content_type, file_name)
        return await self._driver.run(self._service.upload(to_store, lifecycle), on_progress)

    async def verify_webhook(
        self, body: bytes, headers: Mapping[str, str], *, now: float | None = None
    ) -> Delivery:
        """As `Fal.verify_webhook`."""
        moment = time.time() if now is None else now
        return await self._driver.run(self._service.verify(self._keyring, body, headers, moment))

    async def aclose(self) -> None:
        """As `Fal.close`."""
        await self._driver.close()

    async def __aenter__(self) -> Self:
        """Give the client itself."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the connections."""
        await self.aclose()
