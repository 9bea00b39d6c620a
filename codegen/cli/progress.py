"""Progress on long work: a bar on standard error when a person watches, nothing otherwise."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from rich.console import Console
from rich.progress import track

T = TypeVar("T")


def shown(items: Sequence[T], what: str) -> Iterator[T]:
    """Go through items while a bar counts them."""
    console = Console(stderr=True)
    yield from track(
        items, f"{what} …", console=console, transient=True, disable=not console.is_terminal
    )
