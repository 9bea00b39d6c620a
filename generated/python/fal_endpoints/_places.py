"""How much an `AsyncFal` does at once."""

from asyncio import Semaphore, timeout
from contextlib import AsyncExitStack

_PLACES = 200
_FOR_LISTENERS = 150  # of these; both numbers are our own choice


class Places:
    """As many connections as are used at once, handed out in the order of asking.

    In httpx's own queue each that waits is weighed against each connection at every turn. Who only
    listens, and has another way to learn the same, never takes the last places from calls.
    """

    def __init__(self) -> None:
        self._all = Semaphore(_PLACES)
        self._listeners = Semaphore(_FOR_LISTENERS)

    async def take(self, held: AsyncExitStack, seconds: float, *, optional: bool) -> bool:
        """Take a place that `held` gives back; False if none comes free in time.

        An `optional` one is for a listener: False at once if there are enough of them.
        """
        if optional and self._listeners.locked():
            return False
        try:
            async with timeout(seconds):
                if optional:
                    await held.enter_async_context(self._listeners)
                await held.enter_async_context(self._all)
        except TimeoutError:
            return False
        return True
