"""Services that misread a value that has no parts, one bug each."""

from collections.abc import Mapping

from .misreading import (
    Bug,
    astral,
    beside_another,
    changed,
    dropping,
    in_bytes,
    number_in,
    reading,
    same,
    text,
    when,
    whole,
)
from .workshop import INPUT

BUGS_OF_VALUES: Mapping[str, Bug] = {
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
        reading("prompt", text(astral)),
        ("prompt minLength", "prompt maxLength", "prompt type"),
        "lax stricter",
    ),
    "length is in bytes": (
        INPUT,
        reading("prompt", text(in_bytes)),
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
            beside_another,
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
        reading("steps", text(number_in)),
        ("steps type",),
        "coerced",
    ),
    "a multiple is read from text": (
        INPUT,
        reading("width", text(number_in)),
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
        reading("guidance", text(number_in)),
        ("guidance type",),
        "coerced",
    ),
    "text is made of a number": (
        INPUT,
        reading("prompt", lambda v: str(v) if whole(v) else v),
        ("prompt type",),
        "coerced",
    ),
}
