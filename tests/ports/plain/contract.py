"""Bodies held to a contract: where one breaks it, as JSON pointers."""

# It reads JSON with nothing but the standard library, so its values have no types:
# pyright: basic

import re
from collections.abc import Callable, Iterator
from typing import Any

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
    "array": (list,),
    "object": (dict,),
}
LIMITS: dict[str, Callable[[Any, Any], object]] = {
    "minLength": lambda value, limit: len(value) >= limit,
    "maxLength": lambda value, limit: len(value) <= limit,
    "pattern": lambda value, limit: re.search(limit.replace("$", r"\Z"), value),
    "minimum": lambda value, limit: value >= limit,
    "maximum": lambda value, limit: value <= limit,
    "minItems": lambda value, limit: len(value) >= limit,
    "maxItems": lambda value, limit: len(value) <= limit,
}


def faults(schema: Any, value: Any, place: str, parts: dict[str, Any]) -> Iterator[str]:
    """Give the places at which a value breaks a schema of a contract."""
    if "$ref" in schema:
        yield from faults(parts[schema["$ref"].rsplit("/", 1)[1]], value, place, parts)
    elif "anyOf" in schema:
        if all(any(faults(each, value, place, parts)) for each in schema["anyOf"]):
            yield place
    elif "enum" in schema:
        if not any(type(value) is type(each) and value == each for each in schema["enum"]):
            yield place
    elif not has_type(schema.get("type"), value) or not keeps(schema, value):
        yield place
    else:
        yield from inside(schema, value, place, parts)


def has_type(name: str | None, value: Any) -> bool:
    """Tell whether a value has a type; a boolean is no number."""
    if name is None:
        return True
    return isinstance(value, TYPES[name]) and (isinstance(value, bool) == (name == "boolean"))


def keeps(schema: Any, value: Any) -> bool:
    """Tell whether a value keeps the limits that a schema has."""
    return all(LIMITS[limit](value, schema[limit]) for limit in LIMITS if limit in schema)


def inside(schema: Any, value: Any, place: str, parts: dict[str, Any]) -> Iterator[str]:
    """Give the places inside a list or an object; a closed one has nothing but what is listed."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from faults(schema.get("items", {}), item, f"{place}/{number}", parts)
    elif isinstance(value, dict):
        known, extra = schema.get("properties", {}), schema.get("additionalProperties", {})
        for name in schema.get("required", []):
            if name not in value:
                yield f"{place}/{escaped(name)}"
        for name, each in value.items():
            here, own = f"{place}/{escaped(name)}", known.get(name, extra)
            if own is False:
                yield here
            else:
                yield from faults(own, each, here, parts)


def escaped(name: str) -> str:
    """Spell a step of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def validate(contract: Any, body: Any) -> Any:
    """Tell whether a body is taken, and how it is sent; or where it breaks the contract."""
    side = contract["input"]
    places = list(faults(side["schema"], body, "", side["parts"]))
    return {"taken": False, "places": places} if places else {"taken": True, "sent": body}


def read(contract: Any, answer: Any) -> Any:  # noqa: ARG001 - nothing is asked of an answer
    """Give what is in an answer."""
    return {"answer": answer}
