"""What a place says beside its schema: defaults, limits of files, wording, and all that is left."""

import re
from collections.abc import Iterator

from fal_codegen.compare.difference import Difference, Kind
from fal_codegen.compare.position import Position, Sides
from fal_codegen.compare.views import View
from fal_codegen.contract import COMPONENTS, Json, Node, json_equal, node_of

NOISE = frozenset(("title", "$comment", "$schema"))
"""Words of a schema in which no difference is told."""

ORDER = "x-fal-order-properties"
_KINDS: dict[str, Kind] = {
    "format": "format",
    "contentEncoding": "format",
    "contentMediaType": "format",
    "description": "description",
    "examples": "examples",
    "example": "examples",
    "deprecated": "deprecated",
    "readOnly": "read-only",
    "writeOnly": "read-only",
    "$defs": "unused",
    "definitions": "unused",
    "discriminator": "hint",
    "nullable": "hint",
    "ui": "playground",
    "_fal_ui_field": "playground",
    **dict.fromkeys(("limit_description", "le", "ge", "gt", "lt", "min", "max", "step"), "hint"),
}
_ADDRESS = re.compile(r"^(?:https?:|data:)\S+$")


def compare_notes(old: View, new: View, position: Position) -> Iterator[Difference]:
    """Give what is said differently beside; a word that nobody knows is a difference too.

    `nullable` is OpenAPI's of before 3.1 and asserts nothing: where null is taken it is one more
    word for that.
    A default that stays is one that the changed place may refuse.
    """
    for word in dict.fromkeys((*new.notes, *old.notes)):
        if word in NOISE or (word == "nullable" and new.nullable):
            continue
        before, after = old.notes.get(word), new.notes.get(word)
        pointer = new.at(word) if word in new.notes else old.at(word)
        if word == "default":
            yield from _default(old, new, position, pointer)
        elif word == "x-fal":
            yield from _file_limits(before, after, position, pointer)
        elif word == ORDER:
            yield from _order(before, after, position, pointer)
        elif word == "discriminator" and _same_tags(old, new):
            continue
        elif not _alike(word, before, after):
            yield position.tell(pointer, _KINDS.get(word, "other"), word, (before, after))


def _default(old: View, new: View, position: Position, pointer: str) -> Iterator[Difference]:
    before, after = ([v.notes["default"]] if "default" in v.notes else None for v in (old, new))
    if not json_equal(before, after):
        yield position.tell(pointer, "default", "default", (before, after))
    elif before is not None:
        sides = Sides(old.schema, new.schema)
        yield position.tell(pointer, "default-refused", "default", (before, after), (sides, None))


def _file_limits(
    before: Json, after: Json, position: Position, pointer: str
) -> Iterator[Difference]:
    if not isinstance(before, dict | None) or not isinstance(after, dict | None):
        if not json_equal(before, after):
            yield position.tell(pointer, "other", "x-fal", (before, after))
        return
    mine, theirs = before or {}, after or {}
    for word in dict.fromkeys((*theirs, *mine)):
        one, other = mine.get(word), theirs.get(word)
        if not json_equal(one, other):
            yield position.tell(f"{pointer}/{word}", "file-limit", word, (one, other))


def _order(before: Json, after: Json, position: Position, pointer: str) -> Iterator[Difference]:
    """Tell of another order of the fields that are in both; those that came or went are told."""
    mine, theirs = (each if isinstance(each, list) else None for each in (before, after))
    if mine is None or theirs is None:
        return
    if [name for name in mine if name in theirs] != [name for name in theirs if name in mine]:
        yield position.tell(pointer, "order", ORDER, (before, after))


def _same_tags(old: View, new: View) -> bool:
    """Tell whether tags lead where they led, but for alternatives that came or went."""
    parts = {option.part for option in old.options} ^ {option.part for option in new.options}
    one, other = (_tags(node_of(view.notes.get("discriminator")), parts) for view in (old, new))
    return json_equal(one, other)


def _tags(discriminator: Node, parts: set[str]) -> Json:
    kept: Json = {
        tag: ref
        for tag, ref in node_of(discriminator.get("mapping")).items()
        if str(ref).removeprefix(COMPONENTS) not in parts
    }
    return {**discriminator, "mapping": kept}


def _alike(word: str, before: Json, after: Json) -> bool:
    """Tell whether two values say the same; where examples lie is no difference."""
    if word in ("deprecated", "readOnly", "writeOnly", "nullable"):
        return (before is True) == (after is True)
    if word in ("examples", "example"):
        before, after = _without_addresses(before), _without_addresses(after)
    return json_equal(before, after)


def _without_addresses(value: Json) -> Json:
    match value:
        case str():
            return "address" if _ADDRESS.match(value) else value
        case list():
            return [*map(_without_addresses, value)]
        case dict():
            return {name: _without_addresses(each) for name, each in value.items()}
        case _:
            return value
