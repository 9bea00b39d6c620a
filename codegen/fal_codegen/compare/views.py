"""What a place admits, taken apart: null, the alternatives, and what is said beside."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fal_codegen.compare.spots import Reader, Spot
from fal_codegen.contract import (
    Json,
    Node,
    canonical,
    each_once,
    equality_key,
    is_of_type,
    items_of,
    json_type,
    keywords_of,
    node_of,
)

_TYPES = ("boolean", "string", "integer", "number", "array", "object")
_OF_OBJECTS = frozenset(
    "properties required additionalProperties patternProperties propertyNames dependentRequired "
    "dependentSchemas unevaluatedProperties".split()
)
_OF_LISTS = frozenset("items prefixItems contains minContains maxContains unevaluatedItems".split())
_OF_ANY_TYPE = frozenset("anyOf oneOf allOf not if $ref".split())


@dataclass(frozen=True, slots=True)
class Option:
    """One alternative: the types it has, null aside, and the keywords that hold for them.

    No types at all means any. `part` is the component it is, `pointer` where it stands.
    """

    types: tuple[str, ...]
    words: Node
    pointers: dict[str, str]
    pointer: str
    part: str = ""

    @property
    def shown(self) -> tuple[str, ...]:
        """The types, or the word for all of them."""
        return self.types or ("anything",)

    @property
    def schema(self) -> Node:
        """The alternative as a schema."""
        if "enum" in self.words or not self.types:
            return self.words
        return {"type": self.types[0], **self.words}

    def at(self, word: str) -> str:
        """Give where a keyword stands, or would."""
        return self.pointers.get(word, f"{self.pointer}/{word}")


@dataclass(frozen=True, slots=True)
class View:
    """A place taken apart.

    `notes` are what the place says beside, or else its alternatives do; `schema` is all that is
    asserted, in one.
    """

    nullable: bool
    options: tuple[Option, ...]
    notes: Node
    pointers: dict[str, str]
    pointer: str
    schema: Node

    @property
    def types(self) -> list[str]:
        """The types that values may have here, null aside; `anything` where there is no limit."""
        found = {name for option in self.options for name in option.shown}
        return ["anything"] if "anything" in found else sorted(found)

    @property
    def anything(self) -> bool:
        """Whether some alternative is of any type."""
        return any(not option.types for option in self.options)

    @property
    def opaque(self) -> bool:
        """Whether some alternative states no type, and may all the same refuse some of them.

        Such are `oneOf` of alternatives that overlap, and `not`.
        """
        return any(
            not option.types and option.words.keys() & _OF_ANY_TYPE for option in self.options
        )

    def at(self, word: str) -> str:
        """Give where a word stands that is said beside, or would."""
        return self.pointers.get(word, f"{self.pointer}/{word}")


def view(reader: Reader, node: Json, pointer: str) -> View:
    """Take the schema at a place of a document apart."""
    spot = reader.read(node, pointer)
    nullable, options, inner = _alternatives(reader, spot)
    notes, pointers = spot.notes, {**spot.pointers}
    for word, found in _gathered(inner).items():
        if word not in notes:
            notes[word] = found[0][0] if len(found) == 1 else [value for value, _ in found]
            pointers[word] = found[0][1]
    return View(nullable, tuple(_merged(options)), notes, pointers, pointer, spot.asserted)


def _alternatives(
    reader: Reader, spot: Spot, within: tuple[str, ...] = ()
) -> tuple[bool, list[Option], list[Spot]]:
    """Give whether null is among them, the other alternatives, and the places they stand at.

    A union that leads back to one it is `within` adds nothing to that one.
    """
    asserted = spot.asserted
    word = next((word for word in ("anyOf", "oneOf") if asserted.keys() == {word}), None)
    branches = asserted.get(word) if word else None
    if word is None or not isinstance(branches, list):
        nullable, options = _apart(spot, asserted)
        return nullable, options, []
    here = spot.at(word)
    if here in within:
        return False, [], []
    below = [reader.read(each, f"{here}/{at}") for at, each in enumerate(branches)]
    taken = [_alternatives(reader, each, (*within, here)) for each in below]
    if word == "oneOf" and not _exclude_each_other([(null, each) for null, each, _ in taken]):
        nullable, options = _apart(spot, asserted)
        return nullable, options, []
    return (
        any(null for null, _, _ in taken),
        [option for _, options, _ in taken for option in options],
        [*below, *(spot for _, _, inner in taken for spot in inner)],
    )


def _exclude_each_other(branches: list[tuple[bool, list[Option]]]) -> bool:
    """Tell whether no value is of two branches: by its type, as listed, or by a tag.

    Then one of them is any of them.
    """
    seen, listed = set[str](), dict[str, str]()
    tagged = _tagged([option for _, options in branches for option in options])
    for null, options in branches:
        kinds = {"null"} if null else set[str]()
        values = _values([option for option in options if "enum" in option.words])
        others = [option for option in options if "enum" not in option.words]
        kinds |= {"number" if name == "integer" else name for o in others for name in o.shown}
        if tagged and "object" not in values.values():
            kinds -= {"object"}
        if seen & {*kinds, *values.values()} or kinds & {*listed.values()}:
            return False
        if listed.keys() & values.keys() or "anything" in kinds | seen:
            return False
        seen |= kinds
        listed |= values
    return True


def _tagged(options: list[Option]) -> bool:
    """Tell whether all objects must have a field whose constants tell them apart."""
    objects = [option.words for option in options if option.types == ("object",)]
    for name in items_of(objects[0].get("required")) if objects else []:
        required = all(name in items_of(words.get("required")) for words in objects)
        tags = [constants(node_of(words.get("properties")).get(str(name))) for words in objects]
        every = [equality_key(value) for each in tags for value in each]
        if required and all(tags) and len(every) == len({*every}):
            return True
    return False


def constants(schema: Json) -> list[Json]:
    """Give the values that a schema lists as the only ones; none where it does not."""
    listed = node_of(schema)
    return [listed["const"]] if "const" in listed else items_of(listed.get("enum"))


def _values(options: list[Option]) -> dict[str, str]:
    """Give the values that alternatives list, each with its type; integers are numbers."""
    found: dict[str, str] = {}
    for option in options:
        each = option.words["enum"]
        for value in items_of(each):
            kind = json_type(value)
            found[equality_key(value)] = "number" if kind == "integer" else kind
    return found


def _apart(spot: Spot, asserted: Node) -> tuple[bool, list[Option]]:
    """Split what is no union by its types."""
    if asserted.get("not") in ({}, True):
        return False, []
    types = _types(asserted.get("type"))
    words = {word: value for word, value in asserted.items() if word != "type"}
    if isinstance(words.get("enum"), list):
        return _enumerated(spot, words, types)
    if types is None:
        return True, [_option(spot, (), words)]
    return "null" in types, [
        _option(spot, (name,), _applying(words, name)) for name in _TYPES if name in types
    ]


def _enumerated(spot: Spot, words: Node, types: list[str] | None) -> tuple[bool, list[Option]]:
    values = words["enum"]
    assert isinstance(values, list)
    if types is not None:
        values = [value for value in values if is_of_type(value, types)]
    others = [value for value in values if value is not None]
    if not others:
        return len(others) < len(values), []
    kinds = tuple(name for name in _TYPES if name in {json_type(value) for value in others})
    return len(others) < len(values), [_option(spot, kinds, {**words, "enum": [*others]})]


def _option(spot: Spot, types: tuple[str, ...], words: Node) -> Option:
    return Option(types, words, spot.pointers, spot.pointer, spot.part)


def _types(stated: Json) -> list[str] | None:
    if stated is None:
        return None
    return [str(name) for name in (stated if isinstance(stated, list) else [stated])]


def _applying(words: Node, type_: str) -> Node:
    """Drop the keywords that have no effect on values of a type."""
    bounds = {name for each in _TYPES for name in keywords_of(each)}
    kept = bounds - {*keywords_of(type_)}
    kept |= _OF_OBJECTS if type_ != "object" else set()
    kept |= _OF_LISTS if type_ != "array" else set()
    return {word: value for word, value in words.items() if word not in kept}


def _merged(options: Iterable[Option]) -> Iterator[Option]:
    """Give each alternative once, and those that only list values as one."""
    listed: list[Option] = []
    seen: set[str] = set()
    for option in options:
        key = canonical([[*option.types], option.words])
        if option.words.keys() == {"enum"}:
            listed.append(option)
        elif key not in seen:
            seen.add(key)
            yield option
    if listed:
        yield _listed(listed)


def _listed(options: list[Option]) -> Option:
    first = options[0]
    if len(options) == 1:
        return first
    values = each_once(value for option in options for value in items_of(option.words["enum"]))
    kinds = {name for option in options for name in option.types}
    types = tuple(name for name in _TYPES if name in kinds)
    return Option(types, {"enum": values}, first.pointers, first.pointer, first.part)


def _gathered(spots: Iterable[Spot]) -> dict[str, list[tuple[Json, str]]]:
    """Gather what alternatives say beside, by word, in an order that is not theirs."""
    found: dict[str, dict[str, tuple[Json, str]]] = {}
    for spot in spots:
        for word, value in spot.notes.items():
            found.setdefault(word, {}).setdefault(canonical(value), (value, spot.at(word)))
    return {word: [each[key] for key in sorted(each)] for word, each in found.items()}
