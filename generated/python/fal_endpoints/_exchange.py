"""Calls put to the service over httpx, and what comes of them: a reply, or a fault."""

import math
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import httpx

from ._terms import Terms
from ._wire import Call, Fault, Listen, Next, Reply

if TYPE_CHECKING:
    from ._places import Places

Request: TypeAlias = Call | Listen | Next
Heard: TypeAlias = Reply | Fault | bytes | None

FAULTS = (httpx.HTTPError, httpx.InvalidURL)

_CROWDED = Fault("no connection came free", delivered=False, late=True)
_EVENTS = "text/event-stream"
_CONNECT = 10.0
"""Seconds to wait for a connection; after that, another try is better than more patience."""


class _Deadline:
    """The time that a conversation may take, and how much of it the call at hand may."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._end = terms.clock() + terms.timeout
        self._silence = math.inf
        self.seconds = terms.timeout

    def begin(self, call: Call, silence: float) -> Fault | None:
        """Allot a call its time, after its pause; a fault if there is none."""
        if call.keyed:
            self._terms.key.check()
        self._silence = silence
        return self.allot(call.after)

    def allot(self, pause: float = 0.0) -> Fault | None:
        """Set `seconds` to what is left after a pause; a fault if nothing is."""
        self.seconds = self._end - self._terms.clock() - pause
        late = Fault("no time is left for the call", delivered=False, late=True)
        return late if self.seconds <= 0 else None

    def request(self, http: httpx.Client | httpx.AsyncClient, call: Call) -> httpx.Request:
        """Build the request of a call, with the timeouts that were allotted."""
        timeout = httpx.Timeout(
            self.seconds,
            connect=min(self.seconds, _CONNECT),
            read=min(self.seconds, self._silence),
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
        """Give what signs a call: the key or nothing, whatever else httpx would sign with."""
        return self._terms.key if call.keyed else httpx.Auth()

    def passed(self) -> Fault | None:
        """Give a fault if the time is over."""
        over = self._terms.clock() > self._end
        return Fault("the deadline passed", late=True) if over else None

    def fault(self, error: httpx.HTTPError | httpx.InvalidURL) -> Fault:
        """Give what an error of httpx means; the error itself holds the request, and so the key."""
        unconnected = isinstance(
            error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError
        )
        limit = _CONNECT if isinstance(error, httpx.ConnectTimeout) else math.inf
        return Fault(
            f"{type(error).__name__}: {error}",
            delivered=not unconnected and not isinstance(error, httpx.PoolTimeout),
            late=isinstance(error, httpx.TimeoutException) and limit >= self.seconds,
        )


class Exchange:
    """The calls of one conversation over `httpx.Client`, one after the other."""

    def __init__(self, http: httpx.Client, terms: Terms, sleep: Callable[[float], object]) -> None:
        self._http = http
        self._sleep = sleep
        self._deadline = _Deadline(terms)
        self._heard: httpx.Response | None = None
        self._bits: Iterator[bytes] | None = None

    def make(self, request: Request) -> Heard:
        """Put a call to the service, or hear the next bit of a reply."""
        match request:
            case Call():
                opened = self._open(request)
                return opened if isinstance(opened, Fault) else self._whole(opened)
            case Listen(call, silence, _):
                opened = self._open(_for_events(call), silence)
                return opened if isinstance(opened, Fault) else self._listen(opened)
            case Next():
                return self._next(self._bits) if self._bits else None

    def close(self) -> None:
        """Hang up, and forget what was heard: it holds the key."""
        heard, self._heard, self._bits = self._heard, None, None
        if heard:
            heard.close()

    def _open(self, call: Call, silence: float = math.inf) -> httpx.Response | Fault:
        self.close()
        if fault := self._deadline.begin(call, silence):
            return fault
        if call.after:
            self._sleep(call.after)
        try:
            self._heard = self._http.send(
                self._deadline.request(self._http, call),
                auth=self._deadline.auth(call),
                follow_redirects=False,
                stream=True,
            )
        except FAULTS as error:
            return self._deadline.fault(error)
        return self._heard

    def _listen(self, response: httpx.Response) -> Reply | Fault:
        if not _is_stream(response):
            return self._whole(response)
        self._bits = response.iter_bytes()
        return Reply(response.status_code, response.headers)

    def _whole(self, response: httpx.Response) -> Reply | Fault:
        body: list[bytes] = []
        bits = response.iter_bytes()
        while bit := self._next(bits):
            if isinstance(bit, Fault):
                return bit
            body.append(bit)
        return Reply(response.status_code, response.headers, b"".join(body))

    def _next(self, bits: Iterator[bytes]) -> bytes | Fault | None:
        if fault := self._deadline.passed():
            return fault
        try:
            return next(bits, None)
        except FAULTS as error:
            return self._deadline.fault(error)


class AsyncExchange:
    """As `Exchange`, awaited."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        terms: Terms,
        sleep: Callable[[float], Awaitable[object]],
        places: "Places",
    ) -> None:
        self._http = http
        self._sleep = sleep
        self._places = places
        self._deadline = _Deadline(terms)
        self._held = AsyncExitStack()
        self._bits: AsyncIterator[bytes] | None = None

    async def make(self, request: Request) -> Heard:
        """As `Exchange.make`."""
        match request:
            case Call():
                opened = await self._open(request)
                return opened if isinstance(opened, Fault) else await self._whole(opened)
            case Listen(call, silence, optional):
                opened = await self._open(_for_events(call), silence, optional=optional)
                return opened if isinstance(opened, Fault) else await self._listen(opened)
            case Next():
                return await self._next(self._bits) if self._bits else None

    async def close(self) -> None:
        """As `Exchange.close`."""
        self._bits = None
        await self._held.aclose()

    async def _open(
        self, call: Call, silence: float = math.inf, *, optional: bool = False
    ) -> httpx.Response | Fault:
        await self.close()
        if fault := self._deadline.begin(call, silence):
            return fault
        if call.after:
            await self._sleep(call.after)
        if not await self._places.take(self._held, self._deadline.seconds, optional=optional):
            return _CROWDED
        if fault := self._deadline.allot():
            return fault
        try:
            response = await self._http.send(
                self._deadline.request(self._http, call),
                auth=self._deadline.auth(call),
                follow_redirects=False,
                stream=True,
            )
        except FAULTS as error:
            return self._deadline.fault(error)
        self._held.push_async_callback(response.aclose)
        return response

    async def _listen(self, response: httpx.Response) -> Reply | Fault:
        if not _is_stream(response):
            return await self._whole(response)
        self._bits = response.aiter_bytes()
        return Reply(response.status_code, response.headers)

    async def _whole(self, response: httpx.Response) -> Reply | Fault:
        body: list[bytes] = []
        bits = response.aiter_bytes()
        while bit := await self._next(bits):
            if isinstance(bit, Fault):
                return bit
            body.append(bit)
        await self.close()
        return Reply(response.status_code, response.headers, b"".join(body))

    async def _next(self, bits: AsyncIterator[bytes]) -> bytes | Fault | None:
        if fault := self._deadline.passed():
            return fault
        try:
            return await anext(bits, None)
        except FAULTS as error:
            return self._deadline.fault(error)


@lru_cache(64)
def _url(text: str) -> httpx.URL:
    """Read a URL; httpx spends a third of its time on a request on that."""
    return httpx.URL(text)


def _for_events(call: Call) -> Call:
    return call._replace(headers={**call.headers, "Accept": _EVENTS})


def _is_stream(response: httpx.Response) -> bool:
    """Tell whether a reply is to be heard bit by bit, and is no refusal."""
    kind: str = response.headers.get("content-type", "")
    return response.is_success and kind.startswith(_EVENTS)
