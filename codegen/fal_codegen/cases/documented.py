"""The limits that a contract sets for a request, each with its place."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from fal_codegen.cases.plain_values import UNKNOWN
from fal_codegen.contract import (
    ANY_ITEM,
    Array,
    Endpoint,
    Enum,
    Json,
    Object,
    Path,
    Ref,
    Scalar,
    Shape,
    Union,
)
from fal_codegen.judge import Violation

DEPTH = 8
"""How many lists and objects lie around a limit that cases are made for."""

Key: TypeAlias = tuple[str, str]
"""A place, as a path below the body, and the JSON Schema keyword that limits it."""

_TYPE_AND_ENUM = {"type": "enum", "enum": "type"}

ROOT: Key = ("", "type")
CLOSED = "additionalProperties"


@dataclass(frozen=True, slots=True)
class Documented:
    """A limit of the contract: its place, its keyword, and the keyword's argument."""

    place: str
    keyword: str
    limit: Json

    @property
    def key(self) -> Key:
        """What tells it from all others."""
        return self.place, self.keyword


def documented(endpoint: Endpoint, item: str = "0", depth: int = DEPTH) -> dict[Key, Documented]:
    """Give the limits of an endpoint's request, in the order of its fields.

    `item` is the step to the items of a list that are all alike; where it is any item, it stands
    for the fields that an object does not list as well, of which else one stands for all. What
    holds itself is gone into once. Of alternatives with a limit each, the first one's stands for
    both.
    """
    found: dict[Key, Documented] = {}
    for each in each_documented(endpoint, item, depth):
        found.setdefault(each.key, each)
    return found


def each_documented(endpoint: Endpoint, item: str, depth: int) -> Iterator[Documented]:
    """Give the same limits one by one, those of all alternatives."""
    walked = _Walk(endpoint, item).limits(endpoint.input, "", depth)
    return (each for each in walked if each.key != ROOT)


def broken_limits(
    violations: tuple[Violation, ...], spell: Callable[[Path], str]
) -> dict[Key, Documented]:
    """Give the limits that a body breaks; of an enum's own place the type is no second one.

    `spell` makes a place of the path to a value.
    """
    found: dict[Key, Documented] = {}
    for each in violations:
        path = each.path[:-1] if each.keyword == CLOSED else each.path
        place = spell(path)
        keyword = "enum" if each.keyword == "const" else each.keyword
        found.setdefault((place, keyword), Documented(place, keyword, each.limit))
    listed = {place for place, keyword in found if keyword == "enum"}
    return {
        (place, keyword): limit
        for (place, keyword), limit in found.items()
        if keyword != "type" or place not in listed
    }


@dataclass(frozen=True, slots=True)
class _Walk:
    """The way through the shapes of an endpoint; `inside` are the parts that it leads through."""

    endpoint: Endpoint
    item: str
    inside: frozenset[str] = field(default_factory=frozenset[str])

    def limits(self, shape: Shape, place: str, depth: int) -> Iterator[Documented]:
        match shape:
            case Ref(name=name) if name not in self.inside:
                inner = replace(self, inside=self.inside | {name})
                yield from inner.limits(self.endpoint.resolve(shape), place, depth)
            case Union(options=options):
                for option in options:
                    yield from self.limits(option, place, depth)
            case Enum(values=values):
                yield Documented(place, "enum", list(values))
            case Scalar(type="null"):
                return
            case Scalar(type=type_, limits=limits):
                yield Documented(place, "type", type_)
                yield from (Documented(place, each.keyword, each.value) for each in limits)
            case Array(limits=limits):
                yield Documented(place, "type", "array")
                yield from (Documented(place, each.keyword, each.value) for each in limits)
                yield from self._items(shape, place, depth)
            case Object(limits=limits):
                yield Documented(place, "type", "object")
                yield from (Documented(place, each.keyword, each.value) for each in limits)
                yield from self._fields(shape, place, depth)
            case _:
                return

    def _items(self, shape: Array, place: str, depth: int) -> Iterator[Documented]:
        if depth > 0:
            for index, each in enumerate(shape.prefix):
                yield from self.limits(each, f"{place}/{index}", depth - 1)
            if not shape.prefix:
                yield from self.limits(shape.items, f"{place}/{self.item}", depth - 1)

    def _fields(self, shape: Object, place: str, depth: int) -> Iterator[Documented]:
        if depth <= 0:
            return
        for each in shape.fields:
            below = f"{place}/{each.name}" if place else each.name
            if each.required:
                yield Documented(below, "required", each.name)
            yield from self.limits(each.shape, below, depth - 1)
        if shape.extra is None:
            yield Documented(place, CLOSED, limit=False)
        else:
            name = self.item if self.item == ANY_ITEM else unlisted(shape)
            yield from self.limits(shape.extra, f"{place}/{name}" if place else name, depth - 1)


def unlisted(shape: Object) -> str:
    """Name a field that an object does not list, and that hardly any has."""
    name = UNKNOWN
    while shape.field(name):
        name += UNKNOWN
    return name


def type_or_enum(key: Key) -> Key:
    """Give of type and enum at one place the other: what is neither breaks both, and shows one."""
    return key[0], _TYPE_AND_ENUM.get(key[1], "")
