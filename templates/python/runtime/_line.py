"""The line to the service: two shells, waiting and awaiting, that hold every conversation."""

import inspect
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import aclosing, closing

import httpx

from ._connection import connection, refuse_other
from ._conversation import N, News, Outcome, Over, R, Telling
from ._exchange import AsyncExchange, Exchange
from ._patience import patiently
from ._settings import Settings
from ._terms import terms


class Line:
    """Holds conversations over an `httpx.Client`: one that is given, else one of its own."""

    def __init__(
        self, http: httpx.Client | None, settings: Settings, sleep: Callable[[float], object]
    ) -> None:
        self._terms = terms(settings)
        self._http = httpx.Client(**connection(settings)) if http is None else http
        self._owns_http = http is None
        self._sleep = sleep
        refuse_other(self._http, httpx.Client)

    def walk(self, conversation: Telling[N, R]) -> Generator[N, None, R]:
        """Carry the calls of a conversation, giving its news on the way and its answer at last."""
        exchange = Exchange(self._http, self._terms, self._sleep)
        talk = patiently(conversation, self._terms.patience)
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

    def close(self) -> None:
        """Close the connections, if they are its own."""
        if self._owns_http:
            self._http.close()


class AsyncLine:
    """As `Line`, over an `httpx.AsyncClient`."""

    def __init__(
        self,
        http: httpx.AsyncClient | None,
        settings: Settings,
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        from ._places import Places  # and asyncio, which `Line` does without

        self._terms = terms(settings)
        self._http = httpx.AsyncClient(**connection(settings)) if http is None else http
        self._owns_http = http is None
        self._sleep = sleep
        self._places = Places()
        refuse_other(self._http, httpx.AsyncClient)

    async def walk(self, conversation: Telling[N, R]) -> AsyncGenerator[News[N] | Over[R], None]:
        """As `Line.walk`; the last item is the answer."""
        exchange = AsyncExchange(self._http, self._terms, self._sleep, self._places)
        talk = patiently(conversation, self._terms.patience)
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

    async def close(self) -> None:
        """As `Line.close`."""
        if self._owns_http:
            await self._http.aclose()
