"""Constants that tell the members of a union apart: `{"type": "image"}`, `{"type": "video"}`."""

from fal_codegen.contract import (
    Endpoint,
    Enum,
    Field,
    Object,
    Side,
    Union,
    equality_key,
)
from fal_codegen.emit.parts import shapes_from


def tag_of(endpoint: Endpoint, union: Union) -> str | None:
    """Name the field whose constants tell the members apart; None where no field does.

    At least two members have constants there, and no two of them the same.
    """
    members = _members(endpoint, union)
    names = dict.fromkeys(field.name for member in members for field in member.fields)
    return next((name for name in names if _tells_apart(endpoint, members, name)), None)


def has_untagged(endpoint: Endpoint, union: Union, tag: str) -> bool:
    """Tell whether a member has no constants there, so that it takes what the others do not."""
    return not all(_constants(endpoint, each, tag) for each in _members(endpoint, union))


def sent_tags(endpoint: Endpoint, side: Side) -> dict[int, list[Field]]:
    """Give the fields that must always be sent, by the `id` of the object that has them.

    They have one constant that tells the object from others, and may be left out.
    """
    found: dict[int, list[Field]] = {}
    shapes = shapes_from(endpoint, endpoint.side(side))
    for union in (shape for shape in shapes if isinstance(shape, Union)):
        tag = tag_of(endpoint, union)
        for member in _members(endpoint, union) if tag else ():
            field = member.field(tag or "")
            if field and not field.required and len(_constants(endpoint, member, field.name)) == 1:
                fields = found.setdefault(id(member), [])
                fields += [] if field in fields else [field]
    return found


def _tells_apart(endpoint: Endpoint, members: list[Object], name: str) -> bool:
    listed = [values for member in members if (values := _constants(endpoint, member, name))]
    return len(listed) > 1 and len(set[str]().union(*listed)) == sum(map(len, listed))


def _constants(endpoint: Endpoint, member: Object, name: str) -> set[str]:
    field = member.field(name)
    shape = field and endpoint.resolve(field.shape)
    return set(map(equality_key, shape.values)) if isinstance(shape, Enum) else set()


def _members(endpoint: Endpoint, union: Union) -> list[Object]:
    resolved = map(endpoint.resolve, union.options)
    return [each for each in resolved if isinstance(each, Object) and each.fields]
