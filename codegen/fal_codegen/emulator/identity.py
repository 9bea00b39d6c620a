"""Ids and moments, derived from a request's number, so that recordings repeat byte for byte."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

NAME = "fal-codegen-emulator"

_NAMESPACE = UUID("6f1d3c6e-5a0b-4f0e-9d57-0b1a5c2e7f43")
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def request_id(number: int) -> str:
    """Give the id of the request with this number."""
    return str(uuid5(_NAMESPACE, str(number)))


def moment(number: int, seconds: int) -> str:
    """Give a time in the life of a request, ISO 8601; requests begin a minute apart."""
    return (_EPOCH + timedelta(minutes=number, seconds=seconds)).isoformat()
