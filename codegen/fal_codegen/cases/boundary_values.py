"""Values around a shape: at every limit, just beyond it, and near misses of everything."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from fal_codegen.cases.documented import DEPTH, unlisted
from fal_codegen.cases.limits import bound, size_of
from fal_codegen.cases.made import NoSample
from fal_codegen.cases.plain_values import (
    LONGEST,
    Boundary,
    digit_values,
    enum_values,
    number_values,
    sized_values,
    text_values,
    typed_values,
    values_at,
)
from fal_codegen.cases.samples import Samples
from fal_codegen.contract import (
    NOTHING,
    Anything,
    Array,
    Enum,
    Json,
    Object,
    Ref,
    Scalar,
    Shape,
    Union,
    predicate,
)


@dataclass(frozen=True, slots=True)
class Way:
    """How far into a request a value lies: the path, the parts it leads through.

    `depth` is how many more lists and objects it goes into.
    """

    place: str = ""
    depth: int = DEPTH
    inside: frozenset[str] = frozenset()

    def below(self, step: str) -> "Way":
        """Go into a list or an object."""
        return replace(self, place=f"{self.place}/{step}", depth=self.depth - 1)

    def into(self, part: str) -> "Way":
        """Go into a part; one that holds itself is gone into once."""
        depth = 0 if part in self.inside else self.depth
        return replace(self, depth=depth, inside=self.inside | {part})


_WHOLE = Way()


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A place of a request that no cases could be made for, as a path, and the reason."""

    place: str
    why: str


class Boundaries:
    """Gives values around every limit of shapes, valid and not; whoever asks judges them.

    `given_up` gathers the places that had to be left out, in the order in which they are met.
    """

    def __init__(self, samples: Samples) -> None:
        self.samples = samples
        self.given_up: list[GivenUp] = []

    def body(self, base: dict[str, Json]) -> Iterator[Boundary]:
        """Give whole requests around one that is valid."""
        return self._object(self.samples.endpoint.input, _WHOLE, base)

    def of(self, shape: Shape, way: Way = _WHOLE) -> Iterator[Boundary]:
        """Give values of a shape that this way leads to."""
        match shape:
            case Ref(name=name):
                yield from self.of(self.samples.endpoint.resolve(shape), way.into(name))
            case Union(options=options):
                for option in options:
                    yield from self.of(option, way)
                yield from digit_values(options)
            case Enum(values=values):
                yield from enum_values(values)
            case Scalar(type="string"):
                yield from text_values(shape)
            case Scalar(type="integer" | "number"):
                yield from number_values(shape, self._number_within(shape))
            case Scalar():
                yield from typed_values(shape.type, True if shape.type == "boolean" else None)
            case Array():
                yield from self._array(shape, way)
            case Object():
                yield from self._object(shape, way)
            case Anything():
                yield from values_at("type", "anything", None, 1, "text", [], {})

    def _array(self, shape: Array, way: Way) -> Iterator[Boundary]:
        least, most = size_of(shape.limits, "items")
        ends = (end + 1 for end in (least, most or 0) if end < LONGEST)
        items = self._as_many(shape, max(2, len(shape.prefix), *ends), way)
        if not items:
            yield from values_at("type", "array", [], None, {}, [None])
            return
        yield from sized_values(
            shape.limits, lambda size: [*items[:size], *items[-1:] * (size - len(items))]
        )
        if bound(shape.limits, "uniqueItems"):
            for value in ([*items[:2]], [items[0], items[0]], [*items[:2], items[0]]):
                yield Boundary(value, "uniqueItems", limit=True)
        yield from values_at("type", "array", None, items[0], {}, {"0": items[0]})
        base = items[: max(1, len(shape.prefix), least)]
        if way.depth > 0:
            for index in range(max(1, len(shape.prefix))):
                for boundary in self.of(shape.at(index), way.below(str(index))):
                    value = [*base[:index], boundary.value, *base[index + 1 :]]
                    yield boundary.within(value, index)
            yield from self._second(shape, way, items[0])
        yield Boundary(base, "type", "array")

    def _second(self, shape: Array, way: Way, first: Json) -> Iterator[Boundary]:
        """Break each limit of the items once behind an item that is fine: not all look so far."""
        if shape.prefix or (size_of(shape.limits, "items")[1] or 2) < 2:  # noqa: PLR2004 - items
            return
        fits = predicate(self.samples.endpoint.resolve, shape.items)
        broken: dict[tuple[str, str], Boundary] = {}
        for boundary in self.of(shape.items, way.below("0")):
            if not fits(boundary.value):
                broken.setdefault((boundary.step, boundary.keyword), boundary)
        for boundary in broken.values():
            yield boundary.within([first, boundary.value], 1)

    def _number_within(self, shape: Scalar) -> float:
        """Give a number that keeps the limits; any where none is known."""
        try:
            number = self.samples.of(shape)
        except NoSample:
            number = 1
        return number if isinstance(number, int | float) else 1

    def _as_many(self, shape: Array, size: int, way: Way) -> list[Json]:
        """Give this many items that differ, else one less, else as many as a list must have.

        A list whose items cannot be made has no item, and no values.
        """
        if shape.items == NOTHING and not shape.prefix:
            return []
        least = size_of(shape.limits, "items")[0]
        missing: list[NoSample] = []
        for number in dict.fromkeys((size, size - 1, least or 1, 1)):
            try:
                return self.samples.items(shape, number)
            except NoSample as error:
                missing.append(error)
        self._leave(way, missing[-1])
        return []

    def _object(
        self, shape: Object, way: Way, base: dict[str, Json] | None = None
    ) -> Iterator[Boundary]:
        yield from values_at("type", "object", None, "{}", [])
        try:
            least = size_of(shape.limits, "properties")[0]
            base = self.samples.sized_object(shape, least) if base is None else base
        except NoSample as error:
            self._leave(way, error)
            return
        if way.depth <= 0:
            yield Boundary(base, "type", "object")
            return
        yield from self._sized_objects(shape, way)
        yield Boundary(base, "type", "object")
        for field in shape.fields:
            if field.required:
                rest = {name: value for name, value in base.items() if name != field.name}
                yield Boundary(rest, "required", field.name, f"/{field.name}")
            yield from self._within(base, field.name, field.shape, way)
        for name in [each for each in base if shape.field(each) is None]:
            yield from _of_the_document(base, name)
        unknown = unlisted(shape)
        yield Boundary(base | {unknown: 1}, "unknown", unknown, f"/{unknown}")
        if shape.extra not in (None, Anything()):
            yield from self._within(base, unknown, shape.extra, way)

    def _within(
        self, base: dict[str, Json], name: str, shape: Shape, way: Way
    ) -> Iterator[Boundary]:
        """Give objects around one, with other values under a name."""
        for boundary in self.of(shape, way.below(name)):
            value = base | {name: boundary.value}
            yield boundary.within(value, name)

    def _sized_objects(self, shape: Object, way: Way) -> Iterator[Boundary]:
        try:
            yield from sized_values(shape.limits, partial(self.samples.sized_object, shape))
        except NoSample as error:
            self._leave(way, error)

    def _leave(self, way: Way, why: NoSample) -> None:
        path = "/".join(filter(None, (way.place.removeprefix("/"), why.place)))
        self.given_up.append(GivenUp(path, why.why))


def _of_the_document(base: dict[str, Json], name: str) -> Iterator[Boundary]:
    """Leave out and null what a body has that no shape lists: the document alone knows of it."""
    yield Boundary(
        {each: base[each] for each in base if each != name}, "required", name, f"/{name}"
    )
    yield Boundary(base | {name: None}, "type", None, f"/{name}")
