"""Schemas that hold at once: the shape of what fits all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, combinations, product

from fal_codegen.contract import (
    NOTHING,
    NULL,
    Anything,
    Array,
    Enum,
    Field,
    Json,
    Limit,
    Object,
    Ref,
    Resolve,
    Scalar,
    Shape,
    Union,
    bounds_of,
    equality_key,
    options,
    predicate,
    with_one_enum,
)
from fal_codegen.openapi.limits import Inexpressible, contradict, merged

_DEEPEST = 16
"""Levels of schemas that are merged into each other."""
_MOST = 1000
"""Merges for one place: alternatives that hold at once multiply."""


def both(resolve: Resolve, one: Shape, other: Shape) -> Shape:
    """Give the shape of what fits both. Raises `Inexpressible` where we have no shape for it.

    `resolve` follows references; it may raise `Inexpressible` too.
    """
    return _Intersection(resolve).of(one, other)


def are_apart(resolve: Resolve, shapes: Sequence[Shape]) -> bool:
    """Tell whether surely no value fits two of the shapes: each that fits one fits just one.

    Lists of values are compared all at once, and so are objects with a tag: there are oneOf of
    thousands of constants, and of hundreds of classes.
    """
    enums = [each for each in shapes if isinstance(each, Enum)]
    keys = [key for each in enums for key in {*map(equality_key, each.values)}]
    if len({*keys}) < len(keys):
        return False
    try:
        others = with_one_enum(shapes)
        objects = [each for each in others if isinstance(resolve(each), Object)]
        if _have_a_tag(resolve, objects):
            others = [each for each in others if not isinstance(resolve(each), Object)]
        else:
            objects = []
        pairs = chain(combinations(others, 2), product(others, objects))
        return all(both(resolve, *pair) == NOTHING for pair in pairs)
    except Inexpressible:
        return False


def _have_a_tag(resolve: Resolve, shapes: Sequence[Shape]) -> bool:
    """Tell whether objects must have a field of which each has constants of its own."""
    objects = [each for shape in shapes if isinstance(each := resolve(shape), Object)]
    for name in [field.name for field in objects[0].fields if field.required] if objects else ():
        fields = [each.field(name) for each in objects]
        tags = [resolve(each.shape) for each in fields if each and each.required]
        enums = [tag.values for tag in tags if isinstance(tag, Enum)]
        keys = [key for values in enums for key in {*map(equality_key, values)}]
        if len(enums) == len(objects) and len({*keys}) == len(keys):
            return True
    return False


def union(shapes: Iterable[Shape]) -> Shape:
    """Join alternatives, flat and each once; of several lists of values one."""
    flat = (option for shape in shapes for option in options(shape))
    once = with_one_enum([*{repr(shape): shape for shape in flat}.values()])  # 1 == True
    return once[0] if len(once) == 1 else Union((*once,))


def enum(values: Iterable[Json]) -> Shape:
    """Give one of the values; null alone is the type, and none is nothing."""
    listed = tuple(values)
    if not listed:
        return NOTHING
    return NULL if listed == (None,) else Enum(listed)


def array(items: Shape, prefix: tuple[Shape, ...], limits: tuple[Limit, ...]) -> Shape:
    """Give a list; it ends before the first item that nothing fits."""
    every = (*prefix, items)
    if NOTHING in every:
        size = every.index(NOTHING)
        items, prefix = Anything(), prefix[:size]
        limits = merged(limits, (Limit(bounds_of("items")[1], size),))
    return NOTHING if contradict("array", limits) else Array(items, prefix, limits)


def object_(shape: Object) -> Shape:
    """Give an object, or nothing where a required field fits nothing, or too few fields may be."""
    impossible = any(field.required and field.shape == NOTHING for field in shape.fields)
    if impossible or contradict("object", shape.limits):
        return NOTHING
    if shape.extra not in (None, NOTHING):
        return shape
    possible = sum(field.shape != NOTHING for field in shape.fields)
    least = (each.value for each in shape.limits if each.keyword == "minProperties")
    if any(isinstance(size, int | float) and size > possible for size in least):
        return NOTHING
    return replace(shape, extra=None)


class _Intersection:
    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._merges = 0

    def of(self, one: Shape, other: Shape, depth: int = 0) -> Shape:
        """Give the shape of what fits both."""
        self._merges += 1
        if depth > _DEEPEST or self._merges > _MOST:
            raise Inexpressible("merged, they have no end in sight")
        match one, other:
            case (Anything(), shape) | (shape, Anything()):
                return shape
            case Ref(name=name), Ref(name=same) if name == same:
                return one
            case Ref(), _:
                return self._named(one, other, depth)
            case _, Ref():
                return self._named(other, one, depth)
            case Union(options=members), shape:
                return union([self.of(member, shape, depth) for member in members])
            case shape, Union(options=members):
                return union([self.of(shape, member, depth) for member in members])
            case (Enum(values=values), shape) | (shape, Enum(values=values)):
                return enum(filter(predicate(self._resolve, shape), values))
            case _:
                return self._alike(one, other, depth)

    def _alike(self, one: Shape, other: Shape, depth: int) -> Shape:
        match one, other:
            case Scalar(type=type_, limits=limits), Scalar(type=also, limits=more):
                if {type_, also} not in ({type_}, {"integer", "number"}):
                    return NOTHING
                narrow = "integer" if type_ != also else type_
                limits = merged(limits, more)
                return NOTHING if contradict(narrow, limits) else Scalar(narrow, limits)
            case Array(), Array():
                size = max(len(one.prefix), len(other.prefix))
                prefix = (self.of(one.at(at), other.at(at), depth + 1) for at in range(size))
                items = self.of(one.items, other.items, depth + 1)
                return array(items, tuple(prefix), merged(one.limits, other.limits))
            case Object(), Object():
                return self._objects(one, other, depth)
            case _:
                return NOTHING

    def _named(self, ref: Ref, shape: Shape, depth: int) -> Shape:
        """Keep the name of a part to which the other one adds nothing."""
        target = self._resolve(ref)
        merged_ = self.of(target, shape, depth + 1)
        return ref if repr(merged_) == repr(target) else merged_

    def _objects(self, one: Object, other: Object, depth: int) -> Shape:
        names = dict.fromkeys(field.name for field in (*one.fields, *other.fields))
        found: dict[str, Field] = {}
        for name in sorted(names, key=lambda name: not _requires(name, one, other)):
            field = self._field(one.field(name), other.field(name), one, other, depth)
            if field.required and field.shape == NOTHING:
                return NOTHING  # by its tag, one of hundreds of classes: no other field is asked
            found[name] = field
        fields = tuple(found[name] for name in names)
        extra = self.of(_extra(one), _extra(other), depth + 1)
        limits = merged(one.limits, other.limits)
        if fields and limits:
            raise Inexpressible(f"{limits[0].keyword} beside fields cannot be expressed")
        return object_(Object(fields, extra, limits, one.description or other.description))

    def _field(
        self, mine: Field | None, theirs: Field | None, one: Object, other: Object, depth: int
    ) -> Field:
        """Merge what two objects say of a field; one that does not list it says its `extra`."""
        either = mine or theirs
        assert either is not None
        shape = self.of(
            mine.shape if mine else _extra(one),
            theirs.shape if theirs else _extra(other),
            depth + 1,
        )
        if mine is None or theirs is None:
            return replace(either, shape=shape)
        admits = predicate(self._resolve, shape)
        default = mine if mine.has_default else theirs
        examples = (*mine.examples, *theirs.examples)
        return replace(
            either,
            shape=shape,
            required=mine.required or theirs.required,
            has_default=default.has_default and admits(default.default),
            default=default.default,
            description=mine.description or theirs.description,
            examples=tuple(filter(admits, examples)),
            deprecated=mine.deprecated or theirs.deprecated,
        )


def _requires(name: str, *shapes: Object) -> bool:
    fields = (shape.field(name) for shape in shapes)
    return any(field.required for field in fields if field)


def _extra(shape: Object) -> Shape:
    return NOTHING if shape.extra is None else shape.extra
