"""Whether two schemas assert the same in the same words, whatever order and names these have."""

from collections.abc import Mapping
from hashlib import sha256
from typing import TypeAlias

from fal_codegen.compare.protocol import Schemas
from fal_codegen.contract import Document, Json, equality_key, pointer_of, resolve_pointer
from fal_codegen.judge import asserted, pointers_reached

Colors: TypeAlias = Mapping[str, str]
"""What is known to tell definitions apart, by their pointers."""

_SETS = frozenset(("anyOf", "oneOf", "allOf", "enum", "type", "required"))
"""Keywords whose lists mean the same in any order."""


def alike(old: Document, new: Document, pair: Schemas) -> bool:
    """Tell whether two schemas assert the same, with all that they refer to, by whatever name.

    Definitions may refer to each other and to themselves. All are taken for the same at first, and
    are told apart by what they say, then by what those say that they refer to, as long as that
    tells more of them apart: what is never told apart asserts the same.
    """
    sides = [_definitions(old, pair.old), _definitions(new, pair.new)]
    colors: list[Colors] = [dict.fromkeys(each, "") for each in sides]
    known = 0
    while True:
        colors = [
            {pointer: _color(schema, seen) for pointer, schema in each.items()}
            for each, seen in zip(sides, colors, strict=True)
        ]
        count = len({color for each in colors for color in each.values()})
        if count <= known:
            return _color(pair.old, colors[0]) == _color(pair.new, colors[1])
        known = count


def _definitions(document: Document, schema: Json) -> dict[str, Json]:
    return {each: resolve_pointer(document, each) for each in pointers_reached(schema, document)}


def _color(schema: Json, colors: Colors) -> str:
    """Give what a schema says, as short text, where references say what is known of their ends."""
    said = equality_key(_sorted(asserted(schema), colors))
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _sorted(value: Json, colors: Colors, word: str = "") -> Json:
    """Give a schema with lists whose order means nothing in an order that is not theirs."""
    match value:
        case str() if word == "$ref":
            return colors.get(pointer_of(value), value)
        case dict() if word not in ("const", "enum"):
            return {name: _sorted(inner, colors, name) for name, inner in value.items()}
        case list() if word in _SETS:
            return sorted((_sorted(each, colors) for each in value), key=equality_key)
        case list() if word not in ("const", ""):
            return [_sorted(each, colors) for each in value]
        case _:
            return value
