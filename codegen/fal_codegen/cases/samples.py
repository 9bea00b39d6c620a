"""The simplest values that shapes admit: the ground that cases and recordings stand on."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain, islice

from fal_codegen.cases.limits import bound, shifted, size_of
from fal_codegen.cases.made import Made, NoSample, below, check_weight, known, weighed
from fal_codegen.cases.simple import TRIES, described, simple_values
from fal_codegen.contract import (
    KEYWORDS,
    Anything,
    Array,
    Endpoint,
    Enum,
    Field,
    Json,
    Object,
    Ref,
    Scalar,
    Shape,
    Union,
    equality_key,
    predicate,
)

_DEEPEST = 4
"""Levels of lists and objects that are varied for the sake of distinct items."""


class Samples:
    """Makes samples for the shapes of one endpoint, always the same ones.

    Each of its parts is made once and used again. A part that holds itself is left out of its own
    sample where there is another way, and so every sample is finite.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._shapes = {part.name: part.shape for part in endpoint.parts}
        self._parts: dict[str, Made] = {}
        self._tried: set[str] = set()
        self._lists_around = 0
        """Lists of distinct items around the one that is made."""

    def of(self, shape: Shape) -> Json:
        """Give a small value that the shape admits. Raises `NoSample`."""
        return self._repeated(lambda: self._made(shape)).value

    def object(self, shape: Object) -> dict[str, Json]:
        """Give an object that holds the required fields and nothing else. Raises `NoSample`."""
        return self.sized_object(shape, 0)

    def sized_object(self, shape: Object, size: int) -> dict[str, Json]:
        """Give an object with the required fields, and unlisted properties up to a size."""
        made = self._repeated(lambda: self._object(shape, size)).value
        assert isinstance(made, dict)
        return made

    def items(self, shape: Array, size: int) -> list[Json]:
        """Give this many items for a list, distinct where that is known how. Raises `NoSample`."""
        made = self._repeated(lambda: self._items(shape, size)).value
        assert isinstance(made, list)
        return made

    def _repeated(self, make: Callable[[], Made]) -> Made:
        """Try again as long as that teaches samples of more parts: they may need each other."""
        while True:
            known = len(self._parts)
            self._tried.clear()
            try:
                return make()
            except NoSample:
                if len(self._parts) == known:
                    raise

    def _made(self, shape: Shape) -> Made:
        match shape:
            case Ref(name=name):
                return self._part(name)
            case Union(options=options):
                return self._first(options)
            case Array(limits=limits):
                return self._items(shape, size_of(limits, "items")[0])
            case Object(limits=limits):
                made = self._object(shape, size_of(limits, "properties")[0])
                if not all(KEYWORDS[each.keyword].keeps(made.value, each.value) for each in limits):
                    raise NoSample("no number of properties is known that keeps the limits")
                return made
            case Enum() | Anything() | Scalar():
                admits = predicate(self.endpoint.resolve, shape)
                for value in islice(simple_values(shape), TRIES):
                    if admits(value):
                        return known(value)
                raise NoSample(f"no value is known that is {described(shape)}")

    def _part(self, name: str) -> Made:
        if name not in self._parts:
            if name in self._tried:
                raise NoSample(f"{name} holds itself, or nothing is known for it")
            self._tried.add(name)
            self._parts[name] = self._made(self._shapes[name])
        return self._parts[name]

    def _first(self, shapes: tuple[Shape, ...]) -> Made:
        """Give a sample of the first of these shapes that has one."""
        why = NoSample("nothing fits here")
        for shape in shapes:
            try:
                return self._made(shape)
            except NoSample as error:
                why = error
        raise why

    def _object(self, shape: Object, size: int) -> Made:
        made: dict[str, Made] = {}
        for field in shape.fields:
            if field.required:
                with below(field.name):
                    made[field.name] = self._field(field)
        self._fill(shape, size, made)
        weight = 1 + sum(len(name) + each.weight for name, each in made.items())
        value: dict[str, Json] = {name: each.value for name, each in made.items()}
        return weighed(Made(value, weight))

    def _fill(self, shape: Object, size: int, made: dict[str, Made]) -> None:
        """Add fields that may be there until there are enough, and then unlisted properties."""
        for field in shape.fields:
            if len(made) < size and field.name not in made:
                with suppress(NoSample):
                    made[field.name] = self._field(field)
        missing = size - len(made)
        if missing > 0 and shape.extra is not None:
            with below("*"):
                extra = self._made(shape.extra)
            check_weight(missing * extra.weight)
            listed = {field.name for field in shape.fields}
            names = (f"key_{number}" for number in range(missing + len(listed)))
            made |= dict.fromkeys(
                islice((each for each in names if each not in listed), missing), extra
            )

    def field(self, field: Field) -> Json:
        """Give a small value for a field: its example, where it has one. Raises `NoSample`."""
        return self._repeated(lambda: self._field(field)).value

    def _field(self, field: Field) -> Made:
        """Give the field's first example, else a sample of its shape, else its default."""
        documented = [*field.examples, *[field.default] * field.has_default]
        fitting = [*filter(predicate(self.endpoint.resolve, field.shape), documented)]
        if field.examples and fitting:
            return known(fitting[0])
        try:
            return self._made(field.shape)
        except NoSample:
            if not fitting:
                raise
            return known(fitting[0])

    def _items(self, shape: Array, size: int) -> Made:
        made: list[Made] = []
        for index in range(min(size, len(shape.prefix))):
            with below(str(index)):
                made.append(self._made(shape.at(index)))
        if (rest := size - len(made)) > 0:
            with below("*"):
                other = self._made(shape.items)
            check_weight(rest * other.weight)
            made += [other] * rest
        weight = 1 + sum(each.weight for each in made)
        items = [
            self._numbered(shape.at(index), each.value, index) for index, each in enumerate(made)
        ]
        if bound(shape.limits, "uniqueItems"):
            items = self._distinct(shape, items)
        return weighed(Made(items, weight))

    def _numbered(self, shape: Shape, value: Json, index: int) -> Json:
        """Vary an item by its number, where that is easy: items differ even if none must."""
        match value:
            case str():
                values = shape.values if isinstance(shape, Enum) else (f"{value}{index}",)
            case bool() | None | list() | dict():
                return value
            case _:
                values = (shifted(value, index),)
        varied = values[index % len(values)]
        return varied if predicate(self.endpoint.resolve, shape)(varied) else value

    def _distinct(self, shape: Array, items: list[Json]) -> list[Json]:
        """Put others in place of items that stood before. Raises `NoSample`."""
        if self._lists_around >= _DEEPEST:
            raise NoSample("no distinct items are known for lists of lists without end")
        self._lists_around += 1
        try:
            return self._with_others(shape, items)
        finally:
            self._lists_around -= 1

    def _with_others(self, shape: Array, items: list[Json]) -> list[Json]:
        found: dict[str, Json] = {}
        others: dict[int, Iterator[Json]] = {}
        for index, item in enumerate(items):
            of = min(index, len(shape.prefix))
            more = others.setdefault(of, self._several(shape.at(index)))
            fresh = (each for each in chain((item,), more) if equality_key(each) not in found)
            try:
                value = next(fresh)
            except StopIteration:
                raise NoSample(f"no {len(items)} items are known that are distinct") from None
            found[equality_key(value)] = value
        return [*found.values()]

    def _several(self, shape: Shape, depth: int = 0) -> Iterator[Json]:
        """Give values that a shape admits, distinct ones where that is known how."""
        made = islice(self._candidates(shape, depth), TRIES)
        return filter(predicate(self.endpoint.resolve, shape), made)

    def _candidates(self, shape: Shape, depth: int) -> Iterator[Json]:
        with suppress(NoSample):
            yield self._made(shape).value
        if depth > _DEEPEST:
            return
        match shape:
            case Ref(name=name):
                yield from self._several(self._shapes[name], depth + 1)
            case Union(options=options):
                yield from chain.from_iterable(self._several(each, depth + 1) for each in options)
            case Array():
                yield from self._lists(shape, depth)
            case Object():
                yield from self._objects(shape, depth)
            case Enum() | Anything() | Scalar():
                yield from simple_values(shape)

    def _lists(self, shape: Array, depth: int) -> Iterator[Json]:
        least, most = size_of(shape.limits, "items")
        with suppress(NoSample):
            for size in range(least, least + 3 if most is None else min(most, least + 2) + 1):
                made = self._items(shape, size).value
                assert isinstance(made, list)
                yield made
                for value in self._several(shape.at(size - 1), depth + 1) if size else ():
                    yield [*made[:-1], value]

    def _objects(self, shape: Object, depth: int) -> Iterator[Json]:
        with suppress(NoSample):
            made = self._object(shape, size_of(shape.limits, "properties")[0]).value
            assert isinstance(made, dict)
            for field in shape.fields:
                for value in self._several(field.shape, depth + 1):
                    yield made | {field.name: value}
            if shape.extra is not None:
                for value in self._several(shape.extra, depth + 1):
                    yield made | {"key_0": value}
