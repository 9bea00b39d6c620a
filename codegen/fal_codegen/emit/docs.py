"""What a field's docstring says: its description, then default, range and allowed values."""

import json
from collections.abc import Iterable, Iterator

from fal_codegen.contract import (
    NULL,
    Array,
    Claim,
    Enum,
    Field,
    Json,
    Limit,
    Scalar,
    Shape,
    options,
)

_MOST_VALUES = 40
"""Allowed values that are listed; longer lists stand in the type alone."""
_MOST_TEXT = 200
"""Characters of a value that are shown."""
_RANGES = (
    ("Range", "minimum", "maximum"),
    ("Length", "minLength", "maxLength"),
    ("Items", "minItems", "maxItems"),
    ("Properties", "minProperties", "maxProperties"),
)
_CLAIMED = (
    ("{}", "minimum", "maximum"),
    ("{}", "ge", "le"),
    ("{} characters", "minLength", "maxLength"),
    ("{} items", "minItems", "maxItems"),
    ("{} bytes", "", "max_file_size"),
    ("{} seconds", "min_duration", "max_duration"),
    ("{} pixels wide", "min_width", "max_width"),
    ("{} pixels high", "min_height", "max_height"),
    ("{} frames per second", "min_fps", "max_fps"),
    ("aspect ratio {}", "min_aspect_ratio", "max_aspect_ratio"),
)
"""Claims that read as limits; those on files by the words of `x-fal`, others by their own."""
_SINGLES = {
    "exclusiveMinimum": "Above",
    "exclusiveMaximum": "Below",
    "multipleOf": "Multiple of",
    "pattern": "Pattern",
}


def field_doc(field: Field, claims: Iterable[Claim]) -> str:
    """Give the text of a field's docstring."""
    facts = " ".join((*_facts(field), *_claimed(tuple(claims))))
    return "\n\n".join(filter(None, (field.description.strip(), facts)))


def _claimed(claims: tuple[Claim, ...]) -> Iterator[str]:
    """Say what no validator enforces, first of the field itself, then of a list's items."""
    own, inner = (
        list(_phrases({each.keyword: each.value for each in claims if _of_items(each) is of_items}))
        for of_items in (False, True)
    )
    if inner:
        own.append(f"each {', '.join(inner)}")
    if own:
        yield f"Claimed, not enforced: {'; '.join(own)}."


def _of_items(claim: Claim) -> bool:
    return claim.place.endswith("/*")


def _phrases(claimed: dict[str, Json]) -> Iterator[str]:
    for phrase, low, high in _CLAIMED:
        if span := _span(claimed.pop(low, None), claimed.pop(high, None)):
            yield phrase.format(span)
    yield from (f"{keyword} {_shown(value)}" for keyword, value in claimed.items())


def _facts(field: Field) -> Iterator[str]:
    if field.deprecated:
        yield "Deprecated."
    if field.has_default and field.default is not None:
        yield f"Default: {_shown(field.default)}."
    yield from _all_limits(field.shape)


def _all_limits(shape: Shape) -> Iterator[str]:
    """Say the limits of every alternative; an enum beside a bare type is open."""
    members = options(shape)
    open_ = any(isinstance(member, Scalar) and member != NULL for member in members)
    for member in members:
        yield from _limits(member, "Known" if open_ else "Allowed")


def _limits(shape: Shape, allowed: str) -> Iterator[str]:
    match shape:
        case Enum(values=values):
            shown = ", ".join(map(_shown, values))
            few = len(values) <= _MOST_VALUES
            yield f"{allowed}: {shown}." if few else f"{allowed}: {len(values)} values."
        case Scalar(limits=limits):
            yield from _bounds(limits)
        case Array(items=items, limits=limits):
            yield from _bounds(limits)
            if inner := " ".join(_all_limits(items)):
                yield f"Each: {inner}"
        case _:
            return


def _bounds(limits: tuple[Limit, ...]) -> Iterator[str]:
    values = {limit.keyword: limit.value for limit in limits}
    for word, low, high in _RANGES:
        if span := _span(values.get(low), values.get(high)):
            yield f"{word}: {span}."
    yield from (f"{word}: {values[key]}." for key, word in _SINGLES.items() if key in values)
    if values.get("uniqueItems") is True:
        yield "No item twice."


def _span(least: Json, most: Json) -> str:
    if least is None and most is None:
        return ""
    if least == most:
        return f"exactly {_shown(least)}"
    if most is None:
        return f"at least {_shown(least)}"
    return f"at most {_shown(most)}" if least is None else f"{_shown(least)} to {_shown(most)}"


def _shown(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MOST_TEXT else f"{text[:_MOST_TEXT]}…"
