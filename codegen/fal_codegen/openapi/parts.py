"""Parts written out where they are referred to: all but those with fields, which get a name."""

from collections.abc import Mapping

from fal_codegen.contract import Object, Ref, Shape, children

LARGEST = 1000
"""Shapes in one part with those it refers to; real ones have fewer than ten."""


def leads_back(name: str, parts: Mapping[str, Shape]) -> bool:
    """Tell whether a part leads back to itself without passing fields."""
    waiting, met = [parts[name]], set[str]()
    while waiting:
        shape = waiting.pop()
        if isinstance(shape, Ref) and shape.name not in met:
            met.add(shape.name)
            waiting.append(parts[shape.name])
        elif not _has_name(shape):
            waiting.extend(child for _, child in children(shape))
    return name in met


def size(shape: Shape, sizes: Mapping[str, int]) -> int:
    """Count the shapes in one; `sizes` has those of parts, which may double with every level."""
    if isinstance(shape, Ref):
        return sizes.get(shape.name, 1)
    return 1 if _has_name(shape) else 1 + sum(size(child, sizes) for _, child in children(shape))


def _has_name(shape: Shape) -> bool:
    return isinstance(shape, Object) and bool(shape.fields)
