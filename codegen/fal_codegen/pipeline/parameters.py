"""What every stage takes: who is told how far it is, and the day where its caller gives none."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Protocol, TypeVar

T = TypeVar("T")


class Progress(Protocol):
    """Receives the progress of a stage, such as a progress bar."""

    def track(self, items: Iterable[T], total: int, doing: str | Callable[[], str]) -> Iterable[T]:
        """Go through so many items as they come, and show how far it is.

        `doing` is a function where what is being done changes with the items.
        """
        ...

    def waiting(self) -> None:
        """Learn that another run holds the project, and that this one waits for it."""
        ...


class Silent:
    """Shows nothing."""

    def track(
        self,
        items: Iterable[T],
        total: int,  # noqa: ARG002 - the protocol's
        doing: str | Callable[[], str],  # noqa: ARG002 - the protocol's
    ) -> Iterator[T]:
        """Go through the items."""
        return iter(items)

    def waiting(self) -> None:
        """Say nothing."""


SILENT = Silent()


def today() -> str:
    """Give the day, in UTC, as ISO 8601 has it."""
    return datetime.now(UTC).date().isoformat()
