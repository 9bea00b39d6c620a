# The runtime of fal-codegen, from templates/python/runtime/_driver.py: edit it there.
"""Drivers: they run the flows of the protocol over httpx, one waiting and one awaiting."""

import inspect
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import aclosing, closing
from typing import TYPE_CHECKING

import httpx
from anyio import get_cancelled_exc_class

from ._callbacks import refuse_awaitable
from ._config import load_config
from ._connection import (
    open_async_client,
    open_client,
    refuse_closed,
    refuse_other,
    refuse_other_loop,
)
from ._deadline import bounded
from ._errors import FalError, UnexpectedAnswer
from ._flow import Done, E, Event, EventFlow, Outcome, R
from ._key import ApiKey
from ._lazy import LazyModule
from ._options import refuse_unknown
from ._retry import with_retries
from ._sender import AsyncSender, Sender
from ._settings import CallSettings, Settings

if TYPE_CHECKING:
    from . import _websocket
else:
    _websocket = LazyModule("._websocket", __package__)  # rarely needed


class Driver:
    """Runs flows over an `httpx.Client`: one that is given, else one of its own."""

    def __init__(
        self, http: httpx.Client | None, settings: Settings, sleep: Callable[[float], object]
    ) -> None:
        self._settings = settings
        self._owns_http = http is None
        self._sleep = sleep
        try:
            self._config = load_config(settings)
            self._http = open_client(settings) if http is None else http
            refuse_other(self._http, httpx.Client)
        except (ValueError, TypeError, OSError) as error:
            raise error.with_traceback(None) from None  # our own frames help nobody

    @property
    def key(self) -> ApiKey:
        """What authenticates its calls."""
        return self._config.key

    @property
    def timeout(self) -> float | None:
        """The seconds that a method has where it is given none; None for no end."""
        return bounded(self._config.timeout)

    @property
    def closed(self) -> bool:
        """Whether its connections are closed."""
        return self._http.is_closed

    def with_settings(self, changed: CallSettings) -> "Driver":
        """Give one with other settings, over the same connections, which stay ours to close."""
        refuse_unknown(changed, CallSettings)
        return Driver(self._http, _changed(self._settings, changed), self._sleep)

    def iterate(self, flow: EventFlow[E, R]) -> Generator[E, None, R]:
        """Carry out the steps of a flow; gives its events on the way and returns its result."""
        sender = Sender(self._http, self._config, self._sleep)
        steps = with_retries(flow, self._config.retry_policy)
        outcome: Outcome = None
        try:
            refuse_closed(self._http)
            while True:
                try:
                    step = steps.send(outcome)
                except StopIteration as stop:
                    result: R = stop.value
                    return result
                outcome = None
                if isinstance(step, Event):
                    yield step.value
                else:
                    outcome = sender.carry_out(step)
        except (FalError, ValueError, TypeError, OSError) as error:
            if isinstance(error, UnexpectedAnswer):
                self.key.hide_in(error)
            raise error.with_traceback(None) from error.__cause__  # our own frames help nobody
        finally:
            flow.close()
            sender.close()

    def run(self, flow: EventFlow[E, R], on_event: Callable[[E], object] | None = None) -> R:
        """Run a flow to its end; `on_event` is called with each of its events."""
        with closing(self.iterate(flow)) as events:
            while True:
                try:
                    event = next(events)
                except StopIteration as stop:
                    result: R = stop.value
                    return result
                if on_event:
                    refuse_awaitable(on_event(event))

    def opener(self, url: str) -> "_websocket.Opener":
        """Give what opens a websocket."""
        return _websocket.Opener(self._config, self._settings, url, "sync")

    def close(self) -> None:
        """Close the connections, if they are its own."""
        if self._owns_http:
            self._http.close()


class AsyncDriver:
    """As `Driver`, over an `httpx.AsyncClient`."""

    def __init__(
        self,
        http: httpx.AsyncClient | None,
        settings: Settings,
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        from ._limiter import ConcurrencyLimiter  # and asyncio, which `Driver` does without

        self._settings = settings
        self._owns_http = http is None
        self._sleep = sleep
        self._limiter = ConcurrencyLimiter()
        try:
            self._config = load_config(settings)
            self._http = open_async_client(settings) if http is None else http
            refuse_other(self._http, httpx.AsyncClient)
        except (ValueError, TypeError, OSError) as error:
            raise error.with_traceback(None) from None  # our own frames help nobody

    @property
    def key(self) -> ApiKey:
        """As `Driver.key`."""
        return self._config.key

    @property
    def timeout(self) -> float | None:
        """As `Driver.timeout`."""
        return bounded(self._config.timeout)

    @property
    def closed(self) -> bool:
        """As `Driver.closed`."""
        return self._http.is_closed

    def with_settings(self, changed: CallSettings) -> "AsyncDriver":
        """As `Driver.with_settings`; both together keep to the one limit of calls at once."""
        refuse_unknown(changed, CallSettings)
        copy = AsyncDriver(self._http, _changed(self._settings, changed), self._sleep)
        copy._limiter = self._limiter
        return copy

    async def iterate(self, flow: EventFlow[E, R]) -> AsyncGenerator[Event[E] | Done[R], None]:
        """As `Driver.iterate`; the last item is the result."""
        sender = AsyncSender(self._http, self._config, self._sleep, self._limiter)
        steps = with_retries(flow, self._config.retry_policy)
        outcome: Outcome = None
        try:
            refuse_closed(self._http)
            while True:
                try:
                    step = steps.send(outcome)
                except StopIteration as stop:
                    result: R = stop.value
                    break
                outcome = None
                if isinstance(step, Event):
                    yield step
                else:
                    outcome = await sender.carry_out(step)
        except (FalError, ValueError, TypeError, OSError) as error:
            if isinstance(error, UnexpectedAnswer):
                self.key.hide_in(error)
            raise error.with_traceback(None) from error.__cause__  # our own frames help nobody
        except RuntimeError as error:
            refuse_other_loop(error)
            raise
        finally:
            flow.close()
            await sender.close()
        yield Done(result)

    async def run(self, flow: EventFlow[E, R], on_event: Callable[[E], object] | None = None) -> R:
        """As `Driver.run`; what `on_event` returns is awaited if it can be."""
        async with aclosing(self.iterate(flow)) as items:
            async for item in items:
                if isinstance(item, Done):
                    result: R = item.result
                    return result
                if on_event:
                    returned = on_event(item.value)
                    if inspect.isawaitable(returned):
                        await returned
        raise AssertionError("a flow ends with a result")

    def opener(self, url: str) -> "_websocket.Opener":
        """As `Driver.opener`, under the event loop that runs."""
        cancelled = get_cancelled_exc_class().__module__  # how anyio says which loop runs
        library: _websocket.Library = "trio" if cancelled.startswith("trio") else "asyncio"
        return _websocket.Opener(self._config, self._settings, url, library)

    async def close(self) -> None:
        """As `Driver.close`."""
        if self._owns_http:
            await self._http.aclose()


def _changed(settings: Settings, changed: CallSettings) -> Settings:
    headers = {**(settings.get("headers") or {}), **(changed.get("headers") or {})}
    together: Settings = {**settings, **changed, "headers": headers}
    return together
