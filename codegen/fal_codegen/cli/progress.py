"""Progress on long work: a count on standard error when a person watches, nothing otherwise."""

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

import click

from fal_codegen.cli.options import is_quiet

if TYPE_CHECKING:
    from rich.text import Text

T = TypeVar("T")


class _Doing:
    """What is being done, as it is when it is shown."""

    def __init__(self, doing: str | Callable[[], str]) -> None:
        self._doing = doing

    def __rich__(self) -> "Text":
        from rich.text import Text

        return Text(f"{self._doing if isinstance(self._doing, str) else self._doing()} …")


class Bar:
    """Tells a person at a terminal how far a stage is."""

    def track(self, items: Iterable[T], total: int, doing: str | Callable[[], str]) -> Iterator[T]:
        """Go through so many items as they come, while a bar counts them.

        `doing` is asked again with every refresh, where it is a function.
        """
        if not total or is_quiet() or not sys.stderr.isatty():
            yield from items
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, RenderableColumn
        from rich.progress import TimeRemainingColumn as Rest

        columns = (RenderableColumn(_Doing(doing)), BarColumn(), MofNCompleteColumn(), Rest())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            yield from progress.track(items, total)

    def waiting(self) -> None:
        """Say that another run holds the project."""
        if not is_quiet():
            click.echo("waiting for another run to finish …", err=True)
