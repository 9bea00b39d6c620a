"""Pairwise cases: every two values of two fields together in some body, in few bodies."""

from collections.abc import Iterator
from functools import partial
from itertools import combinations, product
from typing import TypeAlias

from fal_codegen.cases.probes import Probe, probes
from fal_codegen.cases.samples import NoSample, sample_object
from fal_codegen.contract import (
    Endpoint,
    Enum,
    Field,
    Json,
    Scalar,
    canonical,
    options,
    request_accepts,
)

_MOST = 16
"""Values of one field that take part; a longer enum sends its first ones."""


def pairs(endpoint: Endpoint) -> Iterator[Probe]:
    """Give bodies in which any two values of any two fields meet at least once.

    Our request takes them all. Fields with a countable choice take part: enums, booleans, and
    numbers at their bounds. A fault that needs two settings at once shows only here.
    """
    try:
        base = sample_object(endpoint, endpoint.input)
    except NoSample:
        return
    choices = {field.name: _choice(endpoint, field, base) for field in endpoint.input.fields}
    choices = {name: values for name, values in choices.items() if len(values) > 1}
    names = list(choices)
    for row in _covering([len(choices[name]) for name in names]):
        picked = {name: choices[name][row[column]] for column, name in enumerate(names)}
        yield Probe(base | picked, "pair", None)


def _choice(endpoint: Endpoint, field: Field, base: dict[str, Json]) -> list[Json]:
    countable = any(
        isinstance(shape, Enum)
        or (isinstance(shape, Scalar) and shape.type in ("boolean", "integer", "number"))
        for shape in options(endpoint.resolve(field.shape))
    )
    if not countable:
        return []
    values = (
        probe.value
        for probe in probes(endpoint, field.shape, depth=0)
        if request_accepts(endpoint, base | {field.name: probe.value})
    )
    return list({canonical(value): value for value in values}.values())[:_MOST]


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
