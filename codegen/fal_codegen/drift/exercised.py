"""Which changes a body has to do with: those at places that it has."""

from collections.abc import Iterable, Iterator, Sequence

from fal_codegen.contract import Json, unescape
from fal_codegen.drift.change import Change
from fal_codegen.drift.rules import Kind

_ABSENT: frozenset[Kind] = frozenset(("field", "required", "default"))
"""Kinds that concern a body which leaves the field out."""


def exercised(changes: Iterable[Change], side: str, body: Json) -> tuple[str, ...]:
    """Give the places of changes on one side, `input` or `output`, that a body has.

    A field that must be there, or that has another default now, concerns a body without it too.
    """
    found: dict[str, None] = {}
    for change in changes:
        for place in change.places:
            start, *steps = place.split("/")
            if start == side and _has(body, [*map(unescape, steps)], change):
                found[place] = None
    return tuple(found)


def _has(body: Json, steps: Sequence[str], change: Change) -> bool:
    if any(True for _ in _values(body, steps)):
        return True
    if change.rule.kind not in _ABSENT or change.rule.level == "info":
        return False
    return any(isinstance(value, dict) for value in _values(body, steps[:-1]))


def _values(body: Json, steps: Sequence[str]) -> Iterator[Json]:
    """Give what is at a place; `*` is any item or any property."""
    if not steps:
        yield body
        return
    first, *rest = steps
    match body:
        case dict() if first in body:
            yield from _values(body[first], rest)
        case dict() if first == "*":
            for value in body.values():
                yield from _values(value, rest)
        case list() if first == "*":
            for value in body:
                yield from _values(value, rest)
        case list() if first.isdecimal() and int(first) < len(body):
            yield from _values(body[int(first)], rest)
        case _:
            return
