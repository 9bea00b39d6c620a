"""What is noted while a document is read: what is wrong, and what is said and not enforced."""

from collections.abc import Iterable

from fal_codegen.contract import (
    Anything,
    Claim,
    Json,
    Node,
    Problem,
    Shape,
    canonical,
    items_of,
    node_of,
    shortened,
)
from fal_codegen.openapi.keywords import LISTING, PLAYGROUND, READ, UNEXPRESSED
from fal_codegen.openapi.spot import Spot
from fal_codegen.prose import claims

_LONGEST = 200
"""Characters that are shown of a value."""


class Notes:
    """Problems and claims, in the order in which they were met."""

    def __init__(self) -> None:
        self.claims: list[Claim] = []
        self.problems: list[Problem] = []

    def hole(self, spot: Spot, message: str) -> Shape:
        """Note what costs a piece; anything passes there."""
        self.problems.append(Problem(spot.pointer, message, fatal=False))
        return Anything()

    def fatal(self, spot: Spot, message: str) -> Shape:
        """Note what leaves nothing to read."""
        self.problems.append(Problem(spot.pointer, message))
        return Anything()

    def no_schema(self, value: Json, spot: Spot) -> Shape:
        """Note what stands in the place of a schema; anything passes there."""
        older = "; JSON Schema 2020-12 says `prefixItems`" if isinstance(value, list) else ""
        said = shortened(canonical(value), _LONGEST)
        return self.hole(spot, f"{said} is not a schema that can be expressed{older}")

    def unenforced(self, node: Node, spot: Spot) -> None:
        """Keep what the node says beyond JSON Schema, and tell of keywords we cannot express."""
        for key in sorted(node):
            if key in UNEXPRESSED:
                self.hole(spot.down(key), f"{key} cannot be expressed{_fields_in(key, node, spot)}")
            elif key == "x-fal":
                for word, value in sorted(node_of(node[key]).items()):
                    self.claims.append(Claim(spot.place, word, value))
            elif key not in READ and key not in PLAYGROUND:
                self.claims.append(Claim(spot.place, key, node[key]))

    def stated(self, text: str, spot: Spot, shape: Shape, noted: Iterable[Claim]) -> None:
        """Keep the limits that a description states, but for those noted of the same place."""
        noted_limits = {(claim.place, claim.keyword) for claim in noted}
        found = claims(text, spot.place, shape)
        self.claims += (each for each in found if (each.place, each.keyword) not in noted_limits)


def takes_any_names(node: Node, spot: Spot) -> bool:
    """Tell whether patterns name the fields here, which are then taken whatever their names.

    Where fields are listed, or at a request itself, no others are taken.
    """
    is_listed = node_of(node.get("properties")) or items_of(node.get("required"))
    return "patternProperties" in node and bool(spot.depth) and not is_listed


def _fields_in(key: str, node: Node, spot: Spot) -> str:
    """Say what becomes of the fields that a keyword names and no class has."""
    if key not in LISTING:
        return ""
    if key == "patternProperties" and takes_any_names(node, spot):
        return "; fields of any name are taken"
    return "; fields that only it names cannot be sent"
