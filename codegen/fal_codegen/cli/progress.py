"""Progress on long work: a count on standard error when a person watches, nothing otherwise."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

from fal_codegen.cli.options import is_quiet

T = TypeVar("T")


class Bar:
    """Tells a person at a terminal how far a stage is."""

    def track(self, items: Iterable[T], total: int, doing: str) -> Iterator[T]:
        """Go through so many items as they come, while a bar counts them."""
        if not total or is_quiet() or not sys.stderr.isatty():
            yield from items
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
        from rich.progress import TimeRemainingColumn as Rest

        columns = (TextColumn(f"{doing} …"), BarColumn(), MofNCompleteColumn(), Rest())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            yield from progress.track(items, total)

    def waiting(self) -> None:
        """Say that another run holds the project."""
        if not is_quiet():
            click.echo("waiting for another run to finish …", err=True)
