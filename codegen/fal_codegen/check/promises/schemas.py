"""What the schemas of a raw document say at a place, apart from what lies below it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from fal_codegen.contract import (
    KEYWORDS,
    Document,
    Json,
    Node,
    equality_key,
    items_of,
    node_of,
    pointer_of,
    resolve_pointer,
)
from fal_codegen.judge import ASSERTING, asserted

_LENGTH = 12
"""Hex digits of a digest, which is only ever compared with one other."""
_SILENT = frozenset(
    "title description example examples deprecated $comment $schema $defs definitions "
    "externalDocs xml ui _fal_ui_field".split()
)
"""Keywords that no value is held to."""
_EXTENSION = "x-"
"""Words that begin so are extensions of OpenAPI's, and refuse nothing."""
_LIMITS_OF_FILES = "x-fal"
"""The one of them in which the service states limits."""
_AGAIN = "again"
"""Stands for a reference that was followed before."""
_KNOWN = ASSERTING | frozenset(
    "default format nullable readOnly writeOnly contentEncoding contentMediaType contentSchema "
    "discriminator dependencies".split()
)
"""Keywords that refuse something, or that a client may go by."""
_BELOW = frozenset("$ref properties patternProperties required items prefixItems".split())
"""What is followed, or belongs to a place further down."""
_JOINS = ("allOf", "anyOf", "oneOf")
_UNORDERED = frozenset(("enum", "type"))
_VALUES = KEYWORDS.keys() | {"enum", "const", "default"}
"""Keywords whose arguments are no schemas."""
_MOST_STEPS = 100
"""References in a row that are followed; real documents have a handful."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a schema says of a value itself: a digest, and the words that it says it with.

    `unknown` has a digest for each word that no standard knows, of which nobody can tell whether it
    refuses anything; they are no part of the other.
    """

    digest: str
    words: frozenset[str]
    unknown: Mapping[str, str]


class Schemas:
    """Reads a document whose references lead to their places by pointer alone."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._said: dict[int, Said] = {}

    def said(self, schema: Json) -> Said:
        """Give what a schema of the document says of a value itself.

        References count for what they lead to, and neither the order of keys nor texts for people
        count at all. Fields and items of the value are left out: they are places of their own.
        """
        if id(schema) not in self._said:
            self._said[id(schema)] = self._read(schema)
        return self._said[id(schema)]

    def _read(self, schema: Json) -> Said:
        met: dict[str, int] = {}
        nodes = [*self._joined(schema, met)]
        words = [own for node in nodes if (own := self._own(node, met))]
        strange = {word: node[word] for node in nodes for word in node if is_unknown(word)}
        return Said(
            short([*words]),
            frozenset(word for own in words for word in own) - {_AGAIN},
            {word: short([word, argument]) for word, argument in strange.items()},
        )

    def joined(self, schema: Json) -> list[Node]:
        """Give a schema and all that are joined to it, by reference or as alternatives."""
        return [*self._joined(schema, {})]

    def _joined(self, schema: Json, met: dict[str, int]) -> Iterator[Node]:
        """Follow every reference once; where one is met again, its number stands for it."""
        waiting: list[Json] = [schema]
        while waiting:
            here = waiting.pop()
            if not isinstance(here, dict):
                if here is False:
                    yield {"not": True}
                continue
            yield here
            waiting += reversed([each for word in _JOINS for each in items_of(here.get(word))])
            ref = here.get("$ref")
            if isinstance(ref, str):
                waiting.append({_AGAIN: met[ref]} if ref in met else self._at(ref))
                met.setdefault(ref, len(met))

    def _own(self, schema: Node, met: dict[str, int]) -> Node:
        """Give the keywords of one schema; of alternatives, how many there are."""
        own: Node = {}
        for word in sorted((schema.keys() & (_KNOWN | {_AGAIN})) - _BELOW):
            argument = schema[word]
            if word in _JOINS:
                alternatives = len(items_of(argument))
                own |= {word: alternatives} if alternatives > 1 else {}
            elif word == "additionalProperties":
                own |= {word: False} if argument is False else {}
            elif word in _UNORDERED and isinstance(argument, list):
                own[word] = [*sorted(set(map(equality_key, argument)))]
            elif word in ASSERTING and word not in _VALUES:
                own[word] = self._resolved(_refusing(word, argument), met)
            else:
                own[word] = argument
        return own

    def _resolved(self, value: Json, met: dict[str, int]) -> Json:
        """Give what a keyword of another kind says, such as `not`, references and all."""
        if isinstance(value, list):
            return [self._resolved(each, met) for each in value]
        if not isinstance(value, dict):
            return value
        own: Node = {
            word: self._resolved(value[word], met) for word in sorted(value) if word != "$ref"
        }
        ref = value.get("$ref")
        if not isinstance(ref, str):
            return own
        if ref in met or len(met) > _MOST_STEPS:
            return {**own, "$ref": met.get(ref, ref)}
        met[ref] = len(met)
        return {**own, "$ref": self._resolved(asserted(self._at(ref)), met)}

    def _at(self, ref: str) -> Json:
        return resolve_pointer(self._document, pointer_of(ref))


def is_unknown(word: str) -> bool:
    """Tell whether nobody can say if a word refuses anything, such as `max_height`."""
    if word in _KNOWN | _SILENT | {_AGAIN}:
        return False
    return word == _LIMITS_OF_FILES or not word.startswith(_EXTENSION)


def _refusing(word: str, argument: Json) -> Json:
    """Give a keyword's argument without what refuses nothing in it."""
    kept = asserted({word: argument})
    return kept.get(word) if isinstance(kept, dict) else None


def short(value: Json) -> str:
    """Give the digest of a value, alike for all that JSON Schema holds equal."""
    return sha256(equality_key(value).encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def of_field(schema: Node, name: str) -> list[Json]:
    """Give what a schema says of a field of this name."""
    properties = node_of(schema.get("properties"))
    if name in properties:
        return [properties[name]]
    patterns = node_of(schema.get("patternProperties")).items()
    if matching := [each for known, each in patterns if KEYWORDS["pattern"].keeps(name, known)]:
        return matching
    return [schema["additionalProperties"]] if node_of(schema.get("additionalProperties")) else []


def of_item(schema: Node, index: int) -> list[Json]:
    """Give what a schema says of the item at an index."""
    first = items_of(schema.get("prefixItems"))
    return [first[index]] if index < len(first) else [schema["items"]] if "items" in schema else []
