"""Places of a document, each with what it refers to and all that holds there at once in one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fal_codegen.contract import (
    COMPONENTS,
    KEYWORDS,
    Document,
    Json,
    Node,
    canonical,
    equality_key,
    escape,
    is_idle,
    items_of,
    node_of,
    pointer_of,
    resolve_pointer,
    unescape,
)
from fal_codegen.judge import ASSERTING

NOTHING: Node = {"not": {}}
"""What admits no value, as a schema."""

_DEEPEST = 64
_PARTS = COMPONENTS.removeprefix("#")
_INSIDE_OBJECTS = frozenset(
    ("properties", "patternProperties", "additionalProperties", "unevaluatedProperties")
)
_INSIDE_LISTS = frozenset(("items", "prefixItems", "unevaluatedItems"))
_SHUT = frozenset(("additionalProperties", "unevaluatedProperties"))
_FURTHER = "unevaluatedItems"
_UNEVALUATED = frozenset((_FURTHER, "unevaluatedProperties"))
_EVALUATING = (
    _INSIDE_OBJECTS
    | _INSIDE_LISTS
    | frozenset(("contains", "allOf", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas"))
)
"""The keywords that tell which fields and items are evaluated."""
_TOGETHER = (
    frozenset(("if", "then", "else")),
    frozenset(("contains", "minContains", "maxContains")),
)
_TIGHTEST = {
    each.name: max if each.tighter == "higher" else min
    for each in KEYWORDS.values()
    if each.tighter in ("higher", "lower")
}
"""How the one bound is found that two under one keyword come to."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A schema of a document: its keywords, and where each of them stands.

    `pointer` is the schema's own place, `part` the component that it is through a reference.
    """

    words: Node
    pointers: dict[str, str]
    pointer: str
    part: str = ""

    @property
    def asserted(self) -> Node:
        """The keywords that refuse something."""
        return {word: value for word, value in self.words.items() if word in ASSERTING}

    @property
    def notes(self) -> Node:
        """What is said beside."""
        return {word: value for word, value in self.words.items() if word not in ASSERTING}

    def at(self, word: str) -> str:
        """Give where a keyword stands, or would."""
        return self.pointers.get(word, f"{self.pointer}/{escape(word)}")


class Reader:
    """Reads the schemas of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._leaves_items = _FURTHER in canonical(document)

    def read(self, node: Json, pointer: str, depth: int = 0) -> Spot:
        """Read a schema: idle keywords dropped, references followed, `allOf` written into one."""
        if node is False or depth > _DEEPEST:
            return Spot({**NOTHING}, {"not": pointer}, pointer)
        words = node_of(node)
        spot = self._own(words, pointer)
        inner = [*self._referred(words, depth)]
        for index, member in enumerate(items_of(words.get("allOf"))):
            inner.append(self.read(member, f"{pointer}/allOf/{index}", depth + 1))
        alone = len(inner) == 1 and not spot.words.keys() & _EVALUATING
        for each in inner:
            spot = _both(spot, each, alone=alone)
        return spot

    def _referred(self, words: Node, depth: int) -> Iterator[Spot]:
        """Give the place that a schema refers to, by the name of its component."""
        ref = words.get("$ref")
        if isinstance(ref, str) and ref.startswith("#"):
            below = pointer_of(ref)
            inner = self.read(resolve_pointer(self.document, below), below, depth + 1)
            name = unescape(below.removeprefix(_PARTS)) if below.startswith(_PARTS) else ""
            yield replace(inner, part=name or inner.part)

    def _own(self, words: Node, pointer: str) -> Spot:
        kept = {
            word: value
            for word, value in words.items()
            if word not in ("$ref", "allOf") and not self._is_idle(word, value)
        }
        pointers = {word: f"{pointer}/{escape(word)}" for word in kept}
        if "const" in kept:
            values: Json = [kept.pop("const")]
            pointers.setdefault("enum", pointers.pop("const"))
            kept["enum"] = _shared(kept.get("enum", values), values)
        return Spot(kept, pointers, pointer)

    def _is_idle(self, word: str, value: Json) -> bool:
        """Tell whether a keyword refuses nothing by its value, and leaves nothing to others."""
        if word in KEYWORDS:
            return is_idle(word, value)
        if word in ("items", "unevaluatedItems"):
            return not self._leaves_items and (value is True or value == {})
        return word in ("required", "properties", "dependentRequired", "prefixItems") and not value


