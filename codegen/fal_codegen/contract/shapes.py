"""Shapes: what values a place in a body may hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from fal_codegen.contract.values import Json, each_once, equality_key


@dataclass(frozen=True, slots=True)
class Limit:
    """One bound on a value: a JSON Schema keyword, such as `maximum`, and its argument."""

    keyword: str
    value: Json


@dataclass(frozen=True, slots=True)
class Anything:
    """No promise at all: the empty schema."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string, integer, number, boolean or null within limits."""

    type: str
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True)
class Enum:
    """One of the listed values. A `const` is an enum of one."""

    values: tuple[Json, ...]

    def holds(self, value: Json) -> bool:
        """Tell whether a value equals one of the listed, as JSON Schema has it."""
        return equality_key(value) in self._keys

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(map(equality_key, self.values))


@dataclass(frozen=True, slots=True)
class Array:
    """A list. `prefix` gives the shapes of its first items, `items` that of the others."""

    items: "Shape"
    prefix: tuple["Shape", ...] = ()
    limits: tuple[Limit, ...] = ()

    def at(self, index: int) -> "Shape":
        """Give the shape of one item."""
        return self.prefix[index] if index < len(self.prefix) else self.items


@dataclass(frozen=True, slots=True)
class Field:
    """A named place in an object.

    `default` is meaningful only where `has_default` is true: null is a default too.
    """

    name: str
    shape: "Shape"
    required: bool = False
    has_default: bool = False
    default: Json = None
    description: str = ""
    examples: tuple[Json, ...] = ()
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Object:
    """Fields in the order the endpoint wants them shown.

    `extra` is the shape of properties that are not listed; None where there may be none.
    """

    fields: tuple[Field, ...] = ()
    extra: "Shape | None" = Anything()
    limits: tuple[Limit, ...] = ()
    description: str = ""

    @property
    def closes(self) -> bool:
        """Whether a request refuses what is not listed here: fields are, and nothing of others."""
        return bool(self.fields) and self.extra == Anything()

    def field(self, name: str) -> Field | None:
        """Find a field by its name."""
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True, slots=True)
class Union:
    """Any of several shapes; nullable is a union with the scalar null."""

    options: tuple["Shape", ...]


@dataclass(frozen=True, slots=True)
class Ref:
    """The part of the endpoint with this name, which may hold itself."""

    name: str


Shape: TypeAlias = Anything | Scalar | Enum | Array | Object | Union | Ref

NULL = Scalar("null")
NOTHING = Union(())
"""What no value fits: the schema `false`, or schemas that contradict each other."""


def options(shape: Shape) -> tuple[Shape, ...]:
    """Give the shapes a value may have here: those of a union, else the shape alone."""
    return shape.options if isinstance(shape, Union) else (shape,)


def with_one_enum(shapes: Sequence[Shape]) -> list[Shape]:
    """Join lists of values into one, which is looked up at once: unions have thousands of `const`.

    It stands where the first of them stood, and has equal values once.
    """
    enums = [each for each in shapes if isinstance(each, Enum)]
    if len(enums) < 2:  # noqa: PLR2004 - there is nothing to join
        return [*shapes]
    joined = Enum((*each_once(value for each in enums for value in each.values),))
    first = shapes.index(enums[0])
    others = [each for each in shapes[first:] if not isinstance(each, Enum)]
    return [*shapes[:first], joined, *others]


def nullable(shape: Shape) -> bool:
    """Tell whether null is among the promised values."""
    return any(
        option == NULL
        or isinstance(option, Anything)
        or (isinstance(option, Enum) and None in option.values)
        for option in options(shape)
    )


def without_null(shape: Shape) -> Shape:
    """Give the shape of the values other than null."""
    rest = tuple(option for option in options(shape) if option != NULL)
    return rest[0] if len(rest) == 1 else Union(rest)


def is_bare(shape: Shape) -> bool:
    """Tell whether a shape is all there is of one type, and says no more than that."""
    match shape:
        case Scalar(limits=limits):
            return not limits
        case Array(items=Anything(), prefix=(), limits=()):
            return True
        case Object(fields=(), extra=Anything(), limits=()):
            return True
        case _:
            return False


def children(shape: Shape) -> Iterator[tuple[str, Shape]]:
    """Walk one level down: a pointer step and the shape it leads to."""
    match shape:
        case Array(items=items, prefix=prefix):
            for index, item in enumerate(prefix):
                yield str(index), item
            yield "*", items
        case Object(fields=fields, extra=extra):
            for field in fields:
                yield field.name, field.shape
            if extra is not None:
                yield "*", extra
        case Union(options=members):
            for member in members:
                yield "", member
        case _:
            return
