"""Numbers in words."""

from collections.abc import Iterable

_UNCOUNTED = ("breaking", "unknown", "info")  # words without a plural


def counted(count: int, what: str, several: str = "") -> str:
    """Count in words: `1 change`, `2 changes`; `several` is a plural that has no mere `s`."""
    return f"{count} {what}" if count == 1 else f"{count} {several or what + 's'}"


def counted_levels(counts: Iterable[tuple[str, int]]) -> str:
    """Count in words what was found on each level: `1 breaking, 2 warnings`."""
    return ", ".join(
        f"{count} {level}" if level in _UNCOUNTED else counted(count, level)
        for level, count in counts
        if count
    )
