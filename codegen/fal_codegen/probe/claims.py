"""Limits that a page or a description states and no schema has: documented all the same."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from fal_codegen.cases import Documented, Key
from fal_codegen.contract import (
    KEYWORDS,
    Array,
    Claim,
    Endpoint,
    Enum,
    Json,
    Limit,
    Object,
    Ref,
    Scalar,
    Shape,
    Union,
    is_number,
    items_of,
    json_equal,
    json_type,
)
from fal_codegen.pages import Page

Said: TypeAlias = Literal["description", "page"]


@dataclass(frozen=True, slots=True)
class Claimed(Documented):
    """A limit that prose states: in a `description` of the document, or on the `page`.

    `text` says it as it was said, `line` is that of openapi.json or of the page, 0 where it is not
    known.
    """

    where: Said = "page"
    text: str = ""
    line: int = 0

    @property
    def key(self) -> Key:
        """What tells it from all others, and from a limit of the schema above all."""
        return self.place, f"{self.keyword} {self.limit} in prose"

    def is_broken(self, body: Json) -> bool:
        """Tell whether a body breaks it; what is not there, or null, does not."""
        return any(self._breaks(value) for value in values_at(body, self.place.split("/")))

    def _breaks(self, value: Json) -> bool:
        if self.keyword == "enum":
            listed = items_of(self.limit)
            return value is not None and not any(json_equal(value, each) for each in listed)
        known = KEYWORDS[self.keyword]
        return json_type(value) in known.types and not known.keeps(value, self.limit)


def claimed_limits(endpoint: Endpoint, page: Page | None) -> tuple[Claimed, ...]:
    """Give what prose claims of a request: bounds wherever, values where all are listed.

    A sentence may name some of the values only; the list called Limitations, and a table, name all.
    """
    found: dict[Key, Claimed] = {}
    said = [Claimed(*_read(each), "description", each.text) for each in _bounds(endpoint.claims)]
    for statement in page.statements if page else ():
        listed = statement.where in ("limitations", "table") and statement.claim.keyword == "enum"
        if listed or [*_bounds([statement.claim])]:
            claim = statement.claim
            said.append(Claimed(*_read(claim), "page", claim.text, statement.line))
    for each in said:
        found.setdefault(each.key, each)
    return tuple(found.values())


def values_at(body: Json, steps: Sequence[str]) -> Iterator[Json]:
    """Give what is at a place; of a list all items, for a limit of one is a limit of each."""
    if not steps:
        yield body
    elif isinstance(body, dict) and steps[0] in body:
        yield from values_at(body[steps[0]], steps[1:])
    elif isinstance(body, list) and steps[0].isdecimal():
        for item in body:
            yield from values_at(item, steps[1:])


def keeping(endpoint: Endpoint, claims: Iterable[Claimed]) -> Endpoint:
    """Give the endpoint with these limits in place of its own of the same keyword."""
    shape: Shape = endpoint.input
    for claim in claims:
        shape = _woven(endpoint, shape, claim.place.split("/"), claim)
    return replace(endpoint, input=shape) if isinstance(shape, Object) else endpoint


def _bounds(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Leave out what is no number under a keyword of JSON Schema, and what nobody said."""
    for claim in claims:
        if (
            claim.text
            and is_number(claim.value)
            and claim.keyword in KEYWORDS
            and claim.place.startswith("input/")
        ):
            yield claim


def _read(claim: Claim) -> tuple[str, str, Json]:
    place = claim.place.removeprefix("input/").replace("*", "0")
    return place, claim.keyword, claim.value


def _woven(endpoint: Endpoint, shape: Shape, steps: Sequence[str], claim: Claimed) -> Shape:
    match shape:
        case Ref():
            return _woven(endpoint, endpoint.resolve(shape), steps, claim)
        case Union(options=options):
            return Union(tuple(_woven(endpoint, each, steps, claim) for each in options))
        case Object(fields=fields) if steps:
            return replace(
                shape,
                fields=tuple(
                    replace(each, shape=_woven(endpoint, each.shape, steps[1:], claim))
                    if each.name == steps[0]
                    else each
                    for each in fields
                ),
            )
        case Array(items=items) if steps:
            return replace(shape, items=_woven(endpoint, items, steps[1:], claim))
        case _:
            return shape if steps else _limited(shape, claim)


def _limited(shape: Shape, claim: Claimed) -> Shape:
    if claim.keyword == "enum" and isinstance(claim.limit, list):
        return Enum(tuple(claim.limit)) if shape == Scalar("string") else shape
    type_ = "array" if isinstance(shape, Array) else shape.type if isinstance(shape, Scalar) else ""
    if not isinstance(shape, Scalar | Array) or type_ not in KEYWORDS[claim.keyword].types:
        return shape
    others = (each for each in shape.limits if each.keyword != claim.keyword)
    return replace(shape, limits=(*others, Limit(claim.keyword, claim.limit)))
