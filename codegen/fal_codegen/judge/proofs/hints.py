"""What the keywords of a schema suggest to try: their bounds, what lies beyond, their patterns."""

import math
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, islice

from fal_codegen.contract import KEYWORDS, Json, Node, items_of, node_of
from fal_codegen.judge.proofs.patterns import stretched, texts_matching
from fal_codegen.judge.proofs.schema import walk
from fal_codegen.judge.proofs.validating import validator

_LONGEST = 200_000
_MANY = 64
_VARIANTS = 8
"""Texts that are made of one that matches a pattern."""
_MEASURED = {
    **{word: keyword.of for word, keyword in KEYWORDS.items()},
    **dict.fromkeys(("minContains", "maxContains"), "items"),
}


@dataclass(slots=True)
class Hints:
    """Values, numbers, lengths, sizes, names and patterns that schemas speak of."""

    values: list[Json] = field(default_factory=list[Json])
    numbers: list[int | float] = field(default_factory=list[int | float])
    lengths: set[int] = field(default_factory=set[int])
    sizes: set[int] = field(default_factory=set[int])
    names: list[str] = field(default_factory=list[str])
    patterns: list[str] = field(default_factory=list[str])


def hints_of(schemas: Iterable[Json]) -> Hints:
    """Gather what schemas speak of."""
    found = Hints()
    for schema in schemas:
        for node in walk(schema):
            _gather(node, found)
    found.values = found.values[:_MANY]
    return found


def _gather(node: Node, found: Hints) -> None:
    found.values += [
        *items_of(node.get("enum")),
        *(node[word] for word in ("const",) if word in node),
    ]
    found.names += [
        str(name) for name in (*node_of(node.get("properties")), *items_of(node.get("required")))
    ]
    found.patterns += [pattern for pattern in (node.get("pattern"),) if isinstance(pattern, str)]
    found.patterns += [*node_of(node.get("patternProperties"))]
    for word, measured in _MEASURED.items():
        bound = node.get(word)
        if isinstance(bound, bool) or not isinstance(bound, int | float):
            continue
        if measured == "value":
            found.numbers.append(bound)
        else:
            around = {int(bound) + step for step in (-1, 0, 1) if int(bound) + step >= 0}
            (found.lengths if measured == "length" else found.sizes).update(around)


def shorter(schema: Node, hints: Hints) -> list[int]:
    """Give the lengths that a text of a schema may well have, the shortest first."""
    own = [schema.get("minLength"), schema.get("maxLength")]
    bounds = {int(bound) for bound in own if isinstance(bound, int | float)}
    return sorted(each for each in {0, 1, *bounds, *hints.lengths} if each <= _LONGEST)


def numbers_near(schema: Node, hints: Hints, *, whole: bool) -> Iterator[int | float]:
    """Give the numbers at bounds and beside them, in the order of their size."""
    own = [
        bound
        for word in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
        if isinstance(bound := schema.get(word), int | float)
    ]
    step = schema.get("multipleOf")
    steps = [step] if isinstance(step, int | float) and step > 0 else [1]
    steps += [each for each in hints.numbers if 0 < each < 1]
    found: list[int | float] = [0, 1, -1, 2, 3]
    for bound in (0, *own, *hints.numbers):
        found.append(bound)
        for each in steps:
            with suppress(OverflowError):  # an integer beyond all floats beside a float
                found += _beside(bound, each)
    distinct = dict.fromkeys(int(each) if each == int(each) else each for each in found)
    yield from sorted((each for each in distinct if not whole or each == int(each)), key=abs)


def _beside(bound: float, step: float) -> list[int | float]:
    down = math.floor(bound / step) * step if math.isfinite(bound / step) else bound
    return [bound + step, bound - step, down, down + step, down - step, bound + step / 2]


def matching(pattern: str, schema: Node, root: Node, hints: Hints) -> Iterator[str]:
    """Give texts that match a pattern and fit a schema, and such of the lengths that matter."""
    fits = validator({**schema, "type": "string"}, root)
    matches = validator({"pattern": pattern}, {})
    lengths = shorter(schema, hints)
    for text in texts_matching(pattern):
        longer = (other for length in lengths for other in stretched(text, length))
        fitting = (
            other
            for other in chain((text, f"{text}a", f"a{text}"), longer)
            if matches(other) and fits(other)
        )
        yield from islice(fitting, _VARIANTS)
