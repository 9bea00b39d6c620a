"""What a schema says by one keyword, or by those of its types: all of that holds at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from fal_codegen.contract import (
    NOTHING,
    Anything,
    Json,
    Object,
    Resolve,
    Shape,
    Union,
    canonical,
    shortened,
)
from fal_codegen.openapi.intersection import both
from fal_codegen.openapi.limits import Inexpressible
from fal_codegen.openapi.notes import Notes
from fal_codegen.openapi.spot import Spot

_LONGEST = 100
"""Characters of a lost schema that are shown."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A shape that a schema has beside others, and the keywords that say so, by their places."""

    shape: Shape
    said: tuple[tuple[Spot, Json], ...]


def together(
    facets: Iterable[Facet], resolve: Resolve, notes: Notes, *, request: bool = False
) -> Shape:
    """Give the shape of what fits all facets; one that cannot be held beside the others is lost.

    A whole `request` is an object and has no alternatives.
    """
    shape: Shape = Object() if request else Anything()
    for facet in facets:
        try:
            shape = _with(facet, shape, resolve, request=request)
        except Inexpressible as why:
            for spot, value in facet.said:
                notes.hole(spot, f"lost beside what else the schema says: {_shown(value)}; {why}")
    return shape


def _with(facet: Facet, shape: Shape, resolve: Resolve, *, request: bool) -> Shape:
    merged = both(resolve, shape, facet.shape)
    if request and merged != NOTHING and isinstance(resolve(merged), Union):
        raise Inexpressible("a whole request with alternatives has no class")
    return merged


def _shown(value: Json) -> str:
    return shortened(canonical(value), _LONGEST)
