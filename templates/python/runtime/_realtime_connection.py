# The runtime of fal-codegen, from templates/python/runtime/_realtime_connection.py: edit it there.
"""Realtime connections: what `Fal.realtime` and `AsyncFal.realtime` give."""

from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING, Any, Generic, Self

from ._attributes import Renamed
from ._errors import ApiError, ConnectionEnded, TransportError, UnexpectedAnswer
from ._lazy import LazyModule
from ._model import Request, T
from ._realtime import Channel
from ._work import Arguments

if TYPE_CHECKING:
    from . import _driver, _websocket
    from ._key import ApiKey
else:
    _driver = LazyModule("._driver", __package__)
    _websocket = LazyModule("._websocket", __package__)


class _Connection(Renamed, Generic[T]):
    """What is alike in both: whether it is open, and to what."""

    def __init__(self, channel: Channel[T], driver: "_driver.Driver | _driver.AsyncDriver") -> None:
        self._channel = channel
        self._timeout: float | None = channel.options.get("timeout", driver.timeout)
        self._secrets: tuple[ApiKey, ...] = (driver.key,)  # and the token, once there is one
        self._opened: Any = None  # the library's context manager
        self._websocket: Any = None

    def __repr__(self) -> str:
        """Show what is connected to, and whether."""
        state = "closed" if self._websocket is None else "open"
        return f"<{type(self).__name__} to {self._channel}, {state}>"

    @property
    def _open(self) -> Any:
        if self._websocket is None:
            raise ConnectionEnded("the connection is not open: use it inside its `with` block")
        return self._websocket

    def _read(self, message: str | bytes) -> T | None:
        """Read what came; None for what is no answer. No error holds the key, or the token."""
        try:
            return self._channel.read(message)
        except (ApiError, UnexpectedAnswer) as error:
            for secret in self._secrets:
                secret.hide_in(error)
            raise

    def _failing(self, seconds: float | None = None) -> AbstractContextManager[None]:
        return _websocket.failing(self._channel.place, seconds, secrets=self._secrets)


class Realtime(_Connection[T]):
    """A connection to an endpoint that answers while it is asked: send, and receive.

    `with fal.realtime(Input) as connection:` opens and closes it. Iterating gives the answers until
    the service ends it. One thread may send while another receives. An answer costs money as that
    of any call does; how much, the service does not say here.
    """

    def __init__(self, channel: Channel[T], driver: "_driver.Driver") -> None:
        super().__init__(channel, driver)
        self._driver = driver

    def send(self, request: Request[T] | Arguments, /) -> None:
        """Send a request, checked as any other."""
        websocket, message = self._open, self._channel.message(request)
        try:
            with self._failing():
                websocket.send(message)
        except (TransportError, ConnectionEnded):
            with suppress(TransportError, ConnectionEnded):
                self._read_rest(websocket)
            raise

    def receive(self, *, timeout: float | None = None) -> T:
        """Wait for the next answer, so many seconds at most.

        Raises `ApiError` where the service refuses what was sent, `Timeout`, and `ConnectionEnded`
        once it has closed the connection.
        """
        websocket = self._open
        wait = _websocket.Wait(timeout)
        while True:
            with self._failing(wait.seconds):
                message = websocket.recv(timeout=wait.left())
            answer = self._read(message)
            if answer is not None:
                return answer

    def _read_rest(self, websocket: Any) -> None:
        """Read what came before the connection was closed; a refusal says more than its end."""
        with self._failing():
            while True:
                self._read(websocket.recv(timeout=0))

    def close(self) -> None:
        """Close the connection."""
        opened, self._opened, self._websocket = self._opened, None, None
        if opened:
            opened.__exit__(None, None, None)

    def __enter__(self) -> Self:
        """Open the connection."""
        wait = _websocket.Wait(self._timeout)
        opener = self._driver.opener(self._driver.run(self._channel.url()))
        self._secrets = (self._driver.key, opener.token)
        with opener.telling(self._driver.key):
            opened = opener.open(wait.left())
            self._websocket = opened.__enter__()
        _websocket.bound_sending(self._websocket.socket)
        self._opened = opened
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self.close()

    def __iter__(self) -> Self:
        """Give the connection itself."""
        return self

    def __next__(self) -> T:
        """Wait for the next answer."""
        try:
            return self.receive()
        except ConnectionEnded:
            raise StopIteration from None


class AsyncRealtime(_Connection[T]):
    """As `Realtime`, awaited; under asyncio and under trio."""

    def __init__(self, channel: Channel[T], driver: "_driver.AsyncDriver") -> None:
        super().__init__(channel, driver)
        self._driver = driver

    async def send(self, request: Request[T] | Arguments, /) -> None:
        """As `Realtime.send`."""
        websocket, message = self._open, self._channel.message(request)
        try:
            with self._failing():
                await websocket.send(message)
        except (TransportError, ConnectionEnded):
            with suppress(TransportError, ConnectionEnded):
                await self._read_rest(websocket)
            raise

    async def receive(self, *, timeout: float | None = None) -> T:
        """As `Realtime.receive`."""
        websocket = self._open
        wait = _websocket.Wait(timeout)
        while True:
            with self._failing(wait.seconds), wait.ended():
                message = await websocket.recv()
            answer = self._read(message)
            if answer is not None:
                return answer

    async def _read_rest(self, websocket: Any) -> None:
        """As `Realtime._read_rest`."""
        with self._failing():
            while True:
                self._read(await websocket.recv())

    async def aclose(self) -> None:
        """As `Realtime.close`."""
        opened, self._opened, self._websocket = self._opened, None, None
        if opened:
            await opened.__aexit__(None, None, None)

    async def __aenter__(self) -> Self:
        """As `Realtime.__enter__`."""
        wait = _websocket.Wait(self._timeout)
        opener = self._driver.opener(await self._driver.run(self._channel.url()))
        self._secrets = (self._driver.key, opener.token)
        with opener.telling(self._driver.key):
            opened = opener.open(wait.left())
            self._websocket = await opened.__aenter__()
        self._opened = opened
        return self

    async def __aexit__(self, *_: object) -> None:
        """As `Realtime.__exit__`."""
        await self.aclose()

    def __aiter__(self) -> Self:
        """As `Realtime.__iter__`."""
        return self

    async def __anext__(self) -> T:
        """As `Realtime.__next__`."""
        try:
            return await self.receive()
        except ConnectionEnded:
            raise StopAsyncIteration from None
