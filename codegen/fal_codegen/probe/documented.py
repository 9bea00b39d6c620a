"""The limits that a contract sets for a request, each with its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from fal_codegen.contract import Array, Endpoint, Enum, Json, Object, Ref, Scalar, Shape, Union
from fal_codegen.judge import Violation

_DEPTH = 3

Key: TypeAlias = tuple[str, str]
"""A place, as a path below the body, and the JSON Schema keyword that limits it."""

ROOT: Key = ("", "type")


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


def documented(endpoint: Endpoint) -> dict[Key, Documented]:
    """Give the limits of an endpoint's request, in the order of its fields."""
    found: dict[Key, Documented] = {}
    for each in _limits(endpoint, endpoint.input, "", _DEPTH):
        found.setdefault(each.key, each)
    return {key: each for key, each in found.items() if key != ROOT}


def broken_limits(violations: tuple[Violation, ...]) -> dict[Key, Documented]:
    """Give the limits that a body breaks; of an enum's own place the type is no second one."""
    found: dict[Key, Documented] = {}
    for each in violations:
        place = "/".join(map(str, each.path))
        keyword = "enum" if each.keyword == "const" else each.keyword
        found.setdefault((place, keyword), Documented(place, keyword, each.limit))
    listed = {place for place, keyword in found if keyword == "enum"}
    return {
        (place, keyword): limit
        for (place, keyword), limit in found.items()
        if keyword != "type" or place not in listed
    }


def _limits(endpoint: Endpoint, shape: Shape, place: str, depth: int) -> Iterator[Documented]:
    match shape:
        case Ref():
            yield from _limits(endpoint, endpoint.resolve(shape), place, depth)
        case Union(options=options):
            for option in options:
                yield from _limits(endpoint, option, place, depth)
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
            yield from _items(endpoint, shape, place, depth)
        case Object(limits=limits):
            yield Documented(place, "type", "object")
            yield from (Documented(place, each.keyword, each.value) for each in limits)
            yield from _fields(endpoint, shape, place, depth)
        case _:
            return


def _items(endpoint: Endpoint, shape: Array, place: str, depth: int) -> Iterator[Documented]:
    for index in range(max(1, len(shape.prefix))) if depth > 0 else ():
        yield from _limits(endpoint, shape.at(index), f"{place}/{index}", depth - 1)


def _fields(endpoint: Endpoint, shape: Object, place: str, depth: int) -> Iterator[Documented]:
    for field in shape.fields if depth > 0 else ():
        below = f"{place}/{field.name}" if place else field.name
        if field.required:
            yield Documented(below, "required", field.name)
        yield from _limits(endpoint, field.shape, below, depth - 1)
