"""One bug at a time, and where a census must find it."""

from collections.abc import Callable, Mapping

from fal_codegen.contract import Json

from .services import LISTED, Body, Bug, sound

FINE: Body = {"prompt": "abc"}
"""What a body must have."""


def without(body: Body, name: str) -> Body:
    return {each: value for each, value in body.items() if each != name}


def ignoring(name: str) -> Bug:
    """Look at a field not at all."""
    return lambda body, fine: fine or (name in body and sound(without(body, name)))


def reading(name: str, read: Callable[[Json], Json]) -> Bug:
    """Read a field in a way of its own before it is looked at."""
    return lambda body, fine: fine or (name in body and sound({**body, name: read(body[name])}))


def refusing(name: str, when: Callable[[Json], bool]) -> Bug:
    """Refuse values of a field that are allowed."""
    return lambda body, fine: fine and not (name in body and when(body[name]))


def taking(name: str, when: Callable[[Json], bool]) -> Bug:
    """Take values of a field that are not allowed."""
    return lambda body, fine: (
        fine
        or (
            name in body
            and when(body[name])
            and sound(without(body, name) | (FINE if name in FINE else {}))
        )
    )


def _length(value: Json) -> int:
    return len(value) if isinstance(value, str | list) else -1


def _fold(value: Json) -> Json:
    return value.upper() if isinstance(value, str) else value


BUGS: Mapping[str, tuple[Bug, str, str, str]] = {
    "maximum+1 is taken": (taking("num_images", lambda v: v == 5), "num_images", "maximum", "lax"),
    "maximum is refused": (
        refusing("num_images", lambda v: v == 4),
        "num_images",
        "maximum",
        "stricter",
    ),
    "minimum-1 is taken": (
        taking("num_images", lambda v: v == 0 and v is not False),
        "num_images",
        "minimum",
        "lax",
    ),
    "minimum is refused": (
        refusing("num_images", lambda v: v == 1),
        "num_images",
        "minimum",
        "stricter",
    ),
    "maximum is unchecked": (
        taking("num_images", lambda v: isinstance(v, int) and v > 4),
        "num_images",
        "maximum",
        "lax",
    ),
    "a member is missing": (
        refusing("aspect_ratio", lambda v: v == "21:9"),
        "aspect_ratio",
        "enum",
        "stricter",
    ),
    "an enum is unchecked": (ignoring("output_format"), "output_format", "enum", "lax"),
    "an enum has no case": (reading("resolution", _fold), "resolution", "enum", "coerced"),
    "an enum is stripped": (
        reading("resolution", lambda v: v.strip() if isinstance(v, str) else v),
        "resolution",
        "enum",
        "coerced",
    ),
    "maxLength is refused": (
        refusing("prompt", lambda v: _length(v) == 40),
        "prompt",
        "maxLength",
        "stricter",
    ),
    "maxLength+1 is taken": (
        taking("prompt", lambda v: isinstance(v, str) and len(v) == 41),
        "prompt",
        "maxLength",
        "lax",
    ),
    "minLength-1 is taken": (
        taking("prompt", lambda v: isinstance(v, str) and len(v) == 2),
        "prompt",
        "minLength",
        "lax",
    ),
    "a text is a number": (
        reading("num_images", lambda v: int(v) if isinstance(v, str) and v.isdecimal() else v),
        "num_images",
        "type",
        "coerced",
    ),
    "true is one": (taking("num_images", lambda v: v is True), "num_images", "type", "coerced"),
    "a text is a boolean": (
        taking("sync_mode", lambda v: str(v).lower() == "true"),
        "sync_mode",
        "type",
        "coerced",
    ),
    "a number is a text": (
        taking("prompt", lambda v: isinstance(v, int)),
        "prompt",
        "type",
        "coerced",
    ),
    "NUL is refused": (refusing("prompt", lambda v: "\0" in str(v)), "prompt", "type", "stricter"),
    "astral text is refused": (
        refusing("prompt", lambda v: any(ord(c) > 65535 for c in str(v))),
        "prompt",
        "",
        "stricter",
    ),
    "large integers are refused": (
        refusing("seed", lambda v: isinstance(v, int) and v > 2**31 - 1),
        "seed",
        "type",
        "stricter",
    ),
    "one pair is refused": (
        lambda body, fine: (
            fine and not (body.get("num_images") == 4 and body.get("resolution") == "4K")
        ),
        "",
        "",
        "refused",
    ),
    "a required field is optional": (
        lambda body, fine: fine or ("prompt" not in body and sound(body | {"prompt": "abc"})),
        "prompt",
        "required",
        "lax",
    ),
    "an optional field is required": (
        lambda body, fine: fine and "strength" in body,
        "",
        "",
        "refused",
    ),
    "null is taken": (taking("prompt", lambda v: v is None), "prompt", "type", "lax"),
    "null is refused": (refusing("seed", lambda v: v is None), "seed", "type", "stricter"),
    "another field's limit": (
        refusing("seed", lambda v: isinstance(v, int) and v > 4),
        "seed",
        "type",
        "stricter",
    ),
    "a step is unchecked": (
        taking("strength", lambda v: isinstance(v, float) and 0 < v < 1),
        "strength",
        "multipleOf",
        "lax",
    ),
    "maxItems+1 is taken": (taking("tags", lambda v: _length(v) == 4), "tags", "maxItems", "lax"),
    "maxItems is refused": (
        refusing("tags", lambda v: _length(v) == 3),
        "tags",
        "maxItems",
        "stricter",
    ),
    "no items are taken": (taking("tags", lambda v: v == []), "tags", "minItems", "lax"),
    "items are unchecked": (
        taking("tags", lambda v: isinstance(v, list) and 0 < len(v) < 4),
        "tags/0",
        "type",
        "lax or coerced",
    ),
    "what is not listed is refused": (
        lambda body, fine: fine and body.keys() <= LISTED,
        "",
        "",
        "refused",
    ),
}
