"""How generated code carries a limit, and how a docstring says it: the tables of this room."""

import json
from collections.abc import Iterable, Iterator

from fal_codegen.contract import Json, Limit, Measure, bounds_of, shortened

_MOST_TEXT = 200
"""Characters of a value that are shown."""
ANNOTATIONS = {"uniqueItems": "UniqueItems()", "multipleOf": "MultipleOf({})"}
"""Limits that datamodel-code-generator has no exact word for, as our runtime's annotations.

It is given the schema keyword of every other.
"""
ANNOTATION_NAMES = tuple(
    sorted(
        {
            *("FromList", "Known", "NotNull", "OneOf"),
            *(each.partition("(")[0] for each in ANNOTATIONS.values()),
        }
    )
)
"""What a module imports of the runtime's limits, and uses inside its classes."""
SPANS: dict[Measure, tuple[str, str]] = {
    "value": ("Range", "{}"),
    "length": ("Length", "{} characters"),
    "items": ("Items", "{} items"),
    "properties": ("Properties", "{} properties"),
}
"""How two bounds are said together: a limit's word, and the phrase of a claim."""
_SINGLES = {
    "exclusiveMinimum": "Above: {}.",
    "exclusiveMaximum": "Below: {}.",
    "multipleOf": "Multiple of: {}.",
    "pattern": "Pattern: {}.",
    "uniqueItems": "No item twice.",
}

_FIELD = {
    "minimum": "ge",
    "exclusiveMinimum": "gt",
    "maximum": "le",
    "exclusiveMaximum": "lt",
    "minItems": "min_length",
    "maxItems": "max_length",
}
"""Limits as pydantic's `Field` calls them, for types that are not written as schemas."""


def field_call(limits: Iterable[Limit]) -> list[str]:
    """Give the limits that pydantic keeps, as source."""
    values = {each.keyword: each.value for each in limits}
    known = [f"{word}={values[keyword]}" for keyword, word in _FIELD.items() if keyword in values]
    return [f"Field({', '.join(known)})"] if known else []


def annotations(limits: Iterable[Limit]) -> list[str]:
    """Give the limits that our runtime keeps, as source."""
    return [
        ANNOTATIONS[each.keyword].format(each.value)
        for each in limits
        if each.keyword in ANNOTATIONS
    ]


def keywords(limits: Iterable[Limit]) -> dict[str, Json]:
    """Give the limits that stay keywords of a schema."""
    return {each.keyword: each.value for each in limits if each.keyword not in ANNOTATIONS}


def phrases(limits: Iterable[Limit]) -> Iterator[str]:
    """Say limits as sentences."""
    values = {limit.keyword: limit.value for limit in limits}
    for of, (word, _) in SPANS.items():
        low, high = bounds_of(of)
        if said := span(values.get(low), values.get(high)):
            yield f"{word}: {said}."
    yield from (said.format(values[word]) for word, said in _SINGLES.items() if word in values)


def span(least: Json, most: Json) -> str:
    """Say two ends together; nothing where there is none."""
    if least is None and most is None:
        return ""
    if least == most:
        return f"exactly {shown(least)}"
    if most is None:
        return f"at least {shown(least)}"
    return f"at most {shown(most)}" if least is None else f"{shown(least)} to {shown(most)}"


def shown(value: Json) -> str:
    """Spell a value as JSON, cut where it is long."""
    return shortened(json.dumps(value, ensure_ascii=False), _MOST_TEXT)
