"""Ids and moments, derived from a request's number, so that recordings repeat byte for byte."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self
from uuid import UUID, uuid4, uuid5

NAME = "fal-codegen-emulator"

_NAMESPACE = UUID("6f1d3c6e-5a0b-4f0e-9d57-0b1a5c2e7f43")
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Ids:
    """Names of requests, and what permits an upload; the same in every emulator.

    `secret` ones are of this emulator alone, and nobody guesses them: where others are served, an
    address that holds one is a permission.
    """

    namespace: UUID = _NAMESPACE

    @classmethod
    def secret(cls) -> Self:
        """Give ids that nobody can guess, whatever others of them he has seen."""
        return cls(uuid4())

    def request(self, number: int) -> str:
        """Give the id of the request with this number."""
        return str(uuid5(self.namespace, str(number)))

    def permission(self, number: int) -> str:
        """Give what lets in the bytes of the upload with this number."""
        return str(uuid5(self.namespace, f"upload {number}"))

    def realtime_token(self, alias: str) -> str:
        """Give what lets in to the realtime connections of an app."""
        return str(uuid5(self.namespace, f"realtime {alias}"))

    @property
    def token(self) -> str:
        """What lets uploads begin at the host of files."""
        return self.request(0)


REPEATED = Ids()
"""The ids of recordings."""


def moment(number: int, seconds: int) -> str:
    """Give a time in the life of a request, ISO 8601; requests begin a minute apart."""
    return (_EPOCH + timedelta(minutes=number, seconds=seconds)).isoformat()
