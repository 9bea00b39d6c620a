"""Read JSON Schema 2020-12, as fal writes it, into shapes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
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
    escape,
)

DEEPEST = 64
"""Levels of schemas and references that are followed; real documents stay under twenty."""

_NUMBER = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_LIMITS = {
    "string": ("minLength", "maxLength", "pattern"),
    "integer": _NUMBER,
    "number": _NUMBER,
    "array": ("minItems", "maxItems", "uniqueItems"),
    "object": ("minProperties", "maxProperties"),
    "boolean": (),
    "null": (),
}
_UNEXPRESSED = frozenset(
    "not if then else contains minContains maxContains patternProperties propertyNames "
    "dependentRequired dependentSchemas unevaluatedItems unevaluatedProperties "
    "$id $anchor $dynamicRef $dynamicAnchor".split()
)
_READ = (
    frozenset(
        "type enum const anyOf oneOf allOf $ref items prefixItems properties required "
        "additionalProperties title description default examples deprecated "
        "x-fal-order-properties $schema $comment $defs".split()
    )
    | {word for words in _LIMITS.values() for word in words}
    | _UNEXPRESSED
)
_PLAYGROUND = frozenset(("ui", "_fal_ui_field", "example"))
"""Keys that only dress the playground."""

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
            return self._hole(spot, "expected a schema")
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
            if branches := _list(node.get(keyword)):
                yield _union(
                    self._shape(branch, spot.down(keyword, index))
                    for index, branch in enumerate(branches)
                )
        types = _list(node.get("type")) or [node.get("type", _implied_type(node))]
        if types != [None]:
            yield _union(self._typed(name, node, spot) for name in types)

    def _typed(self, name: Json, node: Node, spot: _Spot) -> Shape:
        if not isinstance(name, str) or name not in _LIMITS:
            return self._hole(spot.down("type"), f"{name!r} is not a type")
        limits = tuple(Limit(word, node[word]) for word in _LIMITS[name] if word in node)
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
        order = [name for name in _list(node.get("x-fal-order-properties")) if name in properties]
        names = dict.fromkeys((*map(str, order), *sorted(properties)))
        required = _list(node.get("required"))
        fields = tuple(
            self._field(
                name,
                properties[name],
                spot.down("properties", name, place=name),
                required=name in required,
            )
            for name in names
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
        name = pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
        if name not in self._parts:
            self._parts[name] = Anything()  # what a reference back to here finds meanwhile
            self._parts[name] = self._shape(target, _Spot(pointer, name, spot.depth + 1))
            if self._parts[name] == Ref(name):
                self._parts[name] = self._hole(spot, f"{name} is defined as itself")
        return Ref(name)

    def _intersection(self, shapes: tuple[Shape, ...], spot: _Spot) -> Shape:
        """Give the shape of what fits all: the one that says anything, or objects merged."""
        telling = [shape for shape in shapes if shape != Anything()]
        if len(telling) <= 1:
            return telling[0] if telling else Anything()
        objects = [self._resolved(shape) for shape in telling]
        merged: dict[str, Field] = {}
        for shape in objects:
            if not isinstance(shape, Object):
                self._hole(spot, "of several schemas that hold at once only the first is kept")
                return telling[0]
            for field in shape.fields:
                known = merged.get(field.name)
                merged[field.name] = field if known is None or field.required else known
        return Object(tuple(merged.values()))

    def _resolved(self, shape: Shape) -> Shape:
        while isinstance(shape, Ref):
            shape = self._parts[shape.name]
        return shape

    def _note_unenforced(self, node: Node, spot: _Spot) -> None:
        """Keep what the node says beyond JSON Schema, and tell of keywords we cannot express."""
        for key in sorted(node):
            if key in _UNEXPRESSED:
                self._hole(spot, f"the keyword {key} is not expressed")
            elif key == "x-fal":
                for word, value in sorted(_dict(node[key]).items()):
                    self.claims.append(Claim(spot.place, word, value))
            elif key not in _READ and key not in _PLAYGROUND:
                self.claims.append(Claim(spot.place, key, node[key]))

    def _hole(self, spot: _Spot, message: str) -> Shape:
        self.problems.append(Problem(spot.pointer, message, fatal=False))
        return Anything()

    def _fatal(self, spot: _Spot, message: str) -> Shape:
        self.problems.append(Problem(spot.pointer, message))
        return Anything()


def _union(shapes: Iterable[Shape]) -> Shape:
    """Join alternatives, flat and each once."""
    flat: list[Shape] = []
    for shape in shapes:
        flat.extend(shape.options if isinstance(shape, Union) else (shape,))
    distinct = tuple(shape for index, shape in enumerate(flat) if shape not in flat[:index])
    return distinct[0] if len(distinct) == 1 else Union(distinct)


def _implied_type(node: Node) -> Json:
    if "properties" in node or "additionalProperties" in node:
        return "object"
    return "array" if "items" in node or "prefixItems" in node else None


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _dict(value: Json) -> Node:
    return value if isinstance(value, dict) else {}


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""
