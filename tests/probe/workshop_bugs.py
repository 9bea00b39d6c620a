"""One bug each, in how a service reads a body or in what it validates it by."""

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from fal_codegen.contract import Json

from .workshop import CLOSED, INPUT, LORA, Body, Schema


def changed(path: str, **keywords: Any) -> Schema:  # noqa: ANN401 - arguments of keywords
    """Give the contract with other keywords at a place; None takes one away."""
    schema = deepcopy(INPUT)
    here: Any = schema
    for step in path.split("/"):
        here = here[step] if step in here else here["properties"][step]
    for keyword, value in keywords.items():
        here.pop(keyword, None)
        if value is not None:
            here[keyword] = value
    return schema


def reading(name: str, read: Callable[[Any], Any]) -> Callable[[Body], Json]:
    """Read a field of the body in a way of its own."""
    return lambda body: {**body, name: read(body[name])} if name in body else body


def dropping(name: str, when: Callable[[Any], bool]) -> Callable[[Body], Json]:
    """Take a field for absent."""
    return lambda body: {k: v for k, v in body.items() if k != name or not when(v)}


def each(*ways: Callable[[Body], Any]) -> Callable[[Body], Json]:
    def read(body: Body) -> Json:
        for way in ways:
            body = way(body)
        return body

    return read


def text(read: Callable[[str], Any]) -> Callable[[Any], Any]:
    return lambda value: read(value) if isinstance(value, str) else value


def whole(value: Any) -> bool:  # noqa: ANN401 - any JSON
    return isinstance(value, int) and not isinstance(value, bool)


Bug = tuple[Schema, Callable[[Body], Json], tuple[str, ...], str]
"""The schema, the reading, where it is found (`place keyword`), and the verdict."""


def same(body: Body) -> Json:
    return body


def when(test: Callable[[Body], bool], then: Callable[[Body], Json]) -> Callable[[Body], Json]:
    return lambda body: then(body) if test(body) else body


def without(body: Body, *names: str) -> Body:
    return {name: value for name, value in body.items() if name not in names}


def _astral(value: str) -> str:
    return "".join("xx" if ord(c) > 0xFFFF else c for c in value)


def _bytes(value: str) -> str:
    return value.encode("utf-8", "surrogatepass").decode("latin-1")


