# The runtime of fal-codegen, from templates/python/runtime/_client.py: edit it there.
"""The client: `Fal`, which waits; see `_async_client` for `AsyncFal`."""

import time
from collections.abc import Callable, Generator, Mapping
from typing import TYPE_CHECKING, Any, Never, Self, Unpack, overload

from ._attributes import Client
from ._callbacks import listener, refuse_coroutines
from ._flow import within
from ._handle import Handle, OnEnqueue, OnUpdate, Stream
from ._json_answer import JsonAnswer
from ._lazy import LazyModule
from ._model import Request, T
from ._options import IdOptions, Options, RealtimeOptions, Timed, refuse_unknown
from ._platform import A, Item, Listing, Query, ask, ask_all
from ._queue import OnTimeout
from ._realtime_connection import Realtime
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


class Fal(Client):
    """The service; see `Settings` for its settings, `FalError` for what can go wrong.

    A call takes a request, `painter.Input(…)`, and gives a `painter.Output`; or the id of any
    endpoint and a dictionary, and gives a `JsonAnswer`. Of an endpoint that this package knows, the
    dictionary is checked as a request is. `Options` has the options of both, `IdOptions` those of
    ids.

    A client given as `http`, with any transport, stays the caller's to close; `proxy` and `ca` are
    its own business then. `sleep` waits for seconds.
    """

    def __init__(
        self,
        *unnamed: Never,
        http: "httpx.Client | None" = None,
        sleep: Callable[[float], object] = time.sleep,
        **settings: Unpack[Settings],
    ) -> None:
        prepare(settings)
        given, unnamed = bool(unnamed), ()  # one may be the key: no variable keeps it
        refuse_unnamed(type(self), unnamed=given)
        from ._driver import Driver  # and httpx, which takes as long to import as all the rest

        self._driver = Driver(http, settings, sleep)
        self._service = Service.from_environment(settings.get("gateway"))
        self._keyring = Keyring()

    def with_options(self, **settings: Unpack[CallSettings]) -> Self:
        """Give a client with other settings, over the same connections: these stay ours to close.

        `headers` are added to the ones that there are.
        """
        prepare(settings)
        driver = self._driver.with_settings(settings)
        copy = object.__new__(type(self))
        copy._driver, copy._service, copy._keyring = driver, self._service, self._keyring
        return copy

    @overload
    def run(self, request: Request[T], /, **options: Unpack[Options]) -> T: ...
    @overload
    def run(
        self, request: str, /, arguments: Arguments, **options: Unpack[IdOptions]
    ) -> JsonAnswer: ...
    def run(
        self,
        request: Request[T] | str = REQUIRED,
        /,
        arguments: Arguments | None = None,
        **options: Unpack[IdOptions],
    ) -> T | JsonAnswer:
        """Send a request and wait for its answer, on the same connection.

        `timeout` closes the connection; what the service was doing it may go on to do.
        """
        return self._driver.run(self._service.run(work_of(request, arguments, options), options))

    @overload
    def stream(self, request: Request[T], /, **options: Unpack[Options]) -> Stream[T]: ...
    @overload
    def stream(
        self, request: str, /, arguments: Arguments, **options: Unpack[IdOptions]
    ) -> Stream[JsonAnswer]: ...
    def stream(
        self,
        request: Request[T] | str = REQUIRED,
        /,
        arguments: Arguments | None = None,
        **options: Unpack[IdOptions],
    ) -> Stream[T] | Stream[JsonAnswer]:
        """Send a request and read the events that the endpoint sends meanwhile; few do.

        `path` is what stands behind an id in place of `/stream`.
        """
        work = work_of(request, arguments, options)
        events = self._driver.iterate(self._service.stream(work, options))
        return Stream(events, work.endpoint, work.output_type)

    @overload
    def submit(
        self, request: Request[T], /, *, webhook_url: str | None = None, **options: Unpack[Options]
    ) -> Handle[T]: ...
    @overload
    def submit(
        self,
        request: str,
        /,
        arguments: Arguments,
        *,
        webhook_url: str | None = None,
        **options: Unpack[IdOptions],
    ) -> Handle[JsonAnswer]: ...
    def submit(
        self,
        request: Request[T] | str = REQUIRED,
        /,
        arguments: Arguments | None = None,
        *,
        webhook_url: str | None = None,
        **options: Unpack[IdOptions],
    ) -> Handle[T] | Handle[JsonAnswer]:
        """Put a request into the queue and come back at once.

        The service calls `webhook_url` when it is done: see `verify_webhook`.
        """
        work = work_of(request, arguments, options)
        job = self._driver.run(self._service.submit(work, options, webhook_url))
        return Handle(job, self._driver)

    @overload
    def subscribe(
        self,
        request: Request[T],
        /,
        *,
        on_enqueue: OnEnqueue[T] | None = None,
        on_update: OnUpdate | None = None,
        logs: bool = False,
        on_timeout: OnTimeout = "cancel",
        **options: Unpack[Options],
    ) -> T: ...
    @overload
    def subscribe(
        self,
        request: str,
        /,
        arguments: Arguments,
        *,
        on_enqueue: OnEnqueue[JsonAnswer] | None = None,
        on_update: OnUpdate | None = None,
        logs: bool = False,
        on_timeout: OnTimeout = "cancel",
        **options: Unpack[IdOptions],
    ) -> JsonAnswer: ...
    def subscribe(
        self,
        request: Request[T] | str = REQUIRED,
        /,
        arguments: Arguments | None = None,
        *,
        on_enqueue: OnEnqueue[T] | OnEnqueue[JsonAnswer] | None = None,
        on_update: OnUpdate | None = None,
        logs: bool = False,
        on_timeout: OnTimeout = "cancel",
        **options: Unpack[IdOptions],
    ) -> T | JsonAnswer:
        """Put a request into the queue and wait for its answer.

        `on_enqueue` is called with the job's handle before the waiting starts, `on_update` with
        each status. When `timeout` is over, the queue is asked to cancel the job, unless
        `on_timeout` is "leave"; the `Timeout` says what became of it. If the job turns out to be
        done by then, its answer is given.
        """
        work = work_of(request, arguments, options)
        refuse_coroutines(on_enqueue=on_enqueue, on_update=on_update)
        flow = self._service.subscribe(work, options, logs=logs, on_timeout=on_timeout)
        tell = listener(lambda job: Handle(job, self._driver), on_enqueue, on_update)
        return self._driver.run(flow, tell)

    @overload
    def handle(self, kind: type[Request[T]], request_id: str) -> Handle[T]: ...
    @overload
    def handle(self, kind: str, request_id: str) -> Handle[JsonAnswer]: ...
    def handle(
        self, kind: type[Request[T]] | str = REQUIRED, request_id: str = REQUIRED, **unknown: Never
    ) -> Handle[T] | Handle[JsonAnswer]:
        """Take up what was submitted, by its `Input` or its endpoint's id; asks nothing yet."""
        refuse_unknown(unknown)
        return Handle(self._service.job(*kind_of(kind), job_id(request_id)), self._driver)

    @overload
    def realtime(
        self, kind: type[Request[T]], /, **options: Unpack[RealtimeOptions]
    ) -> Realtime[T]: ...
    @overload
    def realtime(
        self, kind: str, /, **options: Unpack[RealtimeOptions]
    ) -> Realtime[JsonAnswer]: ...
    def realtime(
        self, kind: type[Request[T]] | str = REQUIRED, /, **options: Unpack[RealtimeOptions]
    ) -> Realtime[T] | Realtime[JsonAnswer]:
        """Give a connection to an endpoint that answers while it is asked; `with` opens it.

        `kind` is the class of its requests, or its id. Needs the extra `realtime`.
        """
        return Realtime(self._service.channel(*kind_of(kind), options), self._driver)

    @overload
    def upload(
        self,
        content: Uploadable,
        content_type: str | None = None,
        file_name: str | None = None,
        **options: Unpack[UploadOptions],
    ) -> str: ...
    @overload
    def upload(
        self,
        content: str,
        content_type: str,
        file_name: str | None = None,
        **options: Unpack[UploadOptions],
    ) -> str: ...
    def upload(
        self,
        content: Uploadable | str = REQUIRED,
        content_type: str | None = None,
        file_name: str | None = None,
        **options: Unpack[UploadOptions],
    ) -> str:
        """Upload a file to the service's storage; gives the URL that endpoints can read it at.

        A text is a file too if its `content_type` says so.
        """
        on_progress = options.get("on_progress")
        refuse_coroutines(on_progress=on_progress)
        to_store = Content.of(content, content_type, file_name)
        return self._driver.run(self._service.upload(to_store, options), on_progress)

    def price(
        self, endpoint: Request[Any] | type[Request[Any]] | str = REQUIRED, **timed: Unpack[Timed]
    ) -> "platform.Price":
        """Ask what a unit of an endpoint's work costs, and what a unit is."""
        id_, _ = kind_of(endpoint)
        return self._driver.run(within(timed, fetch_price(self._service.platform, id_)))

    def ask(self, query: Query[A], /, **timed: Unpack[Timed]) -> A:
        """Ask fal's platform about endpoints, prices, usage or requests: see `platform`."""
        return self._driver.run(within(timed, ask(self._service.platform, query)))

    def ask_all(
        self, query: Listing[Any, Item], /, **timed: Unpack[Timed]
    ) -> Generator[Item, None, None]:
        """Give all that comes page by page; a page is asked for when it is needed."""
        yield from self._driver.iterate(within(timed, ask_all(self._service.platform, query)))

    def spending(self, *, most: float | None = None) -> Spending:
        """Count what is billed while a block runs: `with fal.spending(most=2) as spent:`."""
        return Spending(most)

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
