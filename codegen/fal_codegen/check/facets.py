"""A shape taken apart by JSON type, so that two spellings of one promise compare as equal."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fal_codegen.contract import (
    KEYWORDS,
    NULL,
    Anything,
    Array,
    Endpoint,
    Enum,
    Json,
    Limit,
    Object,
    Ref,
    Scalar,
    Shape,
    equality_key,
    json_type,
    options,
)


@dataclass(frozen=True, slots=True)
class Facets:
    """What a place promises: its types, null aside, and per kind of value what holds for it.

    `enum` is None where any value of a type goes, so an enum beside the bare type is open and
    counts as none. Of several bounds under one keyword, `limits` has the loosest. `objects` and
    `arrays` are the alternatives of their kind, in order.
    """

    types: frozenset[str]
    nullable: bool
    enum: tuple[Json, ...] | None
    limits: dict[str, Json]
    objects: tuple[Object, ...]
    arrays: tuple[Array, ...]

    def holds(self, type_: str) -> bool:
        """Tell whether values of a type belong here; numbers hold integers."""
        return not self.types.isdisjoint(_wider(type_))


def facets(endpoint: Endpoint, shape: Shape) -> Facets:
    """Take a shape apart."""
    flat = list(_flat(endpoint, shape))
    scalars = [each for each in flat if isinstance(each, Scalar) and each != NULL]
    listed = [value for each in flat if isinstance(each, Enum) for value in each.values]
    bare = {each.type for each in scalars} | {"anything" for each in flat if each == Anything()}
    closed = tuple(
        value for value in listed if value is not None and bare.isdisjoint(_wider(json_type(value)))
    )
    objects = tuple(each for each in flat if isinstance(each, Object))
    arrays = tuple(each for each in flat if isinstance(each, Array))
    return Facets(
        types=frozenset(
            bare
            | {json_type(value) for value in closed}
            | {"object" for _ in objects}
            | {"array" for _ in arrays}
        ),
        nullable=any(each in (NULL, Anything()) for each in flat) or None in listed,
        enum=closed or None,
        limits=_limits(limit for each in (*scalars, *objects, *arrays) for limit in each.limits),
        objects=objects,
        arrays=arrays,
    )


def _limits(limits: Iterable[Limit]) -> dict[str, Json]:
    by_keyword: dict[str, list[Json]] = {}
    for limit in limits:
        by_keyword.setdefault(limit.keyword, []).append(limit.value)
    return {keyword: _loosest(keyword, values) for keyword, values in by_keyword.items()}


def _loosest(keyword: str, values: list[Json]) -> Json:
    """Choose by value and not by place: the order of alternatives means nothing."""
    numbers = [value for value in values if isinstance(value, int | float)]
    if len(numbers) < len(values):
        return min(values, key=equality_key)
    return max(numbers) if KEYWORDS[keyword].tighter == "lower" else min(numbers)


def _wider(type_: str) -> set[str]:
    return {type_, "anything"} | ({"number"} if type_ == "integer" else set[str]())


def _flat(endpoint: Endpoint, shape: Shape) -> Iterator[Shape]:
    for option in options(shape):
        if isinstance(option, Ref):
            yield from _flat(endpoint, endpoint.resolve(option))
        else:
            yield option
