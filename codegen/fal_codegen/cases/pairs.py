"""Pairwise cases: every two values of two fields together in some body, in few bodies."""

from collections.abc import Iterator
from functools import partial
from itertools import combinations, islice, product
from typing import TypeAlias

from fal_codegen.cases.probes import Probe, Probing
from fal_codegen.contract import (
    Enum,
    Field,
    Json,
    Scalar,
    equality_key,
    options,
    request_accepts,
)

_MOST = 20
"""Values of one field that take part; a longer enum sends its first ones."""
_MOST_PAIRS = 60_000
"""Pairs in all; where there were more, fewer values of each field take part."""


def pairs(probing: Probing, base: dict[str, Json]) -> Iterator[Probe]:
    """Give bodies in which any two values of any two fields meet at least once.

    Our request takes them all. Fields with a countable choice take part: enums, booleans, and
    numbers at their bounds. A fault that needs two settings at once shows only here.
    """
    endpoint = probing.samples.endpoint
    choices = {field.name: _choice(probing, field, base) for field in endpoint.input.fields}
    choices = _bounded({name: values for name, values in choices.items() if len(values) > 1})
    names = list(choices)
    for row in _covering([len(choices[name]) for name in names]):
        picked = {name: choices[name][row[column]] for column, name in enumerate(names)}
        yield Probe(base | picked, "pair", None)


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


def _choice(probing: Probing, field: Field, base: dict[str, Json]) -> list[Json]:
    """Give the first values of a field that our request takes, where they can be counted."""
    endpoint = probing.samples.endpoint
    countable = any(
        isinstance(shape, Enum)
        or (isinstance(shape, Scalar) and shape.type in ("boolean", "integer", "number"))
        for shape in options(endpoint.resolve(field.shape))
    )
    return [*islice(_taken(probing, field, base), _MOST)] if countable else []


def _taken(probing: Probing, field: Field, base: dict[str, Json]) -> Iterator[Json]:
    endpoint, seen = probing.samples.endpoint, set[str]()
    for probe in probing.of(field.shape, depth=0):
        plain = probe.keyword != "type" or isinstance(probe.value, bool | None)
        known = equality_key(probe.value) in seen
        if plain and not known and request_accepts(endpoint, base | {field.name: probe.value}):
            seen.add(equality_key(probe.value))
            yield probe.value


_Cell: TypeAlias = tuple[int, int]
"""A column and the index of a value in it."""


def _covering(sizes: list[int]) -> Iterator[dict[int, int]]:
    """Give rows so that every two values of two columns meet in one: greedy, and always the same.

    Each row starts from a pair not yet met, and every other column takes the value that meets most
    of what is left.
    """
    cells = [[(column, value) for value in range(size)] for column, size in enumerate(sizes)]
    left = {pair for one, other in combinations(cells, 2) for pair in product(one, other)}
    while left:
        row = list(min(left))
        for column in cells:
            if column[0][0] not in dict(row):
                row.append(max(column, key=partial(_newly_met, tuple(row), left)))
        yield dict(row)
        left.difference_update(combinations(sorted(row), 2))


def _newly_met(row: tuple[_Cell, ...], left: set[tuple[_Cell, _Cell]], cell: _Cell) -> int:
    return sum(((other, cell) if other < cell else (cell, other)) in left for other in row)
