"""What a field's docstring says: its description, then default, range and allowed values."""

import json
from collections.abc import Iterable, Iterator

from codegen.contract import (
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
_SINGLES = {
    "exclusiveMinimum": "Above",
    "exclusiveMaximum": "Below",
    "multipleOf": "Multiple of",
    "pattern": "Pattern",
}


def field_doc(field: Field, claims: Iterable[Claim]) -> str:
    """Give the text of a field's docstring."""
    facts = list(_facts(field))
    said = [f"Claimed, not enforced: {claim.keyword} {_shown(claim.value)}." for claim in claims]
    return "\n\n".join(part for part in (field.description.strip(), " ".join(facts + said)) if part)


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
        match values.get(low), values.get(high):
            case None, None:
                continue
            case least, None:
                yield f"{word}: at least {least}."
            case None, most:
                yield f"{word}: at most {most}."
            case least, most:
                yield f"{word}: {least} to {most}."
    yield from (f"{word}: {values[key]}." for key, word in _SINGLES.items() if key in values)
    if values.get("uniqueItems") is True:
        yield "No item twice."


def _shown(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MOST_TEXT else f"{text[:_MOST_TEXT]}…"
