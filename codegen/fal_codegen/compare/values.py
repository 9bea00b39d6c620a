"""The values of two alternatives side by side: their types, those that are listed, their limits."""

from collections.abc import Iterator

from fal_codegen.compare.bounds import bounds
from fal_codegen.compare.difference import Difference
from fal_codegen.compare.position import Position, Sides
from fal_codegen.compare.views import Option
from fal_codegen.contract import Json, Node, equality_key, json_equal


def compare_values(old: Option, new: Option, position: Position) -> Iterator[Difference]:
    """Give what differs in limits, and in types, or in listed values, from which types follow."""
    if "enum" in old.words or "enum" in new.words:
        yield from _enums(old, new, position)
    elif old.types != new.types:
        yield _types(old, new, position)
    yield from _limits(old, new, position)


def _types(old: Option, new: Option, position: Position) -> Difference:
    return position.tell(
        new.at("type"),
        "type",
        "type",
        ([*old.types], [*new.types]),
        (Sides(old.schema, {"type": [*new.types]}), Sides(new.schema, {"type": [*old.types]})),
    )


def _enums(old: Option, new: Option, position: Position) -> Iterator[Difference]:
    """Tell of other values as one change, in whatever order they are listed."""
    before, after = old.words.get("enum"), new.words.get("enum")
    if _listed_alike(before, after):
        return
    yield position.tell(
        new.at("enum") if after is not None else old.at("enum"),
        "enum",
        "enum",
        (before, after),
        (Sides(old.schema, _listed(new)), Sides(new.schema, _listed(old))),
    )


def _listed_alike(before: Json, after: Json) -> bool:
    if not isinstance(before, list) or not isinstance(after, list):
        return False
    return {*map(equality_key, before)} == {*map(equality_key, after)}


def _listed(option: Option) -> Node:
    """Give the values or else the types of an alternative, as a schema."""
    if "enum" in option.words:
        return {"enum": option.words["enum"]}
    return {"type": [*option.types]} if option.types else {}


def _limits(old: Option, new: Option, position: Position) -> Iterator[Difference]:
    mine, theirs = (bounds(each.words, each.types) for each in (old, new))
    for end in dict.fromkeys((*theirs, *mine)):
        before, after = mine.get(end), theirs.get(end)
        if before is not None and after is not None and json_equal([*before], [*after]):
            continue
        word = (after or before or (end, None))[0]
        plain = before is None or after is None or before[0] == after[0]
        yield position.tell(
            new.at(word) if after else old.at(word),
            "limit",
            word,
            (_shown(before, plain=plain), _shown(after, plain=plain)),
            (Sides(old.schema, _limit(after)), Sides(new.schema, _limit(before))),
        )


def _shown(bound: tuple[str, Json] | None, *, plain: bool) -> Json:
    if bound is None:
        return None
    return bound[1] if plain else {bound[0]: bound[1]}


def _limit(bound: tuple[str, Json] | None) -> Json:
    return True if bound is None else {bound[0]: bound[1]}
