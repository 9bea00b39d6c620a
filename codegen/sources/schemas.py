"""Read JSON Schema 2020-12, as fal writes it, into shapes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from codegen.contract import (
    COMPONENTS,
    Anything,
    Array,
    Claim,
    Document,
    Enum,
    Field,
    Json,
    Limit,
    Object,
    Part,
    Problem,
    Ref,
    Scalar,
    Shape,
    Union,
    at,
    canonical,
    escape,
    options,
    unescape,
)
from codegen.sources.keywords import (
    LIMITING,
    LIMITS,
    PLAYGROUND,
    READ,
    UNEXPRESSED,
    is_limiting,
)

DEEPEST = 64
"""Levels of schemas and references that are followed; real documents stay under twenty."""

Node: TypeAlias = dict[str, Json]
Admits: TypeAlias = Callable[[str, Json], bool]
"""Tells whether the schema at a pointer of the document admits a value."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where the reader stands: the pointer in the document, the place in the body, the depth."""

    pointer: str
    place: str
    depth: int = 0

    def down(self, *steps: str | int, place: str = "") -> "_Spot":
        """Step into the document, and into the body too where a place is named."""
        pointer = "/".join((self.pointer, *(escape(str(step)) for step in steps)))
        return _Spot(pointer, f"{self.place}/{place}" if place else self.place, self.depth + 1)


