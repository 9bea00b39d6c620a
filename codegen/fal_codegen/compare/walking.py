"""The walk over two schemas side by side."""

from collections import Counter
from collections.abc import Iterator

from fal_codegen.compare.alike import alike
from fal_codegen.compare.alternatives import compare_alternatives
from fal_codegen.compare.difference import Difference, Kind
from fal_codegen.compare.lists import HANDLED as OF_LISTS
from fal_codegen.compare.lists import compare_lists
from fal_codegen.compare.matching import match
from fal_codegen.compare.notes import compare_notes
from fal_codegen.compare.objects import HANDLED as OF_OBJECTS
from fal_codegen.compare.objects import by_name, compare_objects
from fal_codegen.compare.position import NOBODY, Position, Sides
from fal_codegen.compare.protocol import Schemas
from fal_codegen.compare.spots import Reader
from fal_codegen.compare.values import compare_values
from fal_codegen.compare.views import Option, View, view
from fal_codegen.compare.written import written_out
from fal_codegen.contract import (
    KEYWORDS,
    Document,
    Json,
    canonical,
    resolve_pointer,
)
from fal_codegen.judge import pointers_reached

_OFTEN = 8
"""How often a pair of components is walked: a change in it is one, however often it is used."""
_AGAIN = 2
"""How often it is entered from within itself."""
_GROUPS: dict[Kind, tuple[str, ...]] = {
    "condition": ("if", "then", "else"),
    "contains": ("contains", "minContains", "maxContains"),
    "exclusion": ("not",),
    "dependency": ("dependentRequired",),
    "names": ("propertyNames",),
}
"""Keywords that hold together, and are compared as written."""
_UNEVALUATED = frozenset(("unevaluatedProperties", "unevaluatedItems"))
_KINDS: dict[str, Kind] = {
    "patternProperties": "names",
    "dependentSchemas": "dependency",
    "dependentRequired": "dependency",
    "propertyNames": "names",
    "not": "exclusion",
    "anyOf": "alternative",
    "oneOf": "alternative",
}


class Differ:
    """Walks two documents side by side."""

    def __init__(self, old: Document, new: Document) -> None:
        self._old = Reader(old)
        self._new = Reader(new)
        self._walked = Counter[tuple[str, str]]()
        self._open = Counter[tuple[str, str]]()

    def bodies(self, pair: Schemas, position: Position) -> Iterator[Difference]:
        """Give what differs between the schemas of two bodies.

        Where the walk found nothing that bodies could show, and the schemas are not the same, one
        last question is whether they are indeed two spellings of one promise.
        """
        if self.same(pair.old, pair.new):
            return
        documents = self._old.document, self._new.document
        found = [written_out(each, *documents) for each in self.schemas(pair, position)]
        yield from found
        open_ = any(each.forth or each.back or each.kind == "other" for each in found)
        if not open_ and not alike(*documents, pair):
            sides = Sides(pair.old, pair.new), Sides(pair.new, pair.old)
            values = pair.old, pair.new
            spelled = position.tell(pair.new_pointer, "spelling", "schema", values, sides)
            yield written_out(spelled, *documents)

    def schemas(self, pair: Schemas, position: Position) -> Iterator[Difference]:
        """Give what differs between two schemas."""
        if self.same(pair.old, pair.new):
            return
        if not (_is_schema(pair.old) and _is_schema(pair.new)):
            word = pair.new_pointer.split("/")[-1]
            yield position.tell(pair.new_pointer, "other", word, (pair.old, pair.new))
            return
        key = (self._target(pair.old, pair.old_pointer), self._target(pair.new, pair.new_pointer))
        if self._walked[key] >= _OFTEN or self._open[key] >= _AGAIN:
            return
        self._walked[key] += 1
        self._open[key] += 1
        old = view(self._old, pair.old, pair.old_pointer)
        new = view(self._new, pair.new, pair.new_pointer)
        yield from self._views(old, new, position.within(old.schema, new.schema, new.types))
        self._open[key] -= 1

    def same(self, old: Json, new: Json) -> bool:
        """Tell whether two schemas read alike, with all that they refer to."""
        if canonical(old) != canonical(new):
            return False
        documents = self._old.document, self._new.document
        return all(
            canonical(resolve_pointer(documents[0], pointer))
            == canonical(resolve_pointer(documents[1], pointer))
            for pointer in pointers_reached(old, documents[0])
        )

    def _target(self, node: Json, pointer: str) -> str:
        ref = node.get("$ref") if isinstance(node, dict) else None
        return ref if isinstance(ref, str) else pointer

    def _views(self, old: View, new: View, position: Position) -> Iterator[Difference]:
        yield from compare_notes(old, new, position)
        if old.nullable != new.nullable and not old.anything and not new.anything:
            null: Json = {"const": None}
            yield position.tell(
                new.pointer,
                "nullable",
                "null",
                (old.nullable, new.nullable),
                (
                    Sides(null, new.schema) if old.nullable else NOBODY,
                    Sides(null, old.schema) if new.nullable else NOBODY,
                ),
            )
        matches = match(old.options, new.options)
        yield from compare_alternatives(old, new, matches.gone, matches.new, position)
        for one, other in matches.pairs:
            yield from self._options(one, other, position)

    def _options(self, old: Option, new: Option, position: Position) -> Iterator[Difference]:
        """Compare two alternatives keyword by keyword."""
        yield from compare_values(old, new, position)
        yield from compare_objects(old, new, position, self)
        yield from compare_lists(old, new, position, self)
        yield from self._others(old, new, position)

    def _others(self, old: Option, new: Option, position: Position) -> Iterator[Difference]:
        """Compare all other keywords as written, those together that hold together."""
        handled = {*KEYWORDS, *OF_OBJECTS, *OF_LISTS, "enum"}
        groups = {word: words for words in _GROUPS.values() for word in words}
        left = dict.fromkeys(
            groups.get(word, (word,)) for word in (*new.words, *old.words) if word not in handled
        )
        kinds: dict[tuple[str, ...], Kind] = {words: kind for kind, words in _GROUPS.items()}
        for words in left:
            before, after = (
                {word: each.words[word] for word in words if word in each.words}
                for each in (old, new)
            )
            if self.same(before, after):
                continue
            there = new if after else old
            word = next(word for word in words if word in there.words)
            kind: Kind = kinds[words] if words in kinds else _KINDS.get(word) or "keyword"
            yield position.tell(
                there.at(word),
                kind,
                word,
                (before or None, after or None),
                (
                    Sides(old.schema, _taken(words, new, old)),
                    Sides(new.schema, _taken(words, old, new)),
                ),
            )


def _taken(words: tuple[str, ...], option: Option, other: Option) -> Json:
    """Give what an alternative says by some keywords, with those that mean less or more by them."""
    if _UNEVALUATED & {*option.words, *other.words}:
        return option.schema
    if "patternProperties" in words:
        return by_name(option, other)
    return {word: option.words[word] for word in words if word in option.words} or True


def _is_schema(value: Json) -> bool:
    """Tell whether a value can be read as a schema; where there is none, anything goes."""
    return value is None or isinstance(value, dict | bool)
