"""Where a reader of a document stands."""

from dataclasses import dataclass

from fal_codegen.contract import escape


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
