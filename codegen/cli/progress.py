"""Progress on long work: a bar on standard error when a person watches, nothing otherwise."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from rich.console import Console
from rich.progress import track

T = TypeVar("T")


def shown(items: Sequence[T], what: str) -> Iterator[T]:
    """Go through items while a bar counts them."""
    yield from counted(items, len(items), what)


def counted(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    """Go through so many items as they come, while a bar counts them."""
    console = Console(stderr=True)
    hidden = not console.is_terminal
    yield from track(items, f"{what} …", total, console=console, transient=True, disable=hidden)
