"""Nodes of a document, which may hold anything, and where a reader of them stands."""

from dataclasses import dataclass
from typing import TypeAlias

from fal_codegen.contract import Json, escape

Node: TypeAlias = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the reader stands: the pointer in the document, the place in the body, the depth."""

    pointer: str
    place: str
    depth: int = 0

    def down(self, *steps: str | int, place: str = "") -> "Spot":
        """Step into the document, and into the body too where a place is named."""
        pointer = "/".join((self.pointer, *(escape(str(step)) for step in steps)))
        return Spot(pointer, f"{self.place}/{place}" if place else self.place, self.depth + 1)


def items_of(value: Json) -> list[Json]:
    """Give the items of what should be a list."""
    return value if isinstance(value, list) else []


def node_of(value: Json) -> Node:
    """Give what should be an object."""
    return value if isinstance(value, dict) else {}


def text_of(value: Json) -> str:
    """Give what should be a text."""
    return value if isinstance(value, str) else ""
