"""Schemas that hold together as one, as far as one schema can say it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from fal_codegen.contract import KEYWORDS, Json, Node, equality_key, items_of, node_of


def merged(one: Json, other: Json) -> Json:
    """Give one schema that says what two say together; what has no common word stays in `allOf`."""
    if one is False or other is False:
        return False
    if not isinstance(one, dict) or not isinstance(other, dict):
        return one if isinstance(one, dict) else other
    both: Node = {**one}
    left: Node = {}
    if "prefixItems" in one or "prefixItems" in other:
        both["prefixItems"] = _first_items(one, other)
        other = {word: value for word, value in other.items() if word != "prefixItems"}
    for word, value in other.items():
        if word not in both:
            both[word] = value
        elif (join := _JOINS.get(word)) is not None:
            both[word] = join(both[word], value)
        elif equality_key(both[word]) != equality_key(value):
            left[word] = value
    if left:
        both["allOf"] = [*items_of(both.get("allOf")), left]
    return both


def _first_items(one: Node, other: Node) -> Json:
    """Give what holds for the first items: of each list by its own rule for them or for all."""
    mine, theirs = (items_of(each.get("prefixItems")) for each in (one, other))
    rest = one.get("items", True), other.get("items", True)
    count = max(len(mine), len(theirs))
    whole = (
        [*items, *[others] * (count - len(items))]
        for items, others in zip((mine, theirs), rest, strict=True)
    )
    return [merged(first, second) for first, second in zip(*whole, strict=True)]


def _named(one: Json, other: Json) -> Json:
    mine, theirs = node_of(one), node_of(other)
    return {
        name: merged(mine.get(name, True), theirs.get(name, True))
        for name in dict.fromkeys((*mine, *theirs))
    }


def _types(one: Json, other: Json) -> Json:
    mine = items_of(one) or [one]
    theirs = items_of(other) or [other]
    shared = [each for each in mine if each in theirs or (each == "integer" and "number" in theirs)]
    shared += [each for each in theirs if each == "integer" and "number" in mine]
    return [*dict.fromkeys(map(str, shared))]


def _values(one: Json, other: Json) -> Json:
    kept = {equality_key(value) for value in items_of(other)}
    return [value for value in items_of(one) if equality_key(value) in kept]


def _least(one: Any, other: Any) -> Json:  # noqa: ANN401 - numbers, if the schema is one
    smaller: Json = min(one, other)
    return smaller


def _most(one: Any, other: Any) -> Json:  # noqa: ANN401 - numbers, if the schema is one
    larger: Json = max(one, other)
    return larger


def _together(one: Json, other: Json) -> Json:
    return [*items_of(one), *(each for each in items_of(other) if each not in items_of(one))]


_JOINS: Mapping[str, Callable[[Json, Json], Json]] = MappingProxyType(
    {
        "properties": _named,
        "patternProperties": _named,
        "required": _together,
        "allOf": _together,
        "type": _types,
        "enum": _values,
        "items": merged,
        "additionalProperties": merged,
        "propertyNames": merged,
        **{each.name: _most for each in KEYWORDS.values() if each.tighter == "higher"},
        **{each.name: _least for each in KEYWORDS.values() if each.tighter == "lower"},
    }
)
