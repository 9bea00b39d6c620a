# The runtime of fal-codegen, from templates/python/runtime/_async_client.py: edit it there.
"""The client for `await`: `AsyncFal`, which runs the same flows of the protocol as `Fal`."""

import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Never, Self, Unpack, overload

from ._attributes import Client
from ._callbacks import listener, refuse_uncallable
from ._flow import Done, within
from ._handle import AsyncHandle, AsyncOnEnqueue, AsyncOnUpdate, AsyncStream
from ._json_answer import JsonAnswer
from ._lazy import LazyModule
from ._model import Request, T
from ._options import IdOptions, Options, RealtimeOptions, Timed, refuse_unknown
from ._platform import A, Item, Listing, Query, ask, ask_all
from ._queue import OnTimeout
from ._realtime_connection import AsyncRealtime
from ._service import Service
from ._settings import CallSettings, Settings, prepare, refuse_unnamed
from ._signature import REQUIRED
from ._spending import Spending, fetch_price
from ._storage import Content, Uploadable, UploadOptions
from ._webhook import Delivery, Keyring
from ._work import Arguments, job_id, kind_of, work_of

if TYPE_CHECKING:
    import httpx

    from . import platform
else:
    httpx = LazyModule("httpx")
    platform = LazyModule(".platform", __package__)


async def _async_sleep(seconds: float) -> None:
    from anyio import sleep  # not at the top: it would make importing `Fal` a third slower

    await sleep(seconds)


