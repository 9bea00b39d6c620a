"""The one differ: what two witnesses, or two dates, say differently of an endpoint."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal, TypeAlias

from fal_codegen.compare.facets import Facets, facets
from fal_codegen.contract import (
    Array,
    Endpoint,
    Field,
    Json,
    Object,
    Shape,
    equality_key,
    json_equal,
)

Kind: TypeAlias = Literal[
    "endpoint",
    "field",
    "required",
    "nullable",
    "type",
    "enum",
    "limit",
    "default",
    "extra",
    "order",
    "description",
    "examples",
    "deprecated",
]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs at one place.

    `place` is a path from the side on, `input/num_images`, with `*` for the items of a list and for
    the unlisted properties of an object. `kind` says what differs, `name` which one: a limit's
    keyword, a type. `before` and `after` are None where it is not there; what may itself be null, a
    default or an enum's value, is wrapped in a list.
    """

    place: str
    kind: Kind
    name: str = ""
    before: Json = None
    after: Json = None


def compare(before: Endpoint, after: Endpoint) -> tuple[Difference, ...]:
    """Give everything that differs between two endpoints, in the order of the second's fields."""
    differ = _Differ(before, after)
    return (
        *differ.shapes(before.input, after.input, "input"),
        *differ.shapes(before.output, after.output, "output"),
    )


class _Differ:
    """Walks two endpoints side by side, and does not walk into a pair of shapes inside itself."""

    def __init__(self, before: Endpoint, after: Endpoint) -> None:
        self._before = before
        self._after = after
        self._open: set[tuple[int, int]] = set()

    def shapes(self, before: Shape, after: Shape, place: str) -> Iterator[Difference]:
        """Compare what two places promise."""
        pair = (id(before), id(after))
        if pair not in self._open:
            self._open.add(pair)
            yield from self._shapes(before, after, place)
            self._open.remove(pair)

    def _shapes(self, before: Shape, after: Shape, place: str) -> Iterator[Difference]:
        old, new = facets(self._before, before), facets(self._after, after)
        if old.nullable != new.nullable:
            yield Difference(place, "nullable", "", old.nullable, new.nullable)
        for type_ in sorted(old.types | new.types):
            if old.holds(type_) != new.holds(type_):
                yield Difference(place, "type", type_, old.holds(type_), new.holds(type_))
        yield from _enums(old, new, place)
        for keyword in sorted(old.limits.keys() | new.limits.keys()):
            bounds = old.limits.get(keyword), new.limits.get(keyword)
            if bounds[0] != bounds[1]:  # 1 and 1.0 are one bound
                yield Difference(place, "limit", keyword, *bounds)
        for one, other in zip(old.arrays, new.arrays, strict=False):
            yield from self._arrays(one, other, place)
        for was, is_ in zip(old.objects, new.objects, strict=False):
            yield from self._objects(was, is_, place)
        yield from _further("array", len(old.arrays), len(new.arrays), place)
        yield from _further("object", len(old.objects), len(new.objects), place)

    def _arrays(self, before: Array, after: Array, place: str) -> Iterator[Difference]:
        yield from self.shapes(before.items, after.items, f"{place}/*")
        for index, (was, is_) in enumerate(zip_longest(before.prefix, after.prefix)):
            yield from self.shapes(was or before.items, is_ or after.items, f"{place}/{index}")

    def _objects(self, before: Object, after: Object, place: str) -> Iterator[Difference]:
        old = {field.name: field for field in before.fields}
        new = {field.name: field for field in after.fields}
        for name in (*new, *(name for name in old if name not in new)):
            yield from self._fields(old.get(name), new.get(name), f"{place}/{name}")
        kept = [[name for name in names if name in old and name in new] for names in (old, new)]
        if kept[0] != kept[1]:
            yield Difference(place, "order", "", [*kept[0]], [*kept[1]])
        if (before.extra is None) != (after.extra is None):
            yield Difference(place, "extra", "", before.extra is not None, after.extra is not None)
        elif before.extra is not None and after.extra is not None:
            yield from self.shapes(before.extra, after.extra, f"{place}/*")

    def _fields(self, old: Field | None, new: Field | None, place: str) -> Iterator[Difference]:
        if old is None or new is None:
            yield Difference(place, "field", "", _summary(old), _summary(new))
            return
        if old.required != new.required:
            yield Difference(place, "required", "", old.required, new.required)
        yield from self.shapes(old.shape, new.shape, place)
        if not json_equal(_default(old), _default(new)):
            yield Difference(place, "default", "", _default(old), _default(new))
        if old.description != new.description:
            yield Difference(place, "description", "", old.description, new.description)
        if not json_equal([*old.examples], [*new.examples]):
            yield Difference(place, "examples", "", [*old.examples], [*new.examples])
        if old.deprecated != new.deprecated:
            yield Difference(place, "deprecated", "", old.deprecated, new.deprecated)


def _further(kind: str, old: int, new: int, place: str) -> Iterator[Difference]:
    """Tell of second and later alternatives of a kind that came or went; the first is a type."""
    for number in range(max(1, min(old, new)) + 1, max(old, new) + 1):
        yield Difference(place, "type", f"{kind} {number}", number <= old, number <= new)


def _enums(old: Facets, new: Facets, place: str) -> Iterator[Difference]:
    if old.enum is None or new.enum is None:
        if old.enum != new.enum:
            values = ([*each.enum] if each.enum else None for each in (old, new))
            yield Difference(place, "enum", "", *values)
        return
    was, is_ = ({equality_key(value): value for value in each} for each in (old.enum, new.enum))
    for spelling in (*was, *is_):
        if spelling not in is_:
            yield Difference(place, "enum", spelling, [was[spelling]], None)
        elif spelling not in was:
            yield Difference(place, "enum", spelling, None, [is_[spelling]])


def _default(field: Field) -> Json:
    return [field.default] if field.has_default else None


def _summary(field: Field | None) -> Json:
    """Say of a field that came or went what decides its weight."""
    return None if field is None else {"required": field.required, "default": _default(field)}
