"""Constants that tell the members of a union apart: `{"type": "image"}`, `{"type": "video"}`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import reduce

from fal_codegen.contract import (
    NULL,
    Endpoint,
    Enum,
    Field,
    Json,
    Object,
    Shape,
    Side,
    Union,
    equality_key,
    options,
)
from fal_codegen.emit.parts import shapes_from


def tags_of(endpoint: Endpoint, union: Union) -> tuple[str, ...]:
    """Name the fields whose constants tell the members apart; none where no field does.

    One field does for most unions. More are named where each tells only some members from others,
    as in a union whose members are unions themselves.
    """
    members = _members(endpoint, union)
    names = dict.fromkeys(field.name for member in members for field in member.fields)
    found = {name: _told_apart(endpoint, members, name) for name in names}
    chosen: list[str] = []
    left = [_either(row) for row in zip(*found.values(), strict=True)]
    while any(left):
        best = max(found, key=lambda name: _count(found[name], left))
        chosen.append(best)
        left = [row & ~told for row, told in zip(left, found[best], strict=True)]
    return tuple(chosen)


def has_untagged(endpoint: Endpoint, union: Union, tags: tuple[str, ...]) -> bool:
    """Tell whether a member has no constants there, so that it takes what the others do not."""
    return any(
        not any(_constants(endpoint, each, tag) for tag in tags)
        for each in _members(endpoint, union)
    )


def sent_tags(endpoint: Endpoint, side: Side) -> dict[int, list[Field]]:
    """Give the fields that must always be sent, by the `id` of the object that has them.

    They have one constant that tells the object from others, and may be left out.
    """
    found: dict[int, list[Field]] = {}
    shapes = shapes_from(endpoint, endpoint.side(side))
    for union in (shape for shape in shapes if isinstance(shape, Union)):
        for tag in tags_of(endpoint, union):
            for member in _members(endpoint, union):
                field = member.field(tag)
                if field and not field.required and sent_values(endpoint, field):
                    fields = found.setdefault(id(member), [])
                    fields += [] if field in fields else [field]
    return found


def sent_values(endpoint: Endpoint, field: Field) -> list[Json]:
    """Give the one constant that a field may have; nothing where leaving it out means another."""
    values = [*_listed(endpoint, field.shape)]
    has_one = len(values) == 1 and values != [None]
    return values if has_one and (not field.has_default or field.default in values) else []


def _told_apart(endpoint: Endpoint, members: list[Object], name: str) -> list[int]:
    """Give for each member, as bits by their places, the others that the field tells it from.

    One of the two may have the field without constants: it takes what the other does not. None
    are told apart where the constants of any two meet in part.
    """
    constants = {
        at: frozenset(_constants(endpoint, member, name))
        for at, member in enumerate(members)
        if member.field(name)
    }
    alike = defaultdict[frozenset[str], int](int)
    for at, values in constants.items():
        alike[values] |= 1 << at
    meet = sum(map(len, alike)) > len(frozenset[str]().union(*alike))
    having = 0 if meet else _either(alike.values())
    return [having & ~alike[constants[at]] if at in constants else 0 for at in range(len(members))]


def _either(rows: Iterable[int]) -> int:
    return reduce(int.__or__, rows, 0)


def _count(told: list[int], of: list[int]) -> int:
    return sum((row & also).bit_count() for row, also in zip(told, of, strict=True))


def _constants(endpoint: Endpoint, member: Object, name: str) -> set[str]:
    field = member.field(name)
    return set(map(equality_key, _listed(endpoint, field.shape))) if field else set()


def _listed(endpoint: Endpoint, shape: Shape) -> Iterator[Json]:
    """Give the constants of a shape; null is one only where it is alone."""
    every = [endpoint.resolve(option) for option in options(endpoint.resolve(shape))]
    others = [each for each in every if each != NULL]
    if not others:
        yield None
    elif all(isinstance(each, Enum) for each in others):
        for each in others:
            yield from each.values if isinstance(each, Enum) else ()


def _members(endpoint: Endpoint, union: Union) -> list[Object]:
    """Give the objects with fields among the members, and in unions that are members."""
    found: list[Object] = []
    for option in options(union):
        shape = endpoint.resolve(option)
        if isinstance(shape, Union):
            found += _members(endpoint, shape)
        elif isinstance(shape, Object) and shape.fields:
            found.append(shape)
    return found
