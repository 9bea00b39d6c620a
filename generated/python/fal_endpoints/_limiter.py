# The runtime of fal-codegen, from templates/python/runtime/_limiter.py: edit it there.
"""The concurrency limiter: how many connections an `AsyncFal` uses at once."""

from contextlib import AsyncExitStack

from anyio import Semaphore, move_on_after

_CONNECTIONS = 200
_STATUS_STREAMS = 150  # of these; both numbers are our own choice


class ConcurrencyLimiter:
    """Hands out connections in the order of asking.

    In httpx's own queue, each call that waits is compared with each connection at every change. A
    status stream has polling as its substitute, so it never takes the last connections from calls.
    """

    def __init__(self) -> None:
        self._connections = Semaphore(_CONNECTIONS, fast_acquire=True)
        self._status_streams = Semaphore(_STATUS_STREAMS, fast_acquire=True)

    async def acquire(
        self, owner: AsyncExitStack, seconds: float | None, *, optional: bool
    ) -> bool:
        """Take a connection, which `owner` gives back; False if none comes free in time.

        An `optional` one is for a status stream: False at once if there are enough of them.
        """
        if optional and not self._status_streams.value:
            return False
        with move_on_after(seconds):
            if optional:
                await owner.enter_async_context(self._status_streams)
            await owner.enter_async_context(self._connections)
            return True
        return False
