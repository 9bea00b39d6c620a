"""Whether the client's error is about the very limit that a body breaks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fal_codegen.contract import KEYWORDS, Json, json_type, node_of

_OURS = {
    "uniqueItems": ("unique_items",),
    "minItems": ("missing",),
    "exclusiveMinimum": ("greater_than_equal",),
    "exclusiveMaximum": ("less_than_equal",),
}
"""What the client calls an error besides: the runtime's own validators, a tuple of one item less,
and bounds of integers, which are the next integer where they are none themselves."""
_OTHERS = {
    "enum": ("literal_error", "one_of"),
    "const": ("literal_error", "one_of"),
    "required": ("missing",),
}
_NO_NULL = "not_null"
"""What the client calls null where only the values of a field leave it out, not its type."""
_BOUNDS = "ge le gt lt multiple_of min_length max_length pattern expected".split()
"""What the context of an error calls the limit that is broken."""


def blames(errors: Sequence[Mapping[str, Any]], place: str, keywords: Sequence[str]) -> bool:
    """Tell whether one of a model's errors stands at a field, and is about one of its keywords.

    Of a type, any error at the field will do: it is refused for being none of what may stand there.
    Half a surrogate pair is no JSON at all, in which there are no places.
    """
    if "type" in keywords and any(error["type"] == "json_invalid" for error in errors):
        return True
    here = [error["type"] for error in errors if _at(error["loc"], place)]
    if not {"enum", "const"}.isdisjoint(keywords) and any(map(_is_of_types, here)):
        return True
    named = [types for keyword in keywords if (types := _types(keyword))]
    return bool(here) and (
        len(named) < len(keywords) or any(each in types for types in named for each in here)
    )


def keyword_of(error: str, value: Json) -> str:
    """Name the keyword that an error about a value is for; empty where its type tells none."""
    limits = [word for word, known in KEYWORDS.items() if json_type(value) in known.types]
    words = [word for word in (*limits, *_OTHERS) if error in _types(word)]
    return words[0] if words else "type" * error.endswith("_type")


def bound_in(context: Json) -> Json:
    """Give the limit that the context of a model's error tells; None where it tells none."""
    named = node_of(context)
    return next((named[name] for name in _BOUNDS if name in named), None)


def _types(keyword: str) -> tuple[str, ...]:
    """Name the types of errors that are about a keyword; none where they may be of any."""
    known = KEYWORDS.get(keyword)
    if known is None:
        return _OTHERS.get(keyword, ())
    return (known.error, *_OURS.get(keyword, ()))


def _is_of_types(error: str) -> bool:
    """Tell whether an error says that a value is of another type than all that are listed."""
    return error == _NO_NULL or error.endswith("_type")


def _at(loc: Iterable[object], place: str) -> bool:
    """Tell whether an error's place is the field's, with the names of alternatives between."""
    steps = iter([str(step) for step in loc])
    return all(step in steps for step in place.split("/") if step)
