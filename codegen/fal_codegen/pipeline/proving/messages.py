"""What the process that compares is told, and what it says."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeAlias

from fal_codegen.contract import Document, EndpointId
from fal_codegen.drift import Change


@dataclass(frozen=True, slots=True)
class Job:
    """Two documents to compare. `given_up` are the numbers of proofs that are not to be tried."""

    old: Document
    new: Document
    endpoint: EndpointId
    given_up: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Ready:
    """The process has started."""


@dataclass(frozen=True, slots=True)
class Began:
    """A proof was begun, the one of this number."""

    number: int


@dataclass(frozen=True, slots=True)
class Done:
    """What changed."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why the documents cannot be compared."""

    message: str


Message: TypeAlias = Ready | Began | Done | Refused
