"""Names that somebody may have meant."""

from collections.abc import Iterable

_ALIKE = 0.75
"""How alike names must be, by difflib: two of one owner are more alike than they look."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Give a question to put behind a message on an unknown name; empty where none is like it."""
    from difflib import get_close_matches  # noqa: PLC0415 - only who is mistaken waits for it

    close = get_close_matches(name, sorted({*known} - {name}), 2, _ALIKE)
    return f" (did you mean {' or '.join(close)}?)" if close else ""
