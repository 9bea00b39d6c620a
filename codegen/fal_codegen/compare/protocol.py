"""What the parts of the walk ask of the whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from fal_codegen.compare.difference import Difference
from fal_codegen.compare.position import Position
from fal_codegen.contract import Json


@dataclass(frozen=True, slots=True)
class Schemas:
    """A schema of the earlier document and one of the later, each with its pointer there."""

    old: Json
    new: Json
    old_pointer: str
    new_pointer: str


class Walk(Protocol):
    """The walk over two documents."""

    def bodies(self, pair: Schemas, position: Position) -> Iterator[Difference]:
        """Give what differs between the schemas of two whole bodies, and lose nothing."""
        ...

    def schemas(self, pair: Schemas, position: Position) -> Iterator[Difference]:
        """Give what differs between two schemas."""
        ...

    def same(self, old: Json, new: Json) -> bool:
        """Tell whether two schemas read alike, with all that they refer to."""
        ...