class AsyncFal(Client):
    """As `Fal`, awaited. At most 200 calls are under way at once; more wait for their turn."""

    def __init__(
        self,
        *unnamed: Never,
        http: "httpx.AsyncClient | None" = None,
        sleep: Callable[[float], Awaitable[object]] = _async_sleep,
        **settings: Unpack[Settings],
    ) -> None:
        prepare(settings)
        given, unnamed = bool(unnamed), ()  # one may be the key: no variable keeps it
        refuse_unnamed(type(self), unnamed=given)
        from ._driver import AsyncDriver

        self._driver = AsyncDriver(http, settings, sleep)
        self._service = Service.from_environment(settings.get("gateway"))
        self._keyring = Keyring()

    def with_options(self, **settings: Unpack[CallSettings]) -> Self:
        """As `Fal.with_options`."""
        prepare(settings)
        driver = self._driver.with_settings(settings)
        copy = object.__new__(type(self))
        copy._driver, copy._service, copy._keyring = driver, self._service, self._keyring
        return copy

    @overload
    async def run(self, request: Request[T], /, **options: Unpack[Options]) -> T: ...
    @overload
    async def run(
        self, request: str, /, arguments: Arguments, **options: Unpack[IdOptions]
    ) -> JsonAnswer: ...
    async def run(
        self,
        request: Request[T] | str = REQUIRED,
        /,
        arguments: Arguments | None = None,
        **options: Unpack[IdOptions],
    ) -> T | JsonAnswer:
        """As `Fal.run`."""
        return await self._driver.run(
            self._service.run(work_of(request, arguments, options), options)
        )

    @overload
    def stream(self, request: Request[T], /, **options: Unpack[Options]) -> AsyncStream[T]: ...
    @overload
    def stream(
        self, request: str, /, arguments: Arguments, **options: Unpack[IdOptions]
    ) -> AsyncStream[JsonAnswer]: ...
    def stream(
        self,
        request: Request[T] | str = REQUIRED,
        /,
        arguments: Arguments | None = None,
        **options: Unpack[IdOptions],
    ) -> AsyncStream[T] | AsyncStream[JsonAnswer]:
        """As `Fal.stream`."""
        work = work_of(request, arguments, options)
        items = self._driver.iterate(self._service.stream(work, options))
        return AsyncStream(items, work.endpoint, work.output_type)

    @overload
    async def submit(
        self, request: Request[T], /, *, webhook_url: str | None = None, **options: Unpack[Options]
    ) -> AsyncHandle[T]: ...
    @overload
    async def submit(
        self,
        request: str,
        /,
        arguments: Arguments,
        *,
        webhook_url: str | None = None,
        **options: Unpack[IdOptions],
    ) -> AsyncHandle[JsonAnswer]: ...
    async def submit(
        self,
        request: Request[T] | str = REQUIRED,
        /,
        arguments: Arguments | None = None,
        *,
        webhook_url: str | None = None,
        **options: Unpack[IdOptions],
    ) -> AsyncHandle[T] | AsyncHandle[JsonAnswer]:
        """As `Fal.submit`."""
        work = work_of(request, arguments, options)
        job = await self._driver.run(self._service.submit(work, options, webhook_url))
        return AsyncHandle(job, self._driver)

    @overload
    async def subscribe(
        self,
        request: Request[T],
        /,
        *,
        on_enqueue: AsyncOnEnqueue[T] | None = None,
        on_update: AsyncOnUpdate | None = None,
        logs: bool = False,
        on_timeout: OnTimeout = "cancel",
        **options: Unpack[Options],
    ) -> T: ...
    @overload
    async def subscribe(
        self,
        request: str,
        /,
        arguments: Arguments,
        *,
        on_enqueue: AsyncOnEnqueue[JsonAnswer] | None = None,
        on_update: AsyncOnUpdate | None = None,
        logs: bool = False,
        on_timeout: OnTimeout = "cancel",
        **options: Unpack[IdOptions],
    ) -> JsonAnswer: ...
    async def subscribe(
        self,
        request: Request[T] | str = REQUIRED,
        /,
        arguments: Arguments | None = None,
        *,
        on_enqueue: AsyncOnEnqueue[T] | AsyncOnEnqueue[JsonAnswer] | None = None,
        on_update: AsyncOnUpdate | None = None,
        logs: bool = False,
        on_timeout: OnTimeout = "cancel",
        **options: Unpack[IdOptions],
    ) -> T | JsonAnswer:
        """As `Fal.subscribe`."""
        work = work_of(request, arguments, options)
        refuse_uncallable(on_enqueue=on_enqueue, on_update=on_update)
        flow = self._service.subscribe(work, options, logs=logs, on_timeout=on_timeout)
        tell = listener(lambda job: AsyncHandle(job, self._driver), on_enqueue, on_update)
        return await self._driver.run(flow, tell)

    @overload
    def handle(self, kind: type[Request[T]], request_id: str) -> AsyncHandle[T]: ...
    @overload
    def handle(self, kind: str, request_id: str) -> AsyncHandle[JsonAnswer]: ...
    def handle(
        self, kind: type[Request[T]] | str = REQUIRED, request_id: str = REQUIRED, **unknown: Never
    ) -> AsyncHandle[T] | AsyncHandle[JsonAnswer]:
        """As `Fal.handle`."""
        refuse_unknown(unknown)
        return AsyncHandle(self._service.job(*kind_of(kind), job_id(request_id)), self._driver)

    @overload
    def realtime(
        self, kind: type[Request[T]], /, **options: Unpack[RealtimeOptions]
    ) -> AsyncRealtime[T]: ...
    @overload
    def realtime(
        self, kind: str, /, **options: Unpack[RealtimeOptions]
    ) -> AsyncRealtime[JsonAnswer]: ...
    def realtime(
        self, kind: type[Request[T]] | str = REQUIRED, /, **options: Unpack[RealtimeOptions]
    ) -> AsyncRealtime[T] | AsyncRealtime[JsonAnswer]:
        """As `Fal.realtime`, under asyncio and under trio."""
        return AsyncRealtime(self._service.channel(*kind_of(kind), options), self._driver)

    @overload
    async def upload(
        self,
        content: Uploadable,
        content_type: str | None = None,
        file_name: str | None = None,
        **options: Unpack[UploadOptions],
    ) -> str: ...
    @overload
    async def upload(
        self,
        content: str,
        content_type: str,
        file_name: str | None = None,
        **options: Unpack[UploadOptions],
    ) -> str: ...
    async def upload(
        self,
        content: Uploadable | str = REQUIRED,
        content_type: str | None = None,
        file_name: str | None = None,
        **options: Unpack[UploadOptions],
    ) -> str:
        """As `Fal.upload`; a file is read by parts, without awaiting."""
        on_progress = options.get("on_progress")
        refuse_uncallable(on_progress=on_progress)
        to_store = Content.of(content, content_type, file_name)
        return await self._driver.run(self._service.upload(to_store, options), on_progress)

    async def price(
        self, endpoint: Request[Any] | type[Request[Any]] | str = REQUIRED, **timed: Unpack[Timed]
    ) -> "platform.Price":
        """As `Fal.price`."""
        id_, _ = kind_of(endpoint)
        return await self._driver.run(within(timed, fetch_price(self._service.platform, id_)))

    async def ask(self, query: Query[A], /, **timed: Unpack[Timed]) -> A:
        """As `Fal.ask`."""
        return await self._driver.run(within(timed, ask(self._service.platform, query)))

    async def ask_all(
        self, query: Listing[Any, Item], /, **timed: Unpack[Timed]
    ) -> AsyncGenerator[Item, None]:
        """As `Fal.ask_all`."""
        flow = within(timed, ask_all(self._service.platform, query))
        async with aclosing(self._driver.iterate(flow)) as items:
            async for item in items:
                if not isinstance(item, Done):
                    yield item.value

    def spending(self, *, most: float | None = None) -> Spending:
        """As `Fal.spending`: a plain `with`."""
        return Spending(most)

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
