"""Read JSON Schema 2020-12, as fal writes it, into shapes."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import TypeAlias

from fal_codegen.contract import (
    NOTHING,
    Anything,
    Array,
    Claim,
    Document,
    Enum,
    Field,
    Json,
    Limit,
    Node,
    Object,
    Ref,
    Scalar,
    Shape,
    bounds_of,
    canonical,
    is_bare,
    is_idle,
    items_of,
    keywords_of,
    locate,
    node_of,
    resolve_pointer,
    text_of,
)
from fal_codegen.openapi.facets import Facet, together
from fal_codegen.openapi.intersection import are_apart, array, enum, object_, union
from fal_codegen.openapi.keywords import (
    EVERY,
    EVERYTHING,
    NAMING,
    TYPES,
    is_expressible,
    is_fixed,
    is_of_integers,
    typed_words,
)
from fal_codegen.openapi.notes import Notes, takes_any_names
from fal_codegen.openapi.parts import HOMES, Parts, part_name
from fal_codegen.openapi.patterns import spelled
from fal_codegen.openapi.spot import Spot

DEEPEST = 64
"""Levels of schemas and references that are followed; real documents stay under twenty."""

Admits: TypeAlias = Callable[[str, Json], bool]
"""Tells whether the schema at a pointer of the document admits a value."""


class SchemaReader:
    """Reads the schemas of one document; gathers parts and notes as it goes.

    What is gathered comes in the order of `x-fal-order-properties`, never in that of keys, which
    changes between two fetches of an unchanged document.
    """

    def __init__(self, document: Document, admits: Admits) -> None:
        self._document = document
        self._admits = admits
        self.parts = Parts()
        self._spots: dict[str, Spot] = {}
        self.notes = Notes()
        self._request = Spot("", "")

    def request(self, pointer: str, place: str) -> Shape:
        """Read the schema of a request: an object, or nothing where no object fits."""
        node, self._request = self._root(pointer, place)
        return self.parts.resolve(self._shape(node, self._request, request=True))

    def answer(self, pointer: str, place: str) -> Shape:
        """Read the schema of an answer, itself and not a reference to it.

        Without a type, one that names fields is an object, for that is what endpoints answer.
        """
        node, spot = self._root(pointer, place)
        if isinstance(node, dict) and "type" not in node and node.keys() & NAMING:
            node = {"type": "object", **node}
        return self._shape(node, spot)

    def _root(self, pointer: str, place: str) -> tuple[Json, Spot]:
        node = resolve_pointer(self._document, pointer)
        ref = node_of(node).get("$ref")
        target = locate(self._document, pointer, ref) if isinstance(ref, str) else None
        if target is None:
            return node, Spot(pointer, place)
        return resolve_pointer(self._document, target), Spot(target, place)

    def _shape(self, node: Json, spot: Spot, *, request: bool = False) -> Shape:
        if spot.depth > DEEPEST:
            return self.notes.fatal(spot, f"schemas nest deeper than {DEEPEST} levels")
        if isinstance(node, bool):
            return Anything() if node else NOTHING
        if not isinstance(node, dict):
            return self.notes.no_schema(node, spot)
        before = len(self.notes.claims)
        self.notes.unenforced(node, spot)
        facets = tuple(self._facets(node, spot))
        shape = together(facets, self.parts.resolve, self.notes, request=request)
        if not request:
            self._note_contradiction([facet.shape for facet in facets], shape, spot)
        if not node.keys() & {"enum", "const"}:
            noted = self.notes.claims[before:]
            self.notes.stated(text_of(node.get("description")), spot, shape, noted)
        return shape

    def _note_contradiction(self, said: list[Shape], shape: Shape, spot: Spot) -> None:
        """Tell where keywords of one schema refuse what others of them list or allow."""
        if shape == NOTHING and NOTHING not in said:
            self.notes.hole(spot, "no value fits all that is said here, so none can be sent")
        elif isinstance(shape, Enum) and any(
            isinstance(each, Enum) and len(each.values) > len(shape.values) for each in said
        ):
            self.notes.hole(spot, "the schema refuses some of its own enum's values")

    def _facets(self, node: Node, spot: Spot) -> Iterator[Facet]:
        """Read each keyword that says alone what a value may be, and those of the types."""
        if "const" in node:
            yield _facet(enum((node["const"],)), spot, node, "const")
        if "enum" in node:
            yield _facet(enum(items_of(node["enum"])), spot, node, "enum")
        if "$ref" in node:
            yield _facet(self._reference(node["$ref"], spot), spot, node, "$ref")
        if words := typed_words(node):
            yield _facet(self._types(node, spot), spot, node, *words)
        for index, branch in enumerate(items_of(node.get("allOf"))):
            below = spot.down("allOf", index)
            yield Facet(self._shape(branch, below), ((below, branch),))
        for word in ("anyOf", "oneOf"):
            if word in node:
                yield _facet(self._alternatives(word, node[word], spot), spot, node, word)

    def _alternatives(self, word: str, branches: Json, spot: Spot) -> Shape:
        shapes = [
            self._shape(branch, spot.down(word, index))
            for index, branch in enumerate(items_of(branches))
        ]
        if not shapes:
            self.notes.hole(
                spot.down(word), "without alternatives nothing fits, so none can be sent"
            )
        if word == "oneOf" and not are_apart(self.parts.resolve, shapes):
            self.notes.hole(spot.down(word), "alternatives that overlap are read as anyOf")
        return union(shapes)

    def _types(self, node: Node, spot: Spot) -> Shape:
        """Read what the keywords of types say; without a type, each of them limits its own."""
        if "type" not in node:
            shapes = [self._typed(name, node, spot) for name in EVERY]
            return Anything() if all(map(is_bare, shapes)) else union(shapes)
        if node["type"] == []:
            self.notes.hole(spot.down("type"), "without a type nothing fits, so none can be sent")
            return NOTHING
        listed = items_of(node["type"]) or [node["type"]]
        types = {canonical(name): name for name in listed}  # read once, however often it is listed
        return union(self._typed(name, node, spot) for name in types.values())

    def _typed(self, name: Json, node: Node, spot: Spot) -> Shape:
        if not isinstance(name, str) or name not in TYPES:
            return self.notes.hole(spot.down("type"), f"{name!r} is not a type")
        limits = tuple(self._limits(name, node, spot))
        if name == "array":
            return self._array(node, limits, spot)
        return self._object(node, limits, spot) if name == "object" else Scalar(name, limits)

    def _limits(self, name: str, node: Node, spot: Spot) -> Iterator[Limit]:
        for word in keywords_of(name):
            value = node.get(word)
            if word == "pattern" and isinstance(value, str):
                value = spelled(value)
            elif isinstance(value, float) and value.is_integer() and is_of_integers(name, word):
                value = int(value)
            if word in node and not is_expressible(name, word, value):
                self.notes.hole(spot.down(word), f"{word} cannot be expressed")
            elif word in node and not is_idle(word, value):
                yield Limit(word, value)

    def _array(self, node: Node, limits: tuple[Limit, ...], spot: Spot) -> Shape:
        prefix = tuple(
            self._shape(item, spot.down("prefixItems", index, place=str(index)))
            for index, item in enumerate(items_of(node.get("prefixItems")))
        )
        items = self._shape(node.get("items", True), spot.down("items", place="*"))
        shape = array(items, prefix, limits)
        if not isinstance(shape, Array) or not shape.prefix or is_fixed(shape.limits):
            return shape
        message = "of a list with items of their own only one of fixed length can be expressed"
        for word in ("prefixItems", "items"):
            if node.get(word, True) is not True:
                self.notes.hole(spot.down(word), message)
        return Array(Anything(), (), shape.limits)

    def _object(self, node: Node, limits: tuple[Limit, ...], spot: Spot) -> Shape:
        properties = node_of(node.get("properties"))
        required = self._required(node, spot)
        listed = {*properties, *required}
        order = items_of(node.get("x-fal-order-properties"))
        shown = (name for name in order if isinstance(name, str) and name in listed)
        names = dict.fromkeys((*shown, *sorted(listed)))
        described = {
            name: self._field(name, properties[name], spot, required)
            for name in names
            if name in properties
        }
        extra = self._extra(node, spot)
        fields = tuple(described.get(name) or Field(name, extra, required=True) for name in names)
        shape = Object(fields, extra, limits, text_of(node.get("description")))
        return object_(self._uncounted(shape, spot) if fields or not spot.depth else shape)

    def _required(self, node: Node, spot: Spot) -> list[str]:
        """Give the fields that must be there, named by `properties` or not."""
        named = items_of(node.get("required"))
        if strange := [each for each in named if not isinstance(each, str)]:
            self.notes.fatal(spot.down("required"), f"{canonical(strange[0])} is no field's name")
        return [name for name in named if isinstance(name, str)]

    def _extra(self, node: Node, spot: Spot) -> Shape:
        """Read what other fields may be; at a hole they may be anything, and are still listed."""
        before = len(self.notes.problems)
        below = spot.down("additionalProperties", place="*")
        others = node.get("additionalProperties", True)
        if others is not True and takes_any_names(node, spot):
            message = "additionalProperties beside patternProperties cannot be expressed"
            return self.notes.hole(below, f"{message}; fields of any value are taken")
        shape = self._shape(others, below)
        has_problem = len(self.notes.problems) > before
        return EVERYTHING if has_problem and shape == Anything() else shape

    def _uncounted(self, shape: Object, spot: Spot) -> Object:
        """Take the limits on the number of properties, which a class has not, and tell of them."""
        least, _ = bounds_of("properties")
        required = sum(field.required for field in shape.fields)
        for word, bound in ((limit.keyword, limit.value) for limit in shape.limits):
            if word != least or not isinstance(bound, int | float) or bound > required:
                said_here = word in node_of(resolve_pointer(self._document, spot.pointer))
                at = spot.down(word) if said_here else spot
                self.notes.hole(at, f"{word} beside fields cannot be expressed")
        return replace(shape, limits=())

    def _field(self, name: str, node: Json, beside: Spot, required: Collection[str]) -> Field:
        spot = beside.down("properties", name, place=name)
        shape = self._shape(node, spot)
        words = node_of(node)
        has_default = "default" in words and self._admits(spot.pointer, words["default"])
        if "default" in words and not has_default:
            text = "the document's default, which its own schema refuses"
            self.notes.claims.append(Claim(spot.place, "default", words["default"], text))
        return Field(
            name,
            shape,
            required=name in required,
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

    def _reference(self, ref: Json, spot: Spot) -> Shape:
        here = spot.down("$ref")
        pointer = locate(self._document, spot.pointer, ref) if isinstance(ref, str) else None
        if pointer is None and isinstance(ref, str) and ref.startswith("#/"):
            return self.notes.hole(here, f"$ref {ref!r} leads nowhere")
        if pointer is None or not HOMES & {*pointer.split("/")}:
            return self.notes.fatal(here, f"$ref {ref!r} leads outside the document's schemas")
        name = part_name(pointer)
        if name not in self.parts:
            target = Spot(pointer, name, spot.depth + 1)
            node = resolve_pointer(self._document, pointer)
            self._spots[name] = target
            if why := self.parts.read(name, lambda: self._shape(node, target)):
                self.parts.give_up(name, self.notes.hole(target, f"{name} {why}"))
        return Ref(name)

    def finish(self, given: Shape, output: Shape) -> tuple[Shape, Shape]:
        """Give the shapes that were read without what no value fits, once all parts are read."""
        for name in self.parts.endless():
            message = "takes one more of itself without end, so none can be sent"
            self.notes.hole(self._spots[name], f"{name} {message}")
        given, output = self.parts.without_impossible(given, output)
        if isinstance(given, Object):  # with limits, if it is what is left of alternatives
            given = self._uncounted(given, self._request)
        return given, output


def _facet(shape: Shape, spot: Spot, node: Node, *words: str) -> Facet:
    return Facet(shape, tuple((spot.down(word), {word: node[word]}) for word in words))
