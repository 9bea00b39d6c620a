"""The day that stages write and compare with, where their caller gives none."""

from datetime import UTC, datetime


def today() -> str:
    """Give the day, in UTC, as ISO 8601 has it."""
    return datetime.now(UTC).date().isoformat()
