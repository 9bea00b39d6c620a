"""Parts: the named shapes of a document, as they are read one after the other.

Those with fields get a name in code; all others are written out where they are referred to.
"""

from collections.abc import Callable, Iterator, Mapping

from fal_codegen.contract import (
    COMPONENTS,
    Anything,
    Object,
    Part,
    Ref,
    Shape,
    children,
    unescape,
)
from fal_codegen.openapi.limits import Inexpressible
from fal_codegen.openapi.possible import endless_parts, fitting, possible_parts

HOMES = frozenset(("schemas", "schema", "$defs", "definitions"))
"""Steps of a document below which schemas lie."""
_COMPONENTS = COMPONENTS.removeprefix("#")
_LARGEST = 1000
"""Shapes in one part with those it refers to; real ones have fewer than ten."""


def part_name(pointer: str) -> str:
    """Name the part at a pointer: a component by its name, others by their place."""
    if pointer.startswith(_COMPONENTS):
        return unescape(pointer.removeprefix(_COMPONENTS))
    return pointer.removeprefix("/")


class Parts:
    """Gathers parts by name."""

    def __init__(self) -> None:
        self._shapes: dict[str, Shape] = {}
        self._sizes: dict[str, int] = {}
        self._unread: set[str] = set()

    def __contains__(self, name: str) -> bool:
        """Tell whether a part is read, or about to be."""
        return name in self._shapes

    def __iter__(self) -> Iterator[Part]:
        """Give the parts in the order in which they were met."""
        return (Part(name, shape) for name, shape in self._shapes.items())

    def resolve(self, shape: Shape) -> Shape:
        """Follow references. Raises `Inexpressible` where one leads back to what is being read."""
        while isinstance(shape, Ref):
            if shape.name in self._unread:
                raise Inexpressible(f"{shape.name} holds itself there")
            shape = self._shapes[shape.name]
        return shape

    def read(self, name: str, read: Callable[[], Shape]) -> str:
        """Read a part that is new; say what keeps it from being written out, if anything does."""
        self._shapes[name] = Anything()  # found by references back to this part while it is read
        self._unread.add(name)
        self._shapes[name] = read()
        self._unread.discard(name)
        self._sizes[name] = _size(self._shapes[name], self._sizes)
        if _leads_back(name, self._shapes):
            return "is defined by itself, with no named field between"
        if self._sizes[name] > _LARGEST:
            return f"written out has more than {_LARGEST} alternatives"
        return ""

    def give_up(self, name: str, shape: Shape) -> None:
        """Have a part be something else."""
        self._shapes[name] = shape
        self._sizes[name] = 1

    def without_impossible(self, *roots: Shape) -> list[Shape]:
        """Give these shapes without what no value fits, and have all parts be without it too."""
        possible = possible_parts(self._shapes)
        if len(possible) == len(self._shapes):
            return [*roots]
        for name, shape in self._shapes.items():
            self._shapes[name] = fitting(shape, possible)
        return [fitting(root, possible) for root in roots]

    def endless(self) -> list[str]:
        """Name the parts of which it takes one more to have one, without end."""
        return endless_parts(self._shapes)


def _leads_back(name: str, parts: Mapping[str, Shape]) -> bool:
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


def _size(shape: Shape, sizes: Mapping[str, int]) -> int:
    """Count the shapes in one; `sizes` has those of parts, which may double with every level."""
    if isinstance(shape, Ref):
        return sizes.get(shape.name, 1)
    return 1 if _has_name(shape) else 1 + sum(_size(child, sizes) for _, child in children(shape))


def _has_name(shape: Shape) -> bool:
    return isinstance(shape, Object) and bool(shape.fields)
