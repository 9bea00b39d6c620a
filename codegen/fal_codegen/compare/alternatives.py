"""Alternatives that only one of two schemas has."""

from collections.abc import Iterator

from fal_codegen.compare.difference import Difference
from fal_codegen.compare.position import NOBODY, Position, Sides
from fal_codegen.compare.views import Option, View


def compare_alternatives(
    old: View, new: View, gone: list[Option], more: list[Option], position: Position
) -> Iterator[Difference]:
    """Tell of alternatives that came or went: of another type as one change, else one by one.

    Where the types cannot be told, it is all alternatives that changed.
    """
    lost = [each for each in gone if not {*each.shown} & {*new.types}]
    won = [each for each in more if not {*each.shown} & {*old.types}]
    if (lost or won) and (old.opaque or new.opaque):
        whole = Sides(old.schema, new.schema), Sides(new.schema, old.schema)
        values = old.schema, new.schema
        yield position.tell(new.pointer, "alternative", "", values, whole)
    elif lost or won:
        yield position.tell(
            (won or lost)[0].pointer,
            "type",
            "type",
            ([*old.types], [*new.types]),
            (_of_types(lost, old, new), _of_types(won, new, old)),
        )
    for option in gone:
        if option not in lost:
            yield position.tell(
                option.pointer,
                "alternative",
                option.part,
                (option.schema, None),
                (Sides(option.schema, new.schema), NOBODY),
            )
    for option in more:
        if option not in won:
            yield position.tell(
                option.pointer,
                "alternative",
                option.part,
                (None, option.schema),
                (NOBODY, Sides(option.schema, old.schema)),
            )


def _of_types(options: list[Option], sender: View, receiver: View) -> Sides:
    """Ask about the alternatives whose types came or went; where anything goes, about null too."""
    if sender.anything or receiver.anything:
        return Sides(sender.schema, receiver.schema)
    if not options:
        return NOBODY
    return Sides({"anyOf": [option.schema for option in options]}, receiver.schema)
