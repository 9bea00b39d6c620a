"""What a field's docstring says: its description, then default, range and allowed values."""

from collections.abc import Iterable, Iterator

from fal_codegen.contract import (
    NULL,
    Array,
    Claim,
    Enum,
    Field,
    Json,
    Object,
    Scalar,
    Shape,
    bounds_of,
    options,
)
from fal_codegen.emit.limits import SPANS, phrases, shown, span

_MOST_VALUES = 40
"""Allowed values that are listed; longer lists stand in the type alone."""
_CLAIMED = (
    *((phrase, *bounds_of(of)) for of, (_, phrase) in SPANS.items()),
    ("{}", "ge", "le"),
    ("{} bytes", "", "max_file_size"),
    ("{} seconds", "min_duration", "max_duration"),
    ("{} pixels wide", "min_width", "max_width"),
    ("{} pixels high", "min_height", "max_height"),
    ("{} frames per second", "min_fps", "max_fps"),
    ("aspect ratio {}", "min_aspect_ratio", "max_aspect_ratio"),
)
"""Claims that read as limits; those on files by the words of `x-fal`, others by their own."""


def field_doc(field: Field, claims: Iterable[Claim]) -> str:
    """Give the text of a field's docstring."""
    facts = " ".join((*_facts(field), *_claimed(tuple(claims))))
    return "\n\n".join(filter(None, (field.description.strip(), facts)))


def _claimed(claims: tuple[Claim, ...]) -> Iterator[str]:
    """Say what no validator enforces, first of the field itself, then of a list's items."""
    own, inner = (
        list(
            _claim_phrases(
                {each.keyword: each.value for each in claims if _of_items(each) is of_items}
            )
        )
        for of_items in (False, True)
    )
    if inner:
        own.append(f"each {', '.join(inner)}")
    if own:
        yield f"Claimed, not enforced: {'; '.join(own)}."


def _of_items(claim: Claim) -> bool:
    return claim.place.endswith("/*")


def _claim_phrases(claimed: dict[str, Json]) -> Iterator[str]:
    for phrase, low, high in _CLAIMED:
        if said := span(claimed.pop(low, None), claimed.pop(high, None)):
            yield phrase.format(said)
    yield from (f"{keyword} {shown(value)}" for keyword, value in claimed.items())


def _facts(field: Field) -> Iterator[str]:
    if field.deprecated:
        yield "Deprecated."
    if field.has_default and field.default is not None:
        yield f"Default: {shown(field.default)}."
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
            listed = ", ".join(map(shown, values))
            few = len(values) <= _MOST_VALUES
            yield f"{allowed}: {listed}." if few else f"{allowed}: {len(values)} values."
        case Scalar(limits=limits) | Object(limits=limits):
            yield from phrases(limits)
        case Array(items=items, limits=limits):
            yield from phrases(limits)
            if inner := " ".join(_all_limits(items)):
                yield f"Each: {inner}"
        case _:
            return
