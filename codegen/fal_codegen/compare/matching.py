"""Alternatives of two places, matched by what they say and not by where they stand."""

from dataclasses import dataclass

from fal_codegen.compare.views import Option, constants
from fal_codegen.contract import Json, equality_key, node_of

_ALIKE = 0.3
"""The share of fields that two objects have in common, from which on they are one that changed."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Which alternatives belong together, and which came or went."""

    pairs: list[tuple[Option, Option]]
    gone: list[Option]
    new: list[Option]


def match(before: tuple[Option, ...], after: tuple[Option, ...]) -> Matches:
    """Match alternatives: equal ones first, then those that are most alike."""
    gone, new = dict(enumerate(before)), dict(enumerate(after))
    pairs: dict[int, int] = {}
    for at, one in enumerate(before):
        equal = next((to for to, other in new.items() if _key(other) == _key(one)), None)
        if equal is not None:
            pairs[at] = equal
            del gone[at], new[equal]
    alone = len(gone) == len(new) == 1
    scores = {
        (at, to): _related(one, other) if alone else _likeness(one, other)
        for at, one in gone.items()
        for to, other in new.items()
    }
    for at, to in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        if scores[at, to] >= _ALIKE and at in gone and to in new:
            pairs[at] = to
            del gone[at], new[to]
    return Matches(
        [(before[at], after[to]) for at, to in sorted(pairs.items())],
        [*gone.values()],
        [*new.values()],
    )


def _key(option: Option) -> str:
    return equality_key([option.part, [*option.types], option.words])


def _likeness(one: Option, other: Option) -> float:
    """Score two alternatives: 2 for the same component, 0 for nothing in common."""
    if not _related(one, other):
        return 0
    if one.part and one.part == other.part:
        return 2
    if one.types != ("object",) or other.types != ("object",):
        return 1
    mine, theirs = _fields(one), _fields(other)
    if _distinct(mine, theirs):
        return 0
    names = mine.keys() | theirs.keys()
    return len(mine.keys() & theirs.keys()) / len(names) if names else 1


def _related(one: Option, other: Option) -> bool:
    """Tell whether some value could be of either, or both list values; integers are numbers."""
    if one.words.keys() == other.words.keys() == {"enum"}:
        return True
    mine, theirs = (
        {"number" if each == "integer" else each for each in option.types}
        for option in (one, other)
    )
    return mine == theirs or bool(mine & theirs)


def _fields(option: Option) -> dict[str, Json]:
    return node_of(option.words.get("properties"))


def _distinct(mine: dict[str, Json], theirs: dict[str, Json]) -> bool:
    """Tell whether a constant that both have differs: then they are two and not one."""
    for name in mine.keys() & theirs.keys():
        one, other = (constants(each[name]) for each in (mine, theirs))
        if len(one) == len(other) == 1 and equality_key(one) != equality_key(other):
            return True
    return False
