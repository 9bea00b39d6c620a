# The runtime of fal-codegen, from templates/python/runtime/_sender.py: edit it there.
"""Senders: they make the calls of one flow over httpx, each with a reply or a failure."""

import math
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import httpx

from ._config import Config
from ._wire import Call, Failure, OpenStream, ReadChunk, Reply

if TYPE_CHECKING:
    from ._limiter import ConcurrencyLimiter

NetworkStep: TypeAlias = Call | OpenStream | ReadChunk
NetworkOutcome: TypeAlias = Reply | Failure | bytes | None

HTTPX_ERRORS = (httpx.HTTPError, httpx.InvalidURL)

_NO_CONNECTION_FREE = Failure("no connection came free", delivered=False, timed_out=True)
_EVENTS = "text/event-stream"
_CONNECT_TIMEOUT = 10.0
"""Seconds to wait for a connection; after that, a retry is better than more waiting."""


class _Deadline:
    """The time that a flow may take, and how much of it the current call may."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._end = config.clock() + config.timeout
        self._idle_timeout = math.inf
        self.seconds = config.timeout

    def begin(self, call: Call, idle_timeout: float) -> Failure | None:
        """Give a call its time, after its delay; a failure if none is left."""
        if call.authenticated:
            self._config.key.check()
        self._idle_timeout = idle_timeout
        return self.update(call.delay)

    def update(self, delay: float = 0.0) -> Failure | None:
        """Set `seconds` to what is left after a delay; a failure if nothing is."""
        self.seconds = self._end - self._config.clock() - delay
        late = Failure("no time is left for the call", delivered=False, timed_out=True)
        return late if self.seconds <= 0 else None

    def request(self, http: httpx.Client | httpx.AsyncClient, call: Call) -> httpx.Request:
        """Build the request of a call, with the timeouts that are left to it."""
        timeout = httpx.Timeout(
            self.seconds,
            connect=min(self.seconds, _CONNECT_TIMEOUT),
            read=min(self.seconds, self._idle_timeout),
        )
        return http.build_request(
            call.method,
            _url(call.url),
            json=call.json,
            content=call.content,
            headers=call.headers or None,
            timeout=timeout,
        )

    def auth(self, call: Call) -> httpx.Auth | None:
        """Give what authenticates a call: the key or nothing, whatever httpx would add."""
        return self._config.key if call.authenticated else httpx.Auth()

    def passed(self) -> Failure | None:
        """Give a failure if the time is over."""
        over = self._config.clock() > self._end
        return Failure("the deadline passed", timed_out=True) if over else None

    def failure(self, error: httpx.HTTPError | httpx.InvalidURL) -> Failure:
        """Give what an error of httpx means; the error itself holds the request, and so the key."""
        unconnected = isinstance(
            error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError
        )
        limit = _CONNECT_TIMEOUT if isinstance(error, httpx.ConnectTimeout) else math.inf
        return Failure(
            f"{type(error).__name__}: {error}",
            delivered=not unconnected and not isinstance(error, httpx.PoolTimeout),
            timed_out=isinstance(error, httpx.TimeoutException) and limit >= self.seconds,
        )


class Sender:
    """Makes the calls of one flow over `httpx.Client`, one after the other."""

    def __init__(
        self, http: httpx.Client, config: Config, sleep: Callable[[float], object]
    ) -> None:
        self._http = http
        self._sleep = sleep
        self._deadline = _Deadline(config)
        self._response: httpx.Response | None = None
        self._chunks: Iterator[bytes] | None = None

    def carry_out(self, step: NetworkStep) -> NetworkOutcome:
        """Make a call, open a stream, or read the next chunk of the open one."""
        match step:
            case Call():
                opened = self._open(step)
                return opened if isinstance(opened, Failure) else self._read_all(opened)
            case OpenStream(call, idle_timeout, _):
                opened = self._open(_for_events(call), idle_timeout)
                return opened if isinstance(opened, Failure) else self._open_stream(opened)
            case ReadChunk():
                return self._read_chunk(self._chunks) if self._chunks else None

    def close(self) -> None:
        """Close the response, and forget it: it holds the key."""
        response, self._response, self._chunks = self._response, None, None
        if response:
            response.close()

    def _open(self, call: Call, idle_timeout: float = math.inf) -> httpx.Response | Failure:
        self.close()
        if failure := self._deadline.begin(call, idle_timeout):
            return failure
        if call.delay:
            self._sleep(call.delay)
        try:
            self._response = self._http.send(
                self._deadline.request(self._http, call),
                auth=self._deadline.auth(call),
                follow_redirects=False,
                stream=True,
            )
        except HTTPX_ERRORS as error:
            return self._deadline.failure(error)
        return self._response

    def _open_stream(self, response: httpx.Response) -> Reply | Failure:
        if not _is_stream(response):
            return self._read_all(response)
        self._chunks = response.iter_bytes()
        return Reply(response.status_code, response.headers)

    def _read_all(self, response: httpx.Response) -> Reply | Failure:
        body: list[bytes] = []
        chunks = response.iter_bytes()
        while chunk := self._read_chunk(chunks):
            if isinstance(chunk, Failure):
                return chunk
            body.append(chunk)
        return Reply(response.status_code, response.headers, b"".join(body))

    def _read_chunk(self, chunks: Iterator[bytes]) -> bytes | Failure | None:
        if failure := self._deadline.passed():
            return failure
        try:
            return next(chunks, None)
        except HTTPX_ERRORS as error:
            return self._deadline.failure(error)


class AsyncSender:
    """As `Sender`, awaited."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        config: Config,
        sleep: Callable[[float], Awaitable[object]],
        limiter: "ConcurrencyLimiter",
    ) -> None:
        self._http = http
        self._sleep = sleep
        self._limiter = limiter
        self._deadline = _Deadline(config)
        self._opened = AsyncExitStack()
        self._chunks: AsyncIterator[bytes] | None = None

    async def carry_out(self, step: NetworkStep) -> NetworkOutcome:
        """As `Sender.carry_out`."""
        match step:
            case Call():
                opened = await self._open(step)
                return opened if isinstance(opened, Failure) else await self._read_all(opened)
            case OpenStream(call, idle_timeout, optional):
                opened = await self._open(_for_events(call), idle_timeout, optional=optional)
                return opened if isinstance(opened, Failure) else await self._open_stream(opened)
            case ReadChunk():
                return await self._read_chunk(self._chunks) if self._chunks else None

    async def close(self) -> None:
        """As `Sender.close`."""
        self._chunks = None
        await self._opened.aclose()

    async def _open(
        self, call: Call, idle_timeout: float = math.inf, *, optional: bool = False
    ) -> httpx.Response | Failure:
        await self.close()
        if failure := self._deadline.begin(call, idle_timeout):
            return failure
        if call.delay:
            await self._sleep(call.delay)
        seconds = self._deadline.seconds
        if not await self._limiter.acquire(self._opened, seconds, optional=optional):
            return _NO_CONNECTION_FREE
        if failure := self._deadline.update():
            return failure
        try:
            response = await self._http.send(
                self._deadline.request(self._http, call),
                auth=self._deadline.auth(call),
                follow_redirects=False,
                stream=True,
            )
        except HTTPX_ERRORS as error:
            return self._deadline.failure(error)
        self._opened.push_async_callback(response.aclose)
        return response

    async def _open_stream(self, response: httpx.Response) -> Reply | Failure:
        if not _is_stream(response):
            return await self._read_all(response)
        self._chunks = response.aiter_bytes()
        return Reply(response.status_code, response.headers)

    async def _read_all(self, response: httpx.Response) -> Reply | Failure:
        body: list[bytes] = []
        chunks = response.aiter_bytes()
        while chunk := await self._read_chunk(chunks):
            if isinstance(chunk, Failure):
                return chunk
            body.append(chunk)
        await self.close()
        return Reply(response.status_code, response.headers, b"".join(body))

    async def _read_chunk(self, chunks: AsyncIterator[bytes]) -> bytes | Failure | None:
        if failure := self._deadline.passed():
            return failure
        try:
            return await anext(chunks, None)
        except HTTPX_ERRORS as error:
            return self._deadline.failure(error)


@lru_cache(64)
def _url(text: str) -> httpx.URL:
    """Read a URL; httpx spends a third of its time on a request on that."""
    return httpx.URL(text)


def _for_events(call: Call) -> Call:
    return call._replace(headers={**call.headers, "Accept": _EVENTS})


def _is_stream(response: httpx.Response) -> bool:
    """Tell whether a reply is a stream of events, and no refusal."""
    kind: str = response.headers.get("content-type", "")
    return response.is_success and kind.startswith(_EVENTS)
