"""The line to the service: the only place where anything is sent.

Two lines, one that waits and one that awaits, hold the same conversations.
"""

import re
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass, field
from typing import TypeVar

import httpx

from ._conversation import Conversation
from ._errors import FalError, Timeout, TransportError
from ._wire import Call, Reply

R = TypeVar("R")


class Key(httpx.Auth):
    """The key to the service. It enters a request at the last moment and is shown by nothing."""

    def __init__(self, text: str | None) -> None:
        self._text = (text or "").strip()

    def check(self) -> None:
        """Raise `FalError` if there is no key, or one that no header can carry."""
        if not self._text:
            raise FalError("no key: set FAL_KEY, or pass key=")
        if not re.fullmatch("[!-~]+", self._text):
            raise FalError("the key is not of visible ASCII characters alone")

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign a request."""
        request.headers["Authorization"] = f"Key {self._text}"
        yield request


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a conversation is held: whose it is, and how many seconds it may take."""

    key: Key
    timeout: float
    clock: Callable[[], float]

    def begin(self) -> float:
        """Give the moment at which a conversation that begins now must be over."""
        self.key.check()
        return self.clock() + self.timeout

    def left(self, call: Call, end: float) -> float:
        """Give the seconds a call may take, once it is sent; raise `Timeout` if there are none."""
        seconds = end - self.clock() - call.after
        if seconds <= 0:
            raise _late(call)
        return seconds


@dataclass(frozen=True, slots=True)
class Line:
    """Holds conversations over `httpx.Client`."""

    http: httpx.Client = field(repr=False)
    terms: Terms
    sleep: Callable[[float], object]

    def hold(self, conversation: Conversation[R]) -> R:
        """Carry the calls of a conversation until it comes to its answer."""
        end = self.terms.begin()
        call = next(conversation)
        while True:
            seconds = self.terms.left(call, end)
            self.sleep(call.after)
            reply = self._send(call, seconds)
            try:
                call = conversation.send(reply)
            except StopIteration as over:
                answer: R = over.value
                return answer

    def _send(self, call: Call, seconds: float) -> Reply:
        try:
            return _reply(
                self.http.send(
                    _request(self.http, call, seconds), auth=self.terms.key, follow_redirects=False
                )
            )
        except httpx.HTTPError as error:
            failure = _failure(call, error)
        raise failure  # out here, for httpx's own error holds the request and with it the key


@dataclass(frozen=True, slots=True)
class AsyncLine:
    """Holds conversations over `httpx.AsyncClient`."""

    http: httpx.AsyncClient = field(repr=False)
    terms: Terms
    sleep: Callable[[float], Awaitable[object]]

    async def hold(self, conversation: Conversation[R]) -> R:
        """Carry the calls of a conversation until it comes to its answer."""
        end = self.terms.begin()
        call = next(conversation)
        while True:
            seconds = self.terms.left(call, end)
            await self.sleep(call.after)
            reply = await self._send(call, seconds)
            try:
                call = conversation.send(reply)
            except StopIteration as over:
                answer: R = over.value
                return answer

    async def _send(self, call: Call, seconds: float) -> Reply:
        try:
            return _reply(
                await self.http.send(
                    _request(self.http, call, seconds), auth=self.terms.key, follow_redirects=False
                )
            )
        except httpx.HTTPError as error:
            failure = _failure(call, error)
        raise failure  # out here, as above


def _request(http: httpx.Client | httpx.AsyncClient, call: Call, seconds: float) -> httpx.Request:
    return http.build_request(call.method, call.url, json=call.json, timeout=seconds)


def _reply(response: httpx.Response) -> Reply:
    return Reply(response.status_code, dict(response.headers), response.content)


def _failure(call: Call, error: httpx.HTTPError) -> FalError:
    if isinstance(error, httpx.TimeoutException):
        return _late(call)
    return TransportError(f"{type(error).__name__}: {error}", call.request_id)


def _late(call: Call) -> Timeout:
    return Timeout(f"no answer in time to {call.method} {call.url}", call.request_id)