def _both(outer: Spot, inner: Spot, *, alone: bool) -> Spot:
    """Give what two schemas say that hold at once; words beside belong to the outer one first.

    An inner one that is not `alone` leaves what it does not evaluate itself, so it is kept apart.
    """
    part = outer.part or inner.part
    words, pointers = {**outer.words}, {**outer.pointers}
    apart = not alone and inner.words.keys() & _UNEVALUATED
    if apart or _meddle(outer.words, inner.words):
        asserting = {word: value for word, value in inner.words.items() if word in ASSERTING}
        _beside(words, pointers, asserting, inner.pointer)
        if "type" in asserting:
            stated = words.get("type", asserting["type"])
            words["type"], pointers["type"] = _common(stated, asserting["type"]), inner.at("type")
        inner = Spot(inner.notes, inner.pointers, inner.pointer)
    for word, value in inner.words.items():
        if word not in words:
            words[word], pointers[word] = value, inner.at(word)
        elif word in ASSERTING and equality_key(words[word]) != equality_key(value):
            joined = _joined(word, words[word], value)
            if joined is None:
                _beside(words, pointers, {word: value}, inner.pointer)
            else:
                words[word] = joined
                if equality_key(joined) == equality_key(value):
                    pointers[word] = inner.at(word)
    return Spot(words, pointers, outer.pointer, part)


def _meddle(one: Node, other: Node) -> bool:
    """Tell whether two schemas of one value speak of each other's fields, items or conditions.

    What is unevaluated in the outer one is what the inner one leaves too, so that is no meddling.
    """
    mine, theirs = one.keys(), other.keys()
    if "additionalProperties" in mine and theirs & _INSIDE_OBJECTS:
        return True
    if theirs & _SHUT and mine & _INSIDE_OBJECTS:
        return True
    lists = mine & _INSIDE_LISTS - {_FURTHER} or (_FURTHER in theirs and mine & _INSIDE_LISTS)
    if lists and theirs & _INSIDE_LISTS:
        return True
    return any(mine & group and theirs & group for group in _TOGETHER)


def _beside(words: Node, pointers: dict[str, str], asserting: Node, pointer: str) -> None:
    """Keep what has no place in one schema as a further one that holds too."""
    words["allOf"] = [*items_of(words.get("allOf")), asserting]
    pointers.setdefault("allOf", pointer)


def _joined(word: str, one: Json, other: Json) -> Json:
    """Give the one value of a keyword that says what two say; None where there is none."""
    if word in _TIGHTEST and isinstance(one, int | float) and isinstance(other, int | float):
        return _TIGHTEST[word](one, other)
    if word == "properties" and isinstance(one, dict) and isinstance(other, dict):
        return {
            name: _held(one[name], other[name])
            if name in one and name in other
            else one.get(name, other.get(name))
            for name in dict.fromkeys((*one, *other))
        }
    if word == "required" and isinstance(one, list) and isinstance(other, list):
        return [*one, *(name for name in other if name not in one)]
    if word == "enum":
        return _shared(one, other)
    return _common(one, other) if word == "type" else None


def _held(one: Json, other: Json) -> Json:
    return one if equality_key(one) == equality_key(other) else {"allOf": [one, other]}


def _shared(one: Json, other: Json) -> Json:
    mine, theirs = (items_of(each) for each in (one, other))
    kept = {equality_key(value) for value in theirs}
    return [value for value in mine if equality_key(value) in kept]


def _common(one: Json, other: Json) -> Json:
    mine, theirs = (each if isinstance(each, list) else [each] for each in (one, other))
    narrow = [each for each in mine if each in theirs or (each == "integer" and "number" in theirs)]
    narrow += [each for each in theirs if each == "integer" and "number" in mine]
    return [*dict.fromkeys(map(str, narrow))] if len(set(map(str, narrow))) != 1 else narrow[0]
