# The runtime of fal-codegen, from templates/python/runtime/_sender.py: edit it there.
"""Senders: they make the calls of one flow over httpx, each with a reply or a failure."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, TypeAlias

import httpx
from anyio import create_task_group, fail_after

from ._config import Config
from ._deadline import bounded
from ._exchange import ERRORS, Events, Exchanges, is_stream
from ._lazy import LazyModule
from ._wire import Call, Failure, OpenStream, Outcomes, ReadEvent, Reply, SetDeadline, SideBySide

if TYPE_CHECKING:
    from . import _limiter
else:
    _limiter = LazyModule("._limiter", __package__)  # and asyncio, which `Sender` does without

NetworkStep: TypeAlias = Call | SideBySide | OpenStream | ReadEvent | SetDeadline
NetworkOutcome: TypeAlias = Reply | Failure | Outcomes | bytes | None

_NO_CONNECTION_FREE = Failure("no connection came free", delivered=False, timed_out=True)


class Sender:
    """Makes the calls of one flow over `httpx.Client`, one after the other."""

    def __init__(
        self,
        http: httpx.Client,
        config: Config,
        sleep: Callable[[float], object],
        exchanges: Exchanges | None = None,
    ) -> None:
        self._http = http
        self._config = config
        self._sleep = sleep
        self._exchanges = exchanges or Exchanges(http, config)
        self._response: httpx.Response | None = None
        self._stream: tuple[Iterator[bytes], Events] | None = None

    def carry_out(self, step: NetworkStep) -> NetworkOutcome:
        """Make a call, open a stream, read the next event of the open one, or set the deadline."""
        try:
            match step:
                case Call():
                    outcome = self._open(step) or self._read_all()
                case OpenStream(call):
                    outcome = self._open(call, stream=True) or self._open_stream()
                case ReadEvent():
                    return self._read_event(*self._stream) if self._stream else None
                case SideBySide(calls):
                    return self._carry_out_all(calls)
                case SetDeadline(seconds):
                    self._exchanges.set_deadline(seconds)
                    return None
        except ERRORS as error:
            outcome = self._exchanges.failure(error)
        return self._exchanges.logged(step, outcome)

    def _carry_out_all(self, calls: tuple[Call, ...]) -> Outcomes:
        """Make calls at the same time, each in a thread and with a sender of its own."""
        from concurrent.futures import ThreadPoolExecutor  # for uploads in parts alone

        def carried_out(call: Call) -> Reply | Failure:
            beside = self._exchanges.beside()
            sender = Sender(self._http, self._config, self._sleep, beside)
            outcome = sender.carry_out(call)
            assert isinstance(outcome, Reply | Failure)
            return outcome

        with ThreadPoolExecutor(len(calls)) as threads:
            return Outcomes(tuple(threads.map(carried_out, calls)))

    def close(self) -> None:
        """Close the response, and forget it: it holds the key."""
        response, self._response, self._stream = self._response, None, None
        if response:
            response.close()

    def _open(self, call: Call, *, stream: bool = False) -> Failure | None:
        self.close()
        if failure := self._exchanges.prepare(call):
            return failure
        if call.delay:
            self._sleep(call.delay)
        if failure := self._exchanges.begin(call):
            return failure
        self._response = self._http.send(
            self._exchanges.request(call, stream=stream),
            auth=self._exchanges.auth(call),
            follow_redirects=False,
            stream=True,
        )
        return None

    def _open_stream(self) -> Reply | Failure:
        assert self._response
        if not is_stream(self._response):
            return self._read_all()
        self._stream = _chunks(self._response), self._exchanges.events(self._response)
        return self._exchanges.reply(self._response)

    def _read_all(self) -> Reply | Failure:
        assert self._response
        body = self._exchanges.body(self._response)
        for chunk in _chunks(self._response):
            if failure := self._exchanges.passed():
                return failure
            body.feed(chunk)
        reply = self._exchanges.reply(self._response, body.end())
        self.close()
        return reply

    def _read_event(self, chunks: Iterator[bytes], events: Events) -> bytes | Failure | None:
        failure = self._exchanges.begin_event()
        while not failure:
            event = events.next()
            if event is not None:
                return event
            chunk = next(chunks, None)
            if chunk is None:
                return None
            events.feed(chunk)
            failure = self._exchanges.passed()
        return failure


class AsyncSender:
    """As `Sender`, awaited."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        config: Config,
        sleep: Callable[[float], Awaitable[object]],
        limiter: "_limiter.ConcurrencyLimiter",
        exchanges: Exchanges | None = None,
    ) -> None:
        self._http = http
        self._config = config
        self._sleep = sleep
        self._limiter = limiter
        self._exchanges = exchanges or Exchanges(http, config)
        self._opened = AsyncExitStack()
        self._stream: tuple[AsyncIterator[bytes], Events] | None = None

    async def carry_out(self, step: NetworkStep) -> NetworkOutcome:
        """As `Sender.carry_out`."""
        try:
            match step:
                case Call():
                    outcome = await self._prepare(step) or await self._call(step)
                case OpenStream(call, optional):
                    prepared = await self._prepare(call, optional=optional)
                    outcome = prepared or await self._call(call, stream=True)
                case ReadEvent():
                    return await self._read_event(*self._stream) if self._stream else None
                case SideBySide(calls):
                    return await self._carry_out_all(calls)
                case SetDeadline(seconds):
                    self._exchanges.set_deadline(seconds)
                    return None
        except ERRORS as error:
            outcome = self._exchanges.failure(error)
        return self._exchanges.logged(step, outcome)

    async def _carry_out_all(self, calls: tuple[Call, ...]) -> Outcomes:
        """As `Sender._carry_out_all`, each in a task."""
        outcomes = dict[int, Reply | Failure]()

        async def carry_out(number: int, call: Call) -> None:
            beside = self._exchanges.beside()
            sender = AsyncSender(self._http, self._config, self._sleep, self._limiter, beside)
            outcome = await sender.carry_out(call)
            assert isinstance(outcome, Reply | Failure)
            outcomes[number] = outcome

        async with create_task_group() as tasks:
            for number, call in enumerate(calls):
                tasks.start_soon(carry_out, number, call)
        return Outcomes(tuple(outcomes[number] for number in range(len(calls))))

    async def close(self) -> None:
        """As `Sender.close`."""
        self._stream = None
        await self._opened.aclose()

    async def _prepare(self, call: Call, *, optional: bool = False) -> Failure | None:
        await self.close()
        if failure := self._exchanges.prepare(call):
            return failure
        if call.delay:
            await self._sleep(call.delay)
        seconds = bounded(self._exchanges.seconds_left)
        if not await self._limiter.acquire(self._opened, seconds, optional=optional):
            return _NO_CONNECTION_FREE
        return self._exchanges.begin(call)

    async def _call(self, call: Call, *, stream: bool = False) -> Reply | Failure:
        with fail_after(bounded(self._exchanges.seconds_left)):
            response = await self._http.send(
                self._exchanges.request(call, stream=stream),
                auth=self._exchanges.auth(call),
                follow_redirects=False,
                stream=True,
            )
            self._opened.push_async_callback(response.aclose)
            chunks = _async_chunks(response)
            close_chunks: Any = getattr(chunks, "aclose", None)
            if close_chunks:  # a generator, which trio wants closed by whoever opened it
                self._opened.push_async_callback(close_chunks)
            if stream and is_stream(response):
                self._stream = chunks, self._exchanges.events(response)
                return self._exchanges.reply(response)
            return await self._read_all(response, chunks)

    async def _read_all(
        self, response: httpx.Response, chunks: AsyncIterator[bytes]
    ) -> Reply | Failure:
        body = self._exchanges.body(response)
        async for chunk in chunks:
            if failure := self._exchanges.passed():
                return failure
            body.feed(chunk)
        await self.close()
        return self._exchanges.reply(response, body.end())

    async def _read_event(
        self, chunks: AsyncIterator[bytes], events: Events
    ) -> bytes | Failure | None:
        failure = self._exchanges.begin_event()
        with fail_after(bounded(self._exchanges.seconds_left)):
            while not failure:
                event = events.next()
                if event is not None:
                    return event
                chunk = await anext(chunks, None)
                if chunk is None:
                    return None
                events.feed(chunk)
                failure = self._exchanges.passed()
        return failure


def _chunks(response: httpx.Response) -> Iterator[bytes]:
    """Give the body as it comes, still compressed."""
    assert isinstance(response.stream, httpx.SyncByteStream)
    return iter(response.stream)


def _async_chunks(response: httpx.Response) -> AsyncIterator[bytes]:
    assert isinstance(response.stream, httpx.AsyncByteStream)
    return aiter(response.stream)
