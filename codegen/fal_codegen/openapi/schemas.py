"""Read JSON Schema 2020-12, as fal writes it, into shapes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from fal_codegen.contract import (
    COMPONENTS,
    KEYWORDS,
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
    canonical,
    is_idle,
    keywords_of,
    resolve_pointer,
    unescape,
)
from fal_codegen.openapi.alternatives import apart, distinct, union
from fal_codegen.openapi.keywords import (
    PLAYGROUND,
    READ,
    TYPES,
    UNEXPRESSED,
    implied_type,
    is_fixed,
    is_out_of_reach,
)
from fal_codegen.openapi.nodes import Node, Spot, items_of, node_of, text_of
from fal_codegen.openapi.parts import LARGEST, leads_back, size
from fal_codegen.openapi.patterns import spelled
from fal_codegen.prose import claims

DEEPEST = 64
"""Levels of schemas and references that are followed; real documents stay under twenty."""

Admits: TypeAlias = Callable[[str, Json], bool]
"""Tells whether the schema at a pointer of the document admits a value."""


class SchemaReader:
    """Reads the schemas of one document; gathers parts, claims and problems as it goes.

    What is gathered comes in the order of `x-fal-order-properties`, never in that of keys, which
    changes between two fetches of an unchanged document.
    """

    def __init__(self, document: Document, admits: Admits) -> None:
        self._document = document
        self._admits = admits
        self._parts: dict[str, Shape] = {}
        self._sizes: dict[str, int] = {}
        self.claims: list[Claim] = []
        self.problems: list[Problem] = []

    @property
    def parts(self) -> tuple[Part, ...]:
        """The named shapes that were referred to."""
        return tuple(Part(name, shape) for name, shape in self._parts.items())

    def root(self, pointer: str, place: str) -> Shape:
        """Read the schema at a pointer, itself and not a reference to it."""
        node = resolve_pointer(self._document, pointer)
        ref = node.get("$ref") if isinstance(node, dict) else None
        if isinstance(ref, str) and ref.startswith(COMPONENTS):
            pointer = ref.removeprefix("#")
            node = resolve_pointer(self._document, pointer)
        if node is None:
            return self._hole(Spot(pointer, place), "this schema is referred to and does not exist")
        return self._shape(node, Spot(pointer, place))

    def _shape(self, node: Json, spot: Spot) -> Shape:
        if spot.depth > DEEPEST:
            return self._fatal(spot, f"schemas nest deeper than {DEEPEST} levels")
        if node is True:
            return Anything()
        if not isinstance(node, dict):
            return self._hole(spot, f"{canonical(node)} is not a schema that can be expressed")
        before = len(self.claims)
        self._note_unenforced(node, spot)
        if "enum" in node or "const" in node:
            return self._enum(node, spot)
        shape = self._intersection(tuple(self._facets(node, spot)), spot)
        told = {(claim.place, claim.keyword) for claim in self.claims[before:]}
        stated = claims(text_of(node.get("description")), spot.place, shape)
        self.claims += (each for each in stated if (each.place, each.keyword) not in told)
        return shape

    def _facets(self, node: Node, spot: Spot) -> Iterator[Shape]:
        """Read each keyword that says alone what a value may be; all of them hold at once."""
        if "$ref" in node:
            yield self._reference(node["$ref"], spot)
        for index, branch in enumerate(items_of(node.get("allOf"))):
            yield self._shape(branch, spot.down("allOf", index))
        for keyword in ("anyOf", "oneOf"):
            branches = [
                self._shape(branch, spot.down(keyword, index))
                for index, branch in enumerate(items_of(node.get(keyword)))
            ]
            if branches:
                yield union(branches)
                if keyword == "oneOf" and not apart(map(self._resolved, branches)):
                    self._hole(spot.down(keyword), "alternatives that overlap are read as anyOf")
            elif keyword in node:
                yield self._hole(spot.down(keyword), "a union without alternatives admits nothing")
        types = items_of(node.get("type")) or [node.get("type", implied_type(node))]
        if types != [None]:
            yield union(self._typed(name, node, spot) for name in types)
        else:
            for word in sorted(KEYWORDS.keys() & node.keys()):
                self._hole(spot.down(word), f"{word} without a type cannot be expressed")

    def _typed(self, name: Json, node: Node, spot: Spot) -> Shape:
        if not isinstance(name, str) or name not in TYPES:
            return self._hole(spot.down("type"), f"{name!r} is not a type")
        if node.get("items") is False:
            node = _without_others(node)
        limits = tuple(self._limits(name, node, spot))
        if name == "array":
            return self._array(node, limits, spot)
        return self._object(node, limits, spot) if name == "object" else Scalar(name, limits)

    def _limits(self, name: str, node: Node, spot: Spot) -> Iterator[Limit]:
        for word in keywords_of(name):
            value = node.get(word)
            if word == "pattern" and isinstance(value, str):
                value = spelled(value)
            if word in node and (value is None or is_out_of_reach(word, value)):
                self._hole(spot.down(word), f"{word} cannot be expressed")
            elif word in node and not is_idle(word, value):
                yield Limit(word, value)

    def _array(self, node: Node, limits: tuple[Limit, ...], spot: Spot) -> Array:
        prefix = tuple(
            self._shape(item, spot.down("prefixItems", index, place=str(index)))
            for index, item in enumerate(items_of(node.get("prefixItems")))
        )
        items = self._shape(node.get("items", True), spot.down("items", place="*"))
        if prefix and not is_fixed(limits):
            message = "of a list with items of their own only one of fixed length can be expressed"
            return Array(self._hole(spot.down("prefixItems"), message), (), limits)
        return Array(items, prefix, limits)

    def _object(self, node: Node, limits: tuple[Limit, ...], spot: Spot) -> Object:
        properties = node_of(node.get("properties"))
        required = [name for name in items_of(node.get("required")) if isinstance(name, str)]
        listed = {*properties, *required}
        order = items_of(node.get("x-fal-order-properties"))
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
        if limits and (fields or not spot.depth):
            word = limits[0].keyword
            self._hole(spot.down(word), f"{word} beside fields cannot be expressed")
        extra = node.get("additionalProperties", True)
        return Object(
            fields,
            None
            if extra is False
            else self._shape(extra, spot.down("additionalProperties", place="*")),
            limits,
            text_of(node.get("description")),
        )

    def _field(self, name: str, node: Json, spot: Spot, *, required: bool) -> Field:
        shape = self._shape(node, spot)
        words = node_of(node)
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
            description=text_of(words.get("description")),
            examples=tuple(
                example
                for example in items_of(words.get("examples"))
                if self._admits(spot.pointer, example)
            ),
            deprecated=words.get("deprecated") is True,
        )

    def _enum(self, node: Node, spot: Spot) -> Shape:
        """Keep the values that the whole node admits: its other keywords hold too."""
        word = "const" if "const" in node else "enum"
        values = [node["const"]] if "const" in node else items_of(node["enum"])
        kept = tuple(value for value in values if self._admits(spot.pointer, value))
        if len(kept) < len(values):
            self._hole(spot, "the schema refuses some of its own enum's values")
        if any(isinstance(value, list | dict) for value in kept):
            self._hole(spot.down(word), "a fixed list or object cannot be expressed")
        return Enum(kept) if kept else self._hole(spot, "the enum admits nothing")

    def _reference(self, ref: Json, spot: Spot) -> Shape:
        if not isinstance(ref, str) or not ref.startswith(COMPONENTS):
            return self._fatal(spot, f"$ref {ref!r} leads outside the document's schemas")
        pointer = ref.removeprefix("#")
        target = resolve_pointer(self._document, pointer)
        if target is None:
            return self._hole(spot, f"$ref {ref!r} leads nowhere")
        name = unescape(ref.removeprefix(COMPONENTS))
        if name not in self._parts:
            self._parts[name] = Anything()  # found by references back to this part while it is read
            shape = self._parts[name] = self._shape(target, Spot(pointer, name, spot.depth + 1))
            self._sizes[name] = size(shape, self._sizes)
            if leads_back(name, self._parts):
                self._give_up(name, spot, "is defined by itself, with no object between")
            elif self._sizes[name] > LARGEST:
                self._give_up(name, spot, f"written out has more than {LARGEST} alternatives")
        return Ref(name)

    def _give_up(self, name: str, spot: Spot, message: str) -> None:
        self._parts[name] = self._hole(spot, f"{name} {message}")
        self._sizes[name] = 1

    def _intersection(self, shapes: Iterable[Shape], spot: Spot) -> Shape:
        """Give the shape of what fits all: the one that says anything, or open objects merged."""
        telling = distinct(shape for shape in shapes if shape != Anything())
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

    def _both(self, one: Field, other: Field, spot: Spot) -> Field:
        """Give the field that keeps what two schemas of one object say of it."""
        telling = other if one.shape == Anything() else one
        shape = self._intersection((one.shape, other.shape), spot)
        return replace(telling, shape=shape, required=one.required or other.required)

    def _resolved(self, shape: Shape) -> Shape:
        while isinstance(shape, Ref):
            shape = self._parts[shape.name]
        return shape

    def _note_unenforced(self, node: Node, spot: Spot) -> None:
        """Keep what the node says beyond JSON Schema, and tell of keywords we cannot express."""
        for key in sorted(node):
            if key in UNEXPRESSED:
                self._hole(spot.down(key), f"{key} cannot be expressed")
            elif key == "x-fal":
                for word, value in sorted(node_of(node[key]).items()):
                    self.claims.append(Claim(spot.place, word, value))
            elif key not in READ and key not in PLAYGROUND:
                self.claims.append(Claim(spot.place, key, node[key]))

    def _hole(self, spot: Spot, message: str) -> Shape:
        self.problems.append(Problem(spot.pointer, message, fatal=False))
        return Anything()

    def _fatal(self, spot: Spot, message: str) -> Shape:
        self.problems.append(Problem(spot.pointer, message))
        return Anything()


def _without_others(node: Node) -> Node:
    """Say of a list whose other items fit nothing that it has no other items."""
    most = len(items_of(node.get("prefixItems")))
    bound = node.get("maxItems")
    lower = isinstance(bound, int | float) and bound < most
    return {**node, "items": True, "maxItems": bound if lower else most}
