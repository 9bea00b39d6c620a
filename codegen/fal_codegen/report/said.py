"""What a page says in words, for people: a line for each field that a sentence is about."""

from collections.abc import Iterable, Iterator

from fal_codegen.contract import Claim, Json, canonical, items_of
from fal_codegen.pages import Statement, plain

_ENDS = (
    ("minimum", "maximum", "{}"),
    ("minItems", "maxItems", "{} items"),
    ("minLength", "maxLength", "{} characters"),
    ("min_duration", "max_duration", "{} seconds"),
    ("min_width", "max_width", "{} pixels wide"),
    ("min_height", "max_height", "{} pixels high"),
    ("min_fps", "max_fps", "{} frames per second"),
    ("min_aspect_ratio", "max_aspect_ratio", "an aspect ratio of {}"),
    ("min_file_size", "max_file_size", "{} bytes"),
)
_SINGLE = {
    "default": "default {}",
    "enum": "one of {}",
    "formats": "in the formats {}",
    "multipleOf": "in steps of {}",
    "properties": "named, but in no list of fields",
    "anyOf": "at least one of {}",
    "oneOf": "exactly one of {}",
}


def said_lines(statements: Iterable[Statement]) -> Iterator[str]:
    """Tell what is said, in the order of the page, with the sentence below it."""
    found: dict[tuple[int, str, str], list[Claim]] = {}
    for each in sorted(statements, key=lambda each: each.line):
        key = (each.line, each.where, each.claim.text)
        found.setdefault(key, []).append(each.claim)
    for (line, where, text), claims in found.items():
        by_place: dict[str, dict[str, Json]] = {}
        for claim in claims:
            by_place.setdefault(claim.place, {})[claim.keyword] = claim.value
        for place, limits in by_place.items():
            yield f"    line {line}, {where}: {_name(place)}: {', '.join(_phrases(limits))}"
        yield f"      {text}"


def spelled(value: Json) -> str:
    """Spell a value bare, or in quotes where it would not stand out from the words around it."""
    text = plain(value)
    return text if text and ", " not in text and text.strip() == text else canonical(text)


def _name(place: str) -> str:
    name = place.removeprefix("input/")
    return f"each of {name.removesuffix('/*')}" if name.endswith("/*") else name


def _phrases(limits: dict[str, Json]) -> Iterator[str]:
    for low, high, phrase in _ENDS:
        if low in limits or high in limits:
            yield phrase.format(_span(limits.pop(low, None), limits.pop(high, None)))
    for keyword, value in limits.items():
        listed = ", ".join(map(_one, items_of(value))) if isinstance(value, list) else _one(value)
        yield _SINGLE.get(keyword, f"{keyword} {{}}").format(listed)


def _span(low: Json, high: Json) -> str:
    if low is None or high is None:
        return f"at most {plain(high)}" if low is None else f"at least {plain(low)}"
    return f"exactly {plain(low)}" if low == high else f"{plain(low)} to {plain(high)}"


def _one(value: Json) -> str:
    """Spell a value, or of an alternative the fields that it asks for."""
    if isinstance(value, dict) and "required" in value:
        return " and ".join(map(plain, items_of(value["required"])))
    return spelled(value)
