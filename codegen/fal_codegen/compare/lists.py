"""Two lists side by side: their items, and which items they must contain."""

from collections.abc import Iterator

from fal_codegen.compare.difference import Difference
from fal_codegen.compare.position import Position, Sides
from fal_codegen.compare.protocol import Schemas, Walk
from fal_codegen.compare.views import Option
from fal_codegen.contract import Json, Node, items_of

HANDLED = frozenset(("items", "prefixItems"))
"""The keywords that are compared here."""


def compare_lists(old: Option, new: Option, position: Position, walk: Walk) -> Iterator[Difference]:
    """Give what differs between two alternatives as far as they speak of lists."""
    mine, theirs = _first(old), _first(new)
    if len(mine) != len(theirs):
        word = "prefixItems"
        yield position.tell(
            new.at(word) if theirs else old.at(word),
            "items",
            word,
            (_items(old) or None, _items(new) or None),
            (Sides(old.schema, _taken(new)), Sides(new.schema, _taken(old))),
        )
        return
    for index, (one, other) in enumerate(zip(mine, theirs, strict=True)):
        pointers = (f"{each.at('prefixItems')}/{index}" for each in (old, new))
        yield from walk.schemas(Schemas(one, other, *pointers), position.item(index, str(index)))
    if "items" in old.words or "items" in new.words:
        one, other = (
            each.words.get("items", each.words.get("unevaluatedItems", True)) for each in (old, new)
        )
        pair = Schemas(one, other, old.at("items"), new.at("items"))
        yield from walk.schemas(pair, position.item(len(mine)))


def _first(option: Option) -> list[Json]:
    return items_of(option.words.get("prefixItems"))


def _taken(option: Option) -> Node:
    """Give what an alternative says of items, as a schema; all where the rest depends on them."""
    return option.schema if "unevaluatedItems" in option.words else _items(option)


def _items(option: Option) -> Node:
    return {word: option.words[word] for word in sorted(HANDLED) if word in option.words}