class SchemaReader:
    """Reads the schemas of one document; gathers parts, claims and problems as it goes.

    What is gathered comes in the order of `x-fal-order-properties`, never in that of keys, which
    changes between two fetches of an unchanged document.
    """

    def __init__(self, document: Document, admits: Admits) -> None:
        self._document = document
        self._admits = admits
        self._parts: dict[str, Shape] = {}
        self.claims: list[Claim] = []
        self.problems: list[Problem] = []

    @property
    def parts(self) -> tuple[Part, ...]:
        """The named shapes that were referred to."""
        return tuple(Part(name, shape) for name, shape in self._parts.items())

    def root(self, pointer: str, place: str) -> Shape:
        """Read the schema at a pointer, itself and not a reference to it."""
        node = at(self._document, pointer)
        ref = node.get("$ref") if isinstance(node, dict) else None
        if isinstance(ref, str) and ref.startswith(COMPONENTS):
            pointer = ref.removeprefix("#")
            node = at(self._document, pointer)
        if node is None:
            return self._hole(
                _Spot(pointer, place), "this schema is referred to and does not exist"
            )
        return self._shape(node, _Spot(pointer, place))

    def _shape(self, node: Json, spot: _Spot) -> Shape:
        if spot.depth > DEEPEST:
            return self._fatal(spot, f"schemas nest deeper than {DEEPEST} levels")
        if node is True:
            return Anything()
        if not isinstance(node, dict):
            return self._hole(spot, f"{canonical(node)} is not a schema that can be expressed")
        self._note_unenforced(node, spot)
        if "enum" in node or "const" in node:
            return self._enum(node, spot)
        return self._intersection(tuple(self._facets(node, spot)), spot)

    def _facets(self, node: Node, spot: _Spot) -> Iterator[Shape]:
        """Read each keyword that says alone what a value may be; all of them hold at once."""
        if "$ref" in node:
            yield self._reference(node["$ref"], spot)
        for index, branch in enumerate(_list(node.get("allOf"))):
            yield self._shape(branch, spot.down("allOf", index))
        for keyword in ("anyOf", "oneOf"):
            branches = [
                self._shape(branch, spot.down(keyword, index))
                for index, branch in enumerate(_list(node.get(keyword)))
            ]
            if branches:
                yield _union(branches)
            elif keyword in node:
                yield self._hole(spot.down(keyword), "a union without alternatives admits nothing")
        types = _list(node.get("type")) or [node.get("type", _implied_type(node))]
        if types != [None]:
            yield _union(self._typed(name, node, spot) for name in types)
        else:
            for word in sorted(LIMITING & node.keys()):
                self._hole(spot, f"{word} without a type is not expressed")

    def _typed(self, name: Json, node: Node, spot: _Spot) -> Shape:
        if not isinstance(name, str) or name not in LIMITS:
            return self._hole(spot.down("type"), f"{name!r} is not a type")
        limits = tuple(
            Limit(word, node[word])
            for word in LIMITS[name]
            if word in node and is_limiting(word, node[word])
        )
        if name == "array":
            prefix = tuple(
                self._shape(item, spot.down("prefixItems", index, place=str(index)))
                for index, item in enumerate(_list(node.get("prefixItems")))
            )
            items = self._shape(node.get("items", True), spot.down("items", place="*"))
            return Array(items, prefix, limits)
        if name == "object":
            return self._object(node, limits, spot)
        return Scalar(name, limits)

    def _object(self, node: Node, limits: tuple[Limit, ...], spot: _Spot) -> Object:
        properties = _dict(node.get("properties"))
        required = [name for name in _list(node.get("required")) if isinstance(name, str)]
        listed = {*properties, *required}
        order = _list(node.get("x-fal-order-properties"))
        shown = (name for name in order if isinstance(name, str) and name in listed)
        fields = tuple(
            self._field(
                name,
                properties.get(name, True),
                spot.down("properties", name, place=name),
                required=name in required,
            )
            for name in dict.fromkeys((*shown, *sorted(listed)))
        )
        extra = node.get("additionalProperties", True)
        return Object(
            fields,
            None
            if extra is False
            else self._shape(extra, spot.down("additionalProperties", place="*")),
            limits,
            _text(node.get("description")),
        )

    def _field(self, name: str, node: Json, spot: _Spot, *, required: bool) -> Field:
        shape = self._shape(node, spot)
        words = _dict(node)
        has_default = "default" in words and self._admits(spot.pointer, words["default"])
        if "default" in words and not has_default:
            text = "the document's default, which its own schema refuses"
            self.claims.append(Claim(spot.place, "default", words["default"], text))
        return Field(
            name,
            shape,
            required=required,
            has_default=has_default,
            default=words["default"] if has_default else None,
            description=_text(words.get("description")),
            examples=tuple(
                example
                for example in _list(words.get("examples"))
                if self._admits(spot.pointer, example)
            ),
            deprecated=words.get("deprecated") is True,
        )

    def _enum(self, node: Node, spot: _Spot) -> Shape:
        """Keep the values that the whole node admits: its other keywords hold too."""
        values = [node["const"]] if "const" in node else _list(node["enum"])
        kept = tuple(value for value in values if self._admits(spot.pointer, value))
        if len(kept) < len(values):
            self._hole(spot, "the schema refuses some of its own enum's values")
        return Enum(kept) if kept else self._hole(spot, "the enum admits nothing")

    def _reference(self, ref: Json, spot: _Spot) -> Shape:
        if not isinstance(ref, str) or not ref.startswith(COMPONENTS):
            return self._fatal(spot, f"$ref {ref!r} leads outside the document's schemas")
        pointer = ref.removeprefix("#")
        target = at(self._document, pointer)
        if target is None:
            return self._hole(spot, f"$ref {ref!r} leads nowhere")
        name = unescape(ref.removeprefix(COMPONENTS))
        if name not in self._parts:
            self._parts[name] = Anything()  # what a reference back to here finds meanwhile
            self._parts[name] = self._shape(target, _Spot(pointer, name, spot.depth + 1))
            if self._is_circular(name):
                self._parts[name] = self._hole(spot, f"{name} is defined as itself")
        return Ref(name)

    def _is_circular(self, name: str) -> bool:
        """Tell whether a part leads back to itself without a step into the body."""
        waiting, met = [self._parts[name]], set[str]()
        while waiting:
            for option in options(waiting.pop()):
                if isinstance(option, Ref) and option.name not in met:
                    met.add(option.name)
                    waiting.append(self._parts[option.name])
        return name in met

    def _intersection(self, shapes: Iterable[Shape], spot: _Spot) -> Shape:
        """Give the shape of what fits all: the one that says anything, or open objects merged."""
        telling = _distinct(shape for shape in shapes if shape != Anything())
        if len(telling) <= 1:
            return telling[0] if telling else Anything()
        merged: dict[str, Field] = {}
        for shape in map(self._resolved, telling):
            if not isinstance(shape, Object) or shape.extra != Anything() or shape.limits:
                self._hole(spot, "of several schemas that hold at once only one is kept")
                return next((each for each in telling if isinstance(each, Object)), telling[0])
            for field in shape.fields:
                merged[field.name] = self._both(merged.get(field.name, field), field, spot)
        return Object(tuple(merged.values()))

    def _both(self, one: Field, other: Field, spot: _Spot) -> Field:
        """Give the field that keeps what two schemas of one object say of it."""
        telling = other if one.shape == Anything() else one
        shape = self._intersection((one.shape, other.shape), spot)
        return replace(telling, shape=shape, required=one.required or other.required)

    def _resolved(self, shape: Shape) -> Shape:
        while isinstance(shape, Ref):
            shape = self._parts[shape.name]
        return shape

    def _note_unenforced(self, node: Node, spot: _Spot) -> None:
        """Keep what the node says beyond JSON Schema, and tell of keywords we cannot express."""
        for key in sorted(node):
            if key in UNEXPRESSED:
                self._hole(spot, f"the keyword {key} is not expressed")
            elif key == "x-fal":
                for word, value in sorted(_dict(node[key]).items()):
                    self.claims.append(Claim(spot.place, word, value))
            elif key not in READ and key not in PLAYGROUND:
                self.claims.append(Claim(spot.place, key, node[key]))

    def _hole(self, spot: _Spot, message: str) -> Shape:
        self.problems.append(Problem(spot.pointer, message, fatal=False))
        return Anything()

    def _fatal(self, spot: _Spot, message: str) -> Shape:
        self.problems.append(Problem(spot.pointer, message))
        return Anything()


def _union(shapes: Iterable[Shape]) -> Shape:
    """Join alternatives, flat and each once."""
    distinct = _distinct(option for shape in shapes for option in options(shape))
    return distinct[0] if len(distinct) == 1 else Union(distinct)


def _distinct(shapes: Iterable[Shape]) -> tuple[Shape, ...]:
    """Give each shape once; by their spellings, as `==` holds the values 1 and True for one."""
    return tuple({repr(shape): shape for shape in shapes}.values())


def _implied_type(node: Node) -> Json:
    if node.keys() & {"properties", "additionalProperties", "required"}:
        return "object"
    return "array" if "items" in node or "prefixItems" in node else None


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _dict(value: Json) -> Node:
    return value if isinstance(value, dict) else {}


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""
