"""Constants that tell the members of a union apart: `{"type": "image"}`, `{"type": "video"}`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce

from fal_codegen.contract import (
    COMPONENTS,
    NULL,
    Endpoint,
    Enum,
    Field,
    Json,
    Object,
    Ref,
    Shape,
    Side,
    Union,
    equality_key,
    node_of,
    options,
    text_of,
)
from fal_codegen.emit.parts import shapes_from
from fal_codegen.emit.text import string


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


def by_tag(
    endpoint: Endpoint, union: Union, place: str, classes: Mapping[str, str]
) -> tuple[str, bool]:
    """Give the annotation that chooses a member of an answer, and whether another may have come.

    There is none where nothing tells members apart. Another may have come where all of them have
    tags of their own; a member without takes what the others do not. `classes` are those of parts.
    """
    tags, (mapped, values) = tags_of(endpoint, union), _mapped(endpoint, union, place)
    names = dict.fromkeys([mapped, *tags] if mapped else tags)
    arguments = [*map(string, names)]
    arguments += [
        f"{classes[part]}=({', '.join(map(string, keys))}{',' * (len(keys) == 1)})"
        for part, keys in values.items()
    ]
    others = [
        member
        for member in _members(endpoint, union)
        if member not in [endpoint.resolve(Ref(part)) for part in values]
    ]
    tagged = all(any(_constants(endpoint, each, tag) for tag in names) for each in others)
    return (f"ByTag({', '.join(arguments)})" if names else ""), tagged


def _mapped(endpoint: Endpoint, union: Union, place: str) -> tuple[str, dict[str, list[str]]]:
    """Give the field that a `discriminator` names, and what it is for parts without constants.

    As OpenAPI has it, a part that no key of the mapping leads to is meant by its own name.
    """
    said = [each.value for each in endpoint.claims_at(place) if each.keyword == "discriminator"]
    words = node_of(said[0]) if said else {}
    name, mapping = text_of(words.get("propertyName")), node_of(words.get("mapping"))
    found: dict[str, list[str]] = {}
    for option in options(union) if name else ():
        member = endpoint.resolve(option)
        if isinstance(option, Ref) and isinstance(member, Object) and member.fields:
            spellings = option.name, f"{COMPONENTS}{option.name}"
            keys = [key for key, target in mapping.items() if target in spellings]
            if not _constants(endpoint, member, name):
                found[option.name] = keys or [option.name]
    return (name, found) if found else ("", {})


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
