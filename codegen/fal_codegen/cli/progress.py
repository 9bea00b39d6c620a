"""Progress on long work: a bar on standard error when a person watches, nothing otherwise."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

T = TypeVar("T")


class Bar:
    """Tells a person at a terminal how far a stage is."""

    def track(self, items: Iterable[T], total: int, doing: str) -> Iterator[T]:
        """Go through so many items as they come, while a bar counts them."""
        if not sys.stderr.isatty():
            yield from items
            return
        from rich.console import Console
        from rich.progress import track

        console = Console(stderr=True)
        yield from track(items, f"{doing} …", total, console=console, transient=True)

    def waiting(self) -> None:
        """Say that another run holds the project."""
        click.echo("waiting for another run to finish …", err=True)
