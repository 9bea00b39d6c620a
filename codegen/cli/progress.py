"""Progress on long work: a bar on standard error when a person watches, nothing otherwise."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def shown(items: Sequence[T], what: str) -> Iterator[T]:
    """Go through items while a bar counts them."""
    yield from counted(items, len(items), what)


def counted(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    """Go through so many items as they come, while a bar counts them."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console  # noqa: PLC0415 - only where somebody watches
    from rich.progress import track  # noqa: PLC0415 - as above

    console = Console(stderr=True)
    yield from track(items, f"{what} …", total, console=console, transient=True)
