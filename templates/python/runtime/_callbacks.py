# The runtime of fal-codegen, from templates/python/runtime/_callbacks.py: edit it there.
"""What callers want to be told while a method goes on."""

import inspect
from collections.abc import Callable
from typing import Any

from ._hints import what_it_is
from ._queue import Job


def listener(
    handle_of: Callable[[Job[Any]], object],
    on_enqueue: Callable[[Any], object] | None,
    on_update: Callable[[Any], object] | None,
) -> Callable[[object], object]:
    """Give what passes on the events of a job: first its handle, then each status."""

    def tell(event: object) -> object:
        if isinstance(event, Job):
            job: Job[Any] = event  # pyright: ignore[reportUnknownVariableType] - of any answer
            return on_enqueue(handle_of(job)) if on_enqueue else None
        return on_update(event) if on_update else None

    return tell


def refuse_uncallable(**callbacks: Callable[..., object] | None) -> None:
    """Raise `TypeError` for what cannot be called, before anything is sent."""
    for name, callback in callbacks.items():
        if callback is not None and not callable(callback):
            raise TypeError(f"{name} is a function, not {what_it_is(callback)}")


def refuse_coroutines(**callbacks: Callable[..., object] | None) -> None:
    """Raise `TypeError` for what nobody would await, before anything is sent."""
    refuse_uncallable(**callbacks)
    for name, callback in callbacks.items():
        functions = callback, type(callback).__call__ if callback else None
        if any(map(inspect.iscoroutinefunction, functions)):
            raise TypeError(f"{name} is a coroutine function, which only AsyncFal awaits")


def refuse_awaitable(returned: object) -> None:
    """Raise `TypeError` for what a callback left to be awaited."""
    if inspect.isawaitable(returned):
        if inspect.iscoroutine(returned):
            returned.close()
        raise TypeError("a callback gave an awaitable, which only AsyncFal awaits")
