"""Pairwise cases: every two values of two fields together in some body, in few bodies."""

from collections.abc import Iterator
from functools import partial
from itertools import chain, islice
from typing import TypeAlias

from fal_codegen.cases.boundary_values import Boundaries, Way
from fal_codegen.cases.numbers import whole_range
from fal_codegen.cases.plain_values import Boundary
from fal_codegen.contract import (
    Enum,
    Field,
    Json,
    Predicate,
    Scalar,
    Shape,
    equality_key,
    options,
)

_MOST = 20
"""Values of one field that take part; a longer enum sends its first ones."""
_MOST_PAIRS = 60_000
"""Pairs in all; where there were more, fewer values of each field take part."""


def pairs(boundaries: Boundaries, base: dict[str, Json], accepts: Predicate) -> Iterator[Boundary]:
    """Give bodies in which any two values of any two fields meet at least once.

    Our request takes them all, as `accepts` tells. Fields with a countable choice take part: enums,
    booleans, small ranges of integers, and other numbers at their bounds. A fault that needs two
    settings at once shows only here.
    """
    fields = boundaries.samples.endpoint.input.fields
    choices = {field.name: _choice(boundaries, field, base, accepts) for field in fields}
    choices = _bounded({name: values for name, values in choices.items() if len(values) > 1})
    names = list(choices)
    for row in _covering([len(choices[name]) for name in names]):
        picked = {name: choices[name][row[column]] for column, name in enumerate(names)}
        yield Boundary(base | picked, "pair", None)


def _bounded(choices: dict[str, list[Json]]) -> dict[str, list[Json]]:
    """Leave out the last values of each field, then the last fields, until the pairs are few."""
    most = _MOST
    while _pairs_of(choices) > _MOST_PAIRS:
        if most > 2:  # noqa: PLR2004 - two make a choice
            most -= 1
            choices = {name: values[:most] for name, values in choices.items()}
        else:
            choices = dict(islice(choices.items(), len(choices) - 1))
    return choices


def _pairs_of(choices: dict[str, list[Json]]) -> int:
    sizes = [*map(len, choices.values())]
    return (sum(sizes) ** 2 - sum(size**2 for size in sizes)) // 2


def _choice(
    boundaries: Boundaries, field: Field, base: dict[str, Json], accepts: Predicate
) -> list[Json]:
    """Give the first values of a field that our request takes, where they can be counted."""
    shapes = options(boundaries.samples.endpoint.resolve(field.shape))
    if not any(_is_countable(shape) for shape in shapes):
        return []
    seen: dict[str, Json] = {}
    for value in chain(_at_limits(boundaries, field), *map(_between, shapes)):
        if len(seen) < _MOST and accepts(base | {field.name: value}):
            seen.setdefault(equality_key(value), value)
    return [*seen.values()]


def _is_countable(shape: Shape) -> bool:
    numbers = isinstance(shape, Scalar) and shape.type in ("boolean", "integer", "number")
    return numbers or isinstance(shape, Enum)


def _at_limits(boundaries: Boundaries, field: Field) -> Iterator[Json]:
    """Give the values of a field at its limits, and what has no other limit than its type."""
    for boundary in boundaries.of(field.shape, Way(depth=0)):
        if boundary.keyword != "type" or isinstance(boundary.value, bool | None):
            yield boundary.value


def _between(shape: Shape) -> Iterator[Json]:
    """Give all integers of a small range."""
    if isinstance(shape, Scalar):
        yield from whole_range(shape, _MOST)


_Cell: TypeAlias = tuple[int, int]
"""A column and the index of a value in it."""


def _covering(sizes: list[int]) -> Iterator[dict[int, int]]:
    """Give rows so that every two values of two columns meet in one: greedy, and always the same.

    Each row starts from the first pair not yet met, and every other column takes the value that
    meets most of what is left.
    """
    columns = [[(column, value) for value in range(size)] for column, size in enumerate(sizes)]
    left = {cell: {*chain(*columns)} - {*column} for column in columns for cell in column}
    for one, other in ((cell, each) for cell in left for each in sorted(left[cell])):
        if other not in left[one]:
            continue
        row = {one, other}
        for column in columns:
            if column[0][0] not in (one[0], other[0]):
                row.add(max(column, key=partial(_newly_met, left, frozenset(row))))
        yield dict(row)
        for cell in row:
            left[cell] -= row


def _newly_met(left: dict[_Cell, set[_Cell]], row: frozenset[_Cell], cell: _Cell) -> int:
    return len(left[cell] & row)
