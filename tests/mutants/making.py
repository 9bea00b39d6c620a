"""Documents in which just one limit of the request is wrong.

Made from the raw document by what JSON Schema says of it, without our own words: neither the source
of bodies nor the table of keywords has a part in it.
"""

import math
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

Raw = Any
"""JSON, as the library reads it."""

_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_SIZES = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")
_OTHERS = ("multipleOf", "pattern", "uniqueItems", "const")
_CASES = (str.upper, str.lower, str.swapcase, str.title)
MOST_VALUES = 20
"""Values of a field whose pairs with another's are tried."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A document with one limit wrong: in what way, and where."""

    kind: str
    place: str
    document: Raw


@dataclass(frozen=True, slots=True)
class Pair:
    """Two values of two fields, as a service might refuse them together."""

    one: tuple[str, Raw]
    other: tuple[str, Raw]


def mutants(document: Raw, schema: list[str]) -> Iterator[Mutant]:
    """Give every mutant; `schema` leads from the document to its request's schema."""
    request = at(document, schema)
    for name in request.get("required", ()):
        left = [each for each in request["required"] if each != name]
        yield _made(document, schema, {**request, "required": left}, "required lifted", name)
    for name, field in request.get("properties", {}).items():
        for steps, node in _nodes(document, field, [*schema, "properties", name]):
            for kind, changed in _changes(node):
                yield _made(document, steps, changed, kind, name)
    yield from _swaps(document, schema, request)


def pairs(document: Raw, schema: list[str]) -> tuple[list[Pair], int]:
    """Give every two listed values of two fields, and count the fields with too many."""
    listed = {
        name: values
        for name, field in at(document, schema).get("properties", {}).items()
        if len(values := _values(document, field)) > 1
    }
    few = {name: values for name, values in listed.items() if len(values) <= MOST_VALUES}
    described = [
        Pair((one, a), (other, b))
        for (one, some), (other, more) in combinations(few.items(), 2)
        for a, b in product(some, more)
    ]
    return described, len(listed) - len(few)


def at(document: Raw, steps: list[str]) -> Raw:
    """Follow steps, and a reference at their end."""
    node = document
    for step in steps:
        node = node[int(step) if isinstance(node, list) else step]
    return node


def _values(document: Raw, field: Raw) -> list[Raw]:
    for steps, node in _nodes(document, field, []):
        if "items" in steps:
            continue
        if "enum" in node:
            return list(node["enum"])
        if node.get("type") == "boolean":
            return [False, True]
    return []


def _nodes(document: Raw, node: Raw, steps: list[str]) -> Iterator[tuple[list[str], Raw]]:
    """Give a field's schema and its alternatives and items, but nothing that it refers to."""
    if not _is_schema(node):
        return
    yield steps, node
    for keyword in ("anyOf", "oneOf"):
        for place, option in enumerate(node.get(keyword, ())):
            yield from _nodes(document, option, [*steps, keyword, str(place)])
    if "items" in node:
        yield from _nodes(document, node["items"], [*steps, "items"])


def _is_schema(node: Raw) -> bool:
    return isinstance(node, dict)


def _changes(node: Raw) -> Iterator[tuple[str, Raw]]:
    """Give what a schema may be mistaken for."""
    for keyword in (*_BOUNDS, *_SIZES, *_OTHERS):
        if keyword in node:
            rest = {key: value for key, value in node.items() if key != keyword}
            yield f"{keyword} unchecked", rest
    step = node.get("multipleOf", 1 if node.get("type") == "integer" else 0.001)
    for keyword in (*_BOUNDS, *_SIZES):
        if keyword in node:
            by = step if keyword in _BOUNDS else 1
            for way in (by, -by):
                moved = node[keyword] + way
                real = moved != node[keyword]  # 1e300 and a little is 1e300
                if real and (keyword in _BOUNDS or moved >= 0):
                    yield f"{keyword} moved", {**node, keyword: moved}
    yield from _of_enum(node)
    yield from _coerced(node)


def _of_enum(node: Raw) -> Iterator[tuple[str, Raw]]:
    if not isinstance(node.get("enum"), list):
        return
    values: list[Raw] = node["enum"]
    yield "enum unchecked", {key: value for key, value in node.items() if key != "enum"}
    for dropped in values:
        yield "member dropped", {**node, "enum": [each for each in values if each != dropped]}
    texts = [each for each in values if isinstance(each, str)]
    yield "member added", {**node, "enum": [*values, _new(values)]}
    others = [way(each) for way in _CASES for each in texts]
    if new := [each for each in dict.fromkeys(others) if each not in values]:
        yield "case ignored", {**node, "enum": [*values, *new]}


def _new(values: list[Raw]) -> Raw:
    """Give a value that is not listed, and is what those are."""
    numbers = [each for each in values if isinstance(each, int | float)]
    if numbers:
        return max(numbers) + 1
    return next(text for text in ("", "surprise", "a surprise") if text not in values)


def _coerced(node: Raw) -> Iterator[tuple[str, Raw]]:
    """Let a reader turn other types into the right one, as lenient ones do."""
    whole = dict(node)
    match node.get("type"):
        case "integer" | "number":
            text = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
            yield "coercion allowed", {"anyOf": [whole, text]}
        case "boolean":
            yield "coercion allowed", {"anyOf": [whole, {"enum": ["true", "false", 0, 1]}]}
        case "string" if "enum" not in node:
            yield "coercion allowed", {"anyOf": [whole, {"type": ["integer", "boolean"]}]}
        case "array":
            yield "coercion allowed", {"anyOf": [whole, {"not": {"type": "array"}}]}
        case _:
            return


def _swaps(document: Raw, schema: list[str], request: Raw) -> Iterator[Mutant]:
    """Give fields another field's limit."""
    fields = request.get("properties", {}).items()
    for (one, mine), (other, theirs) in product(fields, fields):
        if one == other or not (_is_schema(mine) and _is_schema(theirs)):
            continue
        for keyword in (*_BOUNDS, *_SIZES):
            if keyword in mine and keyword in theirs and _apart(mine, theirs, keyword):
                changed = {**mine, keyword: theirs[keyword]}
                steps = [*schema, "properties", one]
                yield _made(document, steps, changed, "another field's limit", one)


def _apart(mine: Raw, theirs: Raw, keyword: str) -> bool:
    """Tell whether two arguments are two limits: to an integer, at least 0.01 is at least 1."""
    one, other = mine[keyword], theirs[keyword]
    if mine.get("type") == "integer":
        rounded = math.ceil if keyword in ("minimum", "exclusiveMaximum") else math.floor
        return bool(rounded(one) != rounded(other))
    return bool(one != other)


def _made(document: Raw, steps: list[str], changed: Raw, kind: str, place: str) -> Mutant:
    whole = deepcopy(document)
    above = at(whole, steps[:-1])
    if isinstance(above, list):
        above[int(steps[-1])] = changed
    else:
        above[steps[-1]] = changed
    return Mutant(kind, place, whole)
