"""The smallest value a schema allows: null before anything, no optional property, no extra item.

A file, which is an object with a `url`, has all its properties all the same: it gets described.
"""

import math
from collections.abc import Iterable, Iterator
from itertools import chain, count, islice

from jsonschema_rs import Draft202012Validator

from fal_codegen.contract import Document, Json, keywords_of
from fal_codegen.emulator.answers.schema import branches, properties, resolve

_DEEPEST = 30  # levels; a schema that requires itself has no finite value
_NUMBERS = ("type", *keywords_of("number"))
NOT_SAMPLED = ("pattern", "uniqueItems")
"""Limits that are not looked at: whoever uses a value has it judged."""


def sample(document: Document, node: Json, depth: int = 0) -> Json:
    """Make a value for a node of a raw document, the same one every time.

    Neither `NOT_SAMPLED` nor `not` is looked at.
    """
    if depth > _DEEPEST:
        return None
    schema = resolve(document, node)
    options = branches(schema)
    match schema:
        case {"const": value} | {"enum": [value, *_]}:
            return value
        case _ if options:
            return _simplest(document, options, depth)
        case {"type": "string" | "integer" | "number" | "boolean" | "null"}:
            return _scalar(schema)
        case {"type": "array"}:
            return _array(document, schema, depth)
        case _:
            return _object(document, schema, depth)


def _simplest(document: Document, options: list[Json], depth: int) -> Json:
    if any(resolve(document, option).get("type") == "null" for option in options):
        return None
    return sample(document, options[0], depth + 1)


def _object(document: Document, schema: dict[str, Json], depth: int) -> dict[str, Json]:
    required = schema.get("required")
    names = required if isinstance(required, list) else []
    known = properties(document, schema)
    ordered = [name for name in known if name in names or "url" in known]
    listed = [str(name) for name in dict.fromkeys([*ordered, *names])]
    extra = schema.get("additionalProperties")
    return {
        name: sample(document, known.get(name, extra), depth + 1)
        for name in [*listed, *_missing(schema, known, listed)]
    }


def _missing(schema: dict[str, Json], known: Iterable[str], listed: list[str]) -> Iterator[str]:
    """Name as many more properties as an object must have, those that are known first."""
    needed = _whole(schema.get("minProperties")) - len(listed)
    others = (name for name in known if name not in listed)
    return islice(chain(others, map("extra_{}".format, count(1))), max(needed, 0))


def _array(document: Document, schema: dict[str, Json], depth: int) -> list[Json]:
    prefix = schema.get("prefixItems")
    shapes = prefix if isinstance(prefix, list) else []
    length = _whole(schema.get("minItems"))
    rest = [schema.get("items")] * (length - len(shapes))
    return [sample(document, shape, depth + 1) for shape in [*shapes[:length], *rest]]


def _scalar(schema: dict[str, Json]) -> Json:
    match schema["type"]:
        case "string":
            return "x" * _whole(schema.get("minLength"))
        case "boolean":
            return False
        case "null":
            return None
        case _:
            return _number(schema)


def _number(schema: dict[str, Json]) -> int | float:
    """Try what usually lies within bounds, and take the first that does."""
    low = _bound(schema, "minimum", "exclusiveMinimum", 0)
    high = _bound(schema, "maximum", "exclusiveMaximum", max(low, 0) + 1)
    step = _bound(schema, "multipleOf", "multipleOf", 1)
    middle = (low + high) / 2
    steps = [step * math.ceil(low / step), step * (math.floor(low / step) + 1)]
    fits = Draft202012Validator({key: schema[key] for key in _NUMBERS if key in schema}).is_valid
    return next((value for value in [0, low, high, *steps, middle] if fits(value)), 0)


def _bound(schema: dict[str, Json], one: str, other: str, otherwise: float) -> int | float:
    found = schema.get(one, schema.get(other, otherwise))
    return found if isinstance(found, int | float) else otherwise


def _whole(value: Json) -> int:
    return int(value) if isinstance(value, int | float) else 0
