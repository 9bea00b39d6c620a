"""Which promises a recording has to do with, a digest of each, and which of them changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from fal_codegen.cassettes import Cassette, Promises
from fal_codegen.check.exchanges import is_answer, json_in
from fal_codegen.check.promises.schemas import (
    Schemas,
    of_field,
    of_item,
    short,
)
from fal_codegen.contract import Json, Node, escape, items_of, node_of, resolve_pointer
from fal_codegen.judge import Judge

_REQUIRED = "required"


def promises_of(cassette: Cassette, judge: Judge) -> Promises:
    """Give what a document promises at each place that a recording has to do with."""
    walks = _walks(cassette, judge)
    return Promises(
        walks[False].exercised | walks[True].exercised, walks[False].left_out | walks[True].left_out
    )


def words_of(cassette: Cassette, judge: Judge) -> dict[str, tuple[str, ...]]:
    """Give the keywords that a document has at each place of a recording."""
    walks = _walks(cassette, judge).values()
    return {place: (*sorted(words),) for each in walks for place, words in each.words.items()}


def _walks(cassette: Cassette, judge: Judge) -> "dict[bool, _Walk]":
    walks = {taken: _Walk(Schemas(judge.document), taken=taken) for taken in (True, False)}
    sent = resolve_pointer(judge.document, judge.places.input_pointer)
    answered = judge.places.output_pointer and resolve_pointer(
        judge.document, judge.places.output_pointer
    )
    for each in cassette.exchanges:
        if each.method == "POST":
            walks[each.succeeded].walk("input", [sent], json_in(each.request))
        if is_answer(each) and each.succeeded:
            walks[False].walk("output", [answered or {}], json_in(each.response))
    return walks


def changed_promises(then: Promises, now: Promises) -> tuple[str, ...]:
    """Give the places at which a document promises something else than it did.

    A field that was left out and is new since changes nothing, unless it is required.
    """
    changed = [
        *_unequal(_known(then), _known(now)),
        *(
            place
            for place in _unequal(then.left_out, now.left_out)
            if place in then.left_out or now.left_out[place] == _REQUIRED
        ),
    ]
    return tuple(dict.fromkeys(changed))


def unknown_since(then: Promises, now: Promises) -> dict[str, tuple[str, ...]]:
    """Give, by place, the words which say something else by now, and which no standard knows."""
    before, after = ({p: {*_words(t)} for p, t in each.exercised.items()} for each in (then, now))
    apart = {place: before[place] ^ after[place] for place in before if place in after}
    return {
        place: (*sorted({unquote(word.rpartition(":")[0]) for word in words}),)
        for place, words in apart.items()
        if words
    }


def _known(promises: Promises) -> dict[str, str]:
    """Give the digests without those of words that no standard knows."""
    return {place: text.partition(" ")[0] for place, text in promises.exercised.items()}


def _words(text: str) -> list[str]:
    return text.split()[1:]


def _unequal(one: Mapping[str, str], other: Mapping[str, str]) -> Iterator[str]:
    yield from (place for place in {**one, **other} if one.get(place) != other.get(place))


@dataclass(slots=True)
class _Walk:
    """Goes through bodies beside the schemas for them.

    Only a request that was `taken` relied on the defaults of what it left out.
    """

    schemas: Schemas
    taken: bool
    exercised: dict[str, str] = field(default_factory=dict[str, str])
    left_out: dict[str, str] = field(default_factory=dict[str, str])
    words: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    def walk(
        self, place: str, schemas: Sequence[Json], value: Json, *, required: bool = False
    ) -> None:
        """Note what these schemas say of a value, and of all that is in it."""
        said = [self.schemas.said(each) for each in schemas]
        digests: list[Json] = [*sorted({each.digest for each in said})]
        unknown = {word: digest for each in said for word, digest in each.unknown.items()}
        named = (f"{quote(word, safe='')}:{digest}" for word, digest in sorted(unknown.items()))
        self.exercised[place] = " ".join((short([digests, required]), *named))
        self.words[place] = frozenset(word for each in said for word in each.words)
        nodes = [node for each in schemas for node in self.schemas.joined(each)]
        if isinstance(value, dict):
            for name, inner in value.items():
                below = [each for node in nodes for each in of_field(node, name)]
                needed = any(name in items_of(node.get("required")) for node in nodes)
                self.walk(f"{place}/{escape(name)}", below, inner, required=needed)
            self._leave_out(place, nodes, value)
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                ordered = any(index < len(items_of(node.get("prefixItems"))) for node in nodes)
                below = [each for node in nodes for each in of_item(node, index)]
                self.walk(f"{place}/{index if ordered else '*'}", below, inner)

    def _leave_out(self, place: str, nodes: Iterable[Node], value: Mapping[str, Json]) -> None:
        """Note the fields that a body lacks, where that means something."""
        for node in nodes:
            listed, needed = node_of(node.get("properties")), items_of(node.get("required"))
            for name in {**listed, **{each: None for each in needed if isinstance(each, str)}}:
                if name in value:
                    continue
                here = f"{place}/{escape(name)}"
                if name in needed:
                    self.left_out[here] = _REQUIRED
                elif default := self._default(listed.get(name)):
                    self.left_out[here] = default

    def _default(self, schema: Json) -> str:
        """Give the default that a request relies on, as a digest; nothing where there is none."""
        if self.taken:
            for each in self.schemas.joined(schema):
                if "default" in each:
                    return f"default {short(each['default'])}"
        return ""
