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
from urllib.parse import unquote

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
        for below, kind, changed in _variants(document, field, ()):
            steps = [*schema, "properties", name]
            yield _made(document, steps, changed, kind, "/".join((name, *below)))
    yield from _swaps(document, schema, request)


def pairs(document: Raw, schema: list[str]) -> tuple[list[Pair], int]:
    """Give every two listed values of two fields, and count the fields with too many."""
    listed = {
        name: values
        for name, field in at(document, schema).get("properties", {}).items()
        if len(values := _values(document, field)) > 1
    }
    few = {name: values for name, values in listed.items() if len(values) <= MOST_VALUES}
    together = [
        Pair((one, a), (other, b))
        for (one, some), (other, more) in combinations(few.items(), 2)
        for a, b in product(some, more)
    ]
    return together, len(listed) - len(few)


def at(document: Raw, steps: list[str]) -> Raw:
    """Follow steps."""
    node = document
    for step in steps:
        node = node[int(step) if isinstance(node, list) else step]
    return node


def _values(document: Raw, field: Raw, inside: tuple[str, ...] = ()) -> list[Raw]:
    """Give the values that a field lists, or counts between two bounds, where it is a choice."""
    if not _is_schema(field):
        return []
    if "enum" in field:
        return list(field["enum"])
    if field.get("type") == "boolean":
        return [False, True]
    if field.get("type") == "null":
        return [None]
    if field.get("type") == "integer" and {"minimum", "maximum"} <= field.keys():
        low, high = math.ceil(field["minimum"]), math.floor(field["maximum"])
        return list(range(low, high + 1)) if high - low < MOST_VALUES else []
    target, ref = _target(document, field, inside)
    if target is not None:
        return _values(document, target, (*inside, ref))
    options = [*field.get("anyOf", ()), *field.get("oneOf", ())]
    return [value for each in options for value in _values(document, each, inside)]


_Variant = tuple[tuple[str, ...], str, Raw]
"""Where below a field one limit is wrong, in what way, and the field's whole schema with it."""


def _variants(document: Raw, node: Raw, inside: tuple[str, ...]) -> Iterator[_Variant]:
    """Give a schema with one limit wrong, in it or in what it holds or refers to.

    What it refers to is put in the reference's place, so that nobody else has it wrong. `inside`
    are the references that led here: what holds itself is gone into once.
    """
    if not _is_schema(node):
        return
    yield from (((), kind, changed) for kind, changed in _changes(node))
    for keyword in ("anyOf", "oneOf", "allOf", "prefixItems"):
        for place, option in enumerate(node.get(keyword, ())):
            for below, kind, changed in _variants(document, option, inside):
                others = [*node[keyword][:place], changed, *node[keyword][place + 1 :]]
                step = (str(place),) if keyword == "prefixItems" else ()
                yield (*step, *below), kind, {**node, keyword: others}
    for keyword in ("items", "additionalProperties"):
        for below, kind, changed in _variants(document, node.get(keyword), inside):
            yield ("*", *below), kind, {**node, keyword: changed}
    for name in node.get("required", ()):
        left = [each for each in node["required"] if each != name]
        yield (name,), "required lifted", {**node, "required": left}
    for name, field in node.get("properties", {}).items():
        for below, kind, changed in _variants(document, field, inside):
            properties = {**node["properties"], name: changed}
            yield (name, *below), kind, {**node, "properties": properties}
    target, ref = _target(document, node, inside)
    for below, kind, changed in _variants(document, target, (*inside, ref)):
        rest = {key: value for key, value in node.items() if key != "$ref"}
        yield below, kind, {"allOf": [changed], **rest} if rest else changed


def _target(document: Raw, node: Raw, inside: tuple[str, ...]) -> tuple[Raw, str]:
    """Give what a schema refers to, and by what; None where that is nothing, or led here."""
    ref = node.get("$ref", "")
    if not isinstance(ref, str) or not ref.startswith("#/") or ref in inside:
        return None, ""
    steps = [unquote(step).replace("~1", "/").replace("~0", "~") for step in ref[2:].split("/")]
    try:
        return at(document, steps), ref
    except (KeyError, IndexError, TypeError, ValueError):
        return None, ""


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
            text = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$"}
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
