"""Services that misread lists, objects, patterns, multiples or other fields, one bug each."""

from collections.abc import Mapping

from .misreading import (
    Bug,
    changed,
    reading,
    same,
    text,
    when,
    whole,
    without,
)
from .workshop import CLOSED, INPUT, LORA

BUGS_OF_PARTS: Mapping[str, Bug] = {
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
