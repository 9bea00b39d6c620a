"""The line to the service: two shells, waiting and awaiting, that hold every conversation."""

import inspect
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import aclosing, closing
from typing import Generic, NamedTuple

import httpx

from ._conversation import N, News, Outcome, R, Telling
from ._exchange import AsyncExchange, Exchange
from ._patience import patiently
from ._places import Places
from ._terms import Terms


class Line:
    """Holds conversations over `httpx.Client`."""

    def __init__(self, http: httpx.Client, terms: Terms, sleep: Callable[[float], object]) -> None:
        self.http = http
        self.terms = terms
        self.sleep = sleep

    def walk(self, conversation: Telling[N, R]) -> Generator[N, None, R]:
        """Carry the calls of a conversation, giving its news on the way and its answer at last."""
        exchange = Exchange(self.http, self.terms, self.sleep)
        talk = patiently(conversation, self.terms.patience)
        outcome: Outcome = None
        try:
            while True:
                try:
                    step = talk.send(outcome)
                except StopIteration as over:
                    answer: R = over.value
                    return answer
                outcome = None
                if isinstance(step, News):
                    yield step.value
                else:
                    outcome = exchange.make(step)
        finally:
            conversation.close()
            exchange.close()

    def hold(self, conversation: Telling[N, R], tell: Callable[[N], object] | None = None) -> R:
        """Carry a conversation to its end; `tell` hears the news."""
        with closing(self.walk(conversation)) as walk:
            while True:
                try:
                    news = next(walk)
                except StopIteration as over:
                    answer: R = over.value
                    return answer
                if tell:
                    tell(news)


class Over(NamedTuple, Generic[R]):
    """The answer at the end of an awaited walk; an async generator cannot return one."""

    answer: R


class AsyncLine:
    """Holds conversations over `httpx.AsyncClient`."""

    def __init__(
        self, http: httpx.AsyncClient, terms: Terms, sleep: Callable[[float], Awaitable[object]]
    ) -> None:
        self.http = http
        self.terms = terms
        self.sleep = sleep
        self.places = Places()

    async def walk(self, conversation: Telling[N, R]) -> AsyncGenerator[News[N] | Over[R], None]:
        """As `Line.walk`; the last item is the answer."""
        exchange = AsyncExchange(self.http, self.terms, self.sleep, self.places)
        talk = patiently(conversation, self.terms.patience)
        outcome: Outcome = None
        try:
            while True:
                try:
                    step = talk.send(outcome)
                except StopIteration as over:
                    answer: R = over.value
                    break
                outcome = None
                if isinstance(step, News):
                    yield step
                else:
                    outcome = await exchange.make(step)
        finally:
            conversation.close()
            await exchange.close()
        yield Over(answer)

    async def hold(
        self, conversation: Telling[N, R], tell: Callable[[N], object] | None = None
    ) -> R:
        """As `Line.hold`; what `tell` gives back is awaited if it can be."""
        async with aclosing(self.walk(conversation)) as walk:
            async for step in walk:
                if isinstance(step, Over):
                    answer: R = step.answer
                    return answer
                if tell:
                    told = tell(step.value)
                    if inspect.isawaitable(told):
                        await told
        raise AssertionError("a walk ends with an answer")