def _number(value: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(value) if not isinstance(json.loads(value), list | dict) else value
    except ValueError:
        return value


BUGS: Mapping[str, Bug] = {
    "an exclusive minimum is taken": (
        changed("guidance", exclusiveMinimum=None, minimum=0),
        same,
        ("guidance exclusiveMinimum",),
        "lax",
    ),
    "an exclusive maximum is taken": (
        changed("guidance", exclusiveMaximum=None, maximum=20),
        same,
        ("guidance exclusiveMaximum",),
        "lax",
    ),
    "length is in UTF-16 units": (
        INPUT,
        reading("prompt", text(_astral)),
        ("prompt minLength", "prompt maxLength", "prompt type"),
        "lax stricter",
    ),
    "length is in bytes": (
        INPUT,
        reading("prompt", text(_bytes)),
        ("prompt minLength", "prompt maxLength", "prompt type"),
        "lax stricter",
    ),
    "text is stripped": (
        INPUT,
        reading("prompt", text(str.strip)),
        ("prompt minLength", "prompt maxLength", "prompt type"),
        "lax stricter",
    ),
    "an empty text is absent": (
        INPUT,
        dropping("title", lambda v: v == ""),
        ("title minLength",),
        "lax",
    ),
    "an enum has no case": (
        INPUT,
        reading("output_format", text(str.lower)),
        ("output_format enum",),
        "coerced",
    ),
    "an enum is stripped": (
        INPUT,
        reading("ratio", text(str.strip)),
        ("ratio enum",),
        "coerced",
    ),
    "an enum is a prefix": (
        changed("output_format", enum=None, pattern="^(jpeg|png|webp)", type="string"),
        same,
        ("output_format enum",),
        "lax coerced",
    ),
    "an enum is part of a text": (
        INPUT,
        reading("output_format", text(lambda v: "png" if v in "jpeg png webp" else v)),
        ("output_format enum",),
        "lax coerced",
    ),
    "an empty enum is its default": (
        INPUT,
        dropping("output_format", lambda v: not v),
        ("output_format enum",),
        "lax",
    ),
    "a default is not applied": (
        INPUT | {"required": ["prompt", "style", "steps"]},
        same,
        (),
        "refused",
    ),
    "required unless another is set": (
        INPUT,
        when(lambda b: "title" in b, lambda b: {"prompt": "abc", **b}),
        ("prompt required",),
        "lax",
    ),
    "required where another is set": (
        INPUT | {"dependentRequired": {"title": ["enhance"]}},
        same,
        (),
        "refused",
    ),
    "uniqueItems is ignored": (
        changed("tags", uniqueItems=None),
        same,
        ("tags uniqueItems",),
        "lax",
    ),
    "only neighbours are unique": (
        INPUT,
        reading(
            "tags",
            lambda v: (
                [x for i, x in enumerate(v) if i != 2 or x != v[0]] if isinstance(v, list) else v
            ),
        ),
        ("tags uniqueItems",),
        "lax",
    ),
    "null is absent": (
        INPUT,
        dropping("steps", lambda v: v is None),
        ("steps type",),
        "lax",
    ),
    "null is the default of an enum": (
        INPUT,
        dropping("output_format", lambda v: v is None),
        ("output_format enum",),
        "lax",
    ),
    "an allowed null is refused": (
        changed("ratio", anyOf=None, enum=["auto", "1:1", "16:9"]),
        same,
        ("ratio enum",),
        "stricter",
    ),
    "absent is null": (INPUT, lambda b: {"style": None, **b}, ("style required",), "lax"),
    "an integer is read from text": (
        INPUT,
        reading("steps", text(_number)),
        ("steps type",),
        "coerced",
    ),
    "a multiple is read from text": (
        INPUT,
        reading("width", text(_number)),
        ("width type",),
        "coerced",
    ),
    "an integer is cut from a float": (
        INPUT,
        reading("steps", lambda v: int(v) if isinstance(v, float) and abs(v) < 1e9 else v),
        ("steps type",),
        "coerced",
    ),
    "true is an integer": (
        INPUT,
        reading("seed", lambda v: int(v) if isinstance(v, bool) else v),
        ("seed type",),
        "coerced",
    ),
    "a number is read from text": (
        INPUT,
        reading("guidance", text(_number)),
        ("guidance type",),
        "coerced",
    ),
    "text is made of a number": (
        INPUT,
        reading("prompt", lambda v: str(v) if whole(v) else v),
        ("prompt type",),
        "coerced",
    ),
    "a list is made of one": (
        INPUT,
        reading("tags", lambda v: [v] if isinstance(v, str) else v),
        ("tags type",),
        "coerced",
    ),
    "a boolean is read from a number": (
        INPUT,
        reading("enhance", lambda v: bool(v) if whole(v) else v),
        ("enhance type",),
        "coerced",
    ),
    "no items are taken": (changed("tags", minItems=None), same, ("tags minItems",), "lax"),
    "the last allowed item is refused": (
        changed("tags", maxItems=2),
        same,
        ("tags maxItems",),
        "stricter",
    ),
    "only the first item is checked": (
        changed(
            "tags", items=None, prefixItems=[{"type": "string", "minLength": 1, "maxLength": 8}]
        ),
        same,
        ("tags/0 type", "tags/0 maxLength", "tags/0 minLength"),
        "lax coerced",
    ),
    "only the first of nested items is checked": (
        changed("loras", items=None, prefixItems=[LORA]),
        same,
        (
            "loras/0 type",
            "loras/0/scale maximum",
            "loras/0/scale minimum",
            "loras/0/scale type",
            "loras/0/path required",
            "loras/0/path type",
            "loras/0/path minLength",
            "loras/0/kind enum",
        ),
        "lax coerced",
    ),
    "items are too long": (changed("tags/items", maxLength=9), same, ("tags/0 maxLength",), "lax"),
    "a nested limit is unchecked": (
        changed("loras/items/scale", maximum=None),
        same,
        ("loras/0/scale maximum",),
        "lax",
    ),
    "a nested field is optional": (
        changed("loras/items", required=[]),
        same,
        ("loras/0/path required",),
        "lax",
    ),
    "a nested enum is unchecked": (
        changed("loras/items/kind", enum=None),
        same,
        ("loras/0/kind enum",),
        "lax coerced",
    ),
    "an alternative's limit is unchecked": (
        changed("size/anyOf")
        | {
            "properties": INPUT["properties"]
            | {"size": {"anyOf": [{"type": "object"}, {"enum": ["square", "wide"]}]}}
        },
        same,
        (
            "size/height maximum",
            "size/height minimum",
            "size/height type",
            "size/height required",
            "size type",
            "size anyOf",
            "size enum",
        ),
        "lax coerced",
    ),
    "what is not listed is refused": (CLOSED, same, (), "refused"),
    "a pattern is matched at its start only": (
        changed("code", pattern="^[a-z]{2}-[0-9]{2}"),
        same,
        ("code pattern",),
        "lax coerced",
    ),
    "a pattern is matched at its end only": (
        changed("code", pattern="[a-z]{2}-[0-9]{2}$"),
        same,
        ("code pattern",),
        "lax coerced",
    ),
    "a pattern ends before a line break": (
        INPUT,
        reading("code", text(lambda v: v.removesuffix("\n"))),
        ("code pattern",),
        "lax coerced",
    ),
    "a pattern has no case": (
        INPUT,
        reading("code", text(str.lower)),
        ("code pattern",),
        "lax coerced",
    ),
    "a pattern is matched whole": (
        changed("shelf", pattern="^[0-9]{2}$"),
        same,
        ("shelf pattern", "shelf type"),
        "stricter",
    ),
    "multiples are told by floats": (
        INPUT,
        reading("sigma", lambda v: v if not isinstance(v, float) or v % 0.1 == 0 else "off"),
        ("sigma multipleOf", "sigma type", "sigma maximum"),
        "stricter",
    ),
    "multiples are told by division": (
        INPUT,
        reading(
            "sigma", lambda v: v if not isinstance(v, float) or (v / 0.1).is_integer() else "off"
        ),
        ("sigma multipleOf",),
        "stricter",
    ),
    "multiples are counted from the minimum": (
        INPUT,
        reading("tile", lambda v: v + 2 if whole(v) else v),
        ("tile multipleOf",),
        "lax refused",
    ),
    "what is no multiple is rounded": (
        changed("width", multipleOf=None),
        same,
        ("width multipleOf",),
        "lax",
    ),
    "what is too much is cut": (
        INPUT,
        reading("steps", lambda v: min(v, 50) if whole(v) else v),
        ("steps maximum",),
        "lax",
    ),
    "another field's maximum": (changed("steps", maximum=1024), same, ("steps maximum",), "lax"),
    "bounds are compared as text": (
        INPUT,
        reading("steps", lambda v: 20 if whole(v) and "10" <= str(v) <= "50" else v),
        ("steps maximum",),
        "lax",
    ),
    "a limit holds only where another is set": (
        INPUT,
        when(lambda b: "enhance" not in b, lambda b: without(b, "steps")),
        ("steps maximum", "steps minimum", "steps type"),
        "lax coerced",
    ),
    "a limit holds only where another is absent": (
        INPUT,
        when(lambda b: "enhance" in b, lambda b: without(b, "steps")),
        ("steps maximum", "steps minimum", "steps type"),
        "lax coerced",
    ),
    "negative integers are refused": (
        changed("seed", anyOf=[{"type": "integer", "minimum": 0}, {"type": "null"}]),
        same,
        ("seed type",),
        "stricter",
    ),
    "line breaks are refused": (
        INPUT,
        reading("prompt", text(lambda v: 0 if "\n" in v else v)),
        ("prompt type",),
        "stricter",
    ),
}
