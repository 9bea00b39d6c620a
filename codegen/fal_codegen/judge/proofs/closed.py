"""The sender's side, read closed: nobody sends a name that no schema at its place lists.

A place whose schemas state `additionalProperties`, `patternProperties`, `propertyNames` or
`unevaluatedProperties` says itself what else may be sent, and is read as written. So is one that
lists no name at all: it stands for any object.

All schemas that hold for one object list its names together: its own, those of what it refers to
and of `allOf`, of conditions and dependent schemas; of `anyOf` and `oneOf` those of the alternative
that fits. Where this gets out of hand, a place stays open: too much is read into it, never too
little.
"""

from collections.abc import Iterator

from fal_codegen.contract import (
    Document,
    Json,
    Node,
    escape,
    items_of,
    node_of,
    pointer_of,
    reference_to,
    resolve_pointer,
)
from fal_codegen.judge.proofs.schema import with_children

CLOSED = "closed"
"""The key below which closed components stand, by their pointers."""

_STATED = frozenset(
    ("additionalProperties", "patternProperties", "propertyNames", "unevaluatedProperties")
)
_APPLYING = frozenset(("$ref", "allOf", "anyOf", "oneOf"))
_DEEPEST = 16
"""Levels of references that are written out; deeper down places stay open."""


class Closing:
    """Reads schemas of one document closed; what they refer to becomes definitions of their own."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.definitions: dict[str, Json] = {}

    def closed(self, schema: Json, beside: tuple[Json, ...] = (), depth: int = 0) -> Json:
        """Give a schema closed; `beside` are others that hold for the same value."""
        if not isinstance(schema, dict) or depth > _DEEPEST:
            return schema
        schema = node_of(with_children(schema, lambda inner: inner))
        if schema.keys() == {"$ref"} and not beside:
            return self._reference(str(schema["$ref"]))
        others = [node for each in beside for node in self._in_place(each)]
        mine = list(self._in_place(schema))[1:]
        kept = self._inside(schema, [*mine, *others], depth)
        self._shut(kept, schema, [schema, *mine, *others])
        return _joined(kept, list(self._applied(schema, beside, depth)))

    def _reference(self, ref: str) -> Json:
        pointer = pointer_of(ref)
        name = escape(pointer)
        if name not in self.definitions:
            self.definitions[name] = True  # what a reference back to here finds meanwhile
            self.definitions[name] = self.closed(resolve_pointer(self._document, pointer))
        return {"$ref": reference_to(f"/{CLOSED}/{escape(name)}")}

    def _applied(self, schema: Node, beside: tuple[Json, ...], depth: int) -> Iterator[Json]:
        """Close what applies to the same value, each beside all the others."""
        core: Json = {word: value for word, value in schema.items() if word not in _APPLYING}
        parts = [*items_of(schema.get("allOf")), *self._referred(schema)]
        unions: Node = {word: items_of(schema.get(word)) for word in ("anyOf", "oneOf")}
        steady: tuple[Json, ...] = (*beside, core, *parts)
        for place, part in enumerate(parts):
            rest = (*beside, core, unions, *parts[:place], *parts[place + 1 :])
            yield self.closed(part, rest, depth + 1)
        for word in unions:
            options = items_of(unions[word])
            if word == "oneOf" and options:
                yield {"oneOf": options}
            if options:
                around = (*steady, {**unions, word: []})
                yield {"anyOf": [self.closed(each, around, depth + 1) for each in options]}

    def _inside(self, schema: Node, others: list[Node], depth: int) -> Node:
        """Close what a schema says of the values inside, unless others speak of them too."""
        kept = {word: value for word, value in schema.items() if word not in _APPLYING}
        spoken = {word for node in others for word in node}
        if "properties" in kept and "patternProperties" not in spoken | kept.keys():
            kept["properties"] = {
                name: self.closed(inner, tuple(_of_name(others, name)), depth + 1)
                for name, inner in node_of(kept["properties"]).items()
            }
        if "items" in kept and not spoken & {"items", "prefixItems"}:
            kept["items"] = self.closed(kept["items"], (), depth + 1)
        if "prefixItems" in kept and not spoken & {"items", "prefixItems"}:
            items = items_of(kept["prefixItems"])
            kept["prefixItems"] = [self.closed(each, (), depth + 1) for each in items]
        if "additionalProperties" in kept and not spoken & {"properties", "patternProperties"}:
            kept["additionalProperties"] = self.closed(kept["additionalProperties"], (), depth + 1)
        return kept

    def _shut(self, kept: Node, schema: Node, together: list[Node]) -> None:
        """Refuse the names that nobody lists."""
        names = [
            str(name)
            for node in together
            for name in (*node_of(node.get("properties")), *items_of(node.get("required")))
        ]
        holds_objects = schema.get("type", "object") == "object" or "object" in items_of(
            schema.get("type")
        )
        if names and holds_objects and not any(node.keys() & _STATED for node in together):
            inner = node_of(kept.get("properties"))
            kept["properties"] = {**dict.fromkeys(names, True), **inner}
            kept["additionalProperties"] = False

    def _in_place(self, schema: Json, depth: int = 0) -> Iterator[Node]:
        """Give every schema that holds, or may hold, for the value a schema is asked about."""
        if not isinstance(schema, dict) or depth > _DEEPEST:
            return
        yield schema
        for word in ("allOf", "anyOf", "oneOf"):
            for part in items_of(schema.get(word)):
                yield from self._in_place(part, depth + 1)
        for part in (
            *self._referred(schema),
            *(schema.get(word) for word in ("if", "then", "else")),
            *node_of(schema.get("dependentSchemas")).values(),
        ):
            yield from self._in_place(part, depth + 1)

    def _referred(self, schema: Node) -> Iterator[Json]:
        ref = schema.get("$ref")
        if isinstance(ref, str) and ref.startswith("#"):
            yield resolve_pointer(self._document, pointer_of(ref))


def _of_name(nodes: list[Node], name: str) -> Iterator[Json]:
    """Give what other schemas of an object say of the value under a name."""
    for node in nodes:
        properties = node_of(node.get("properties"))
        if name in properties:
            yield properties[name]
        elif isinstance(node.get("additionalProperties"), dict):
            yield node["additionalProperties"]


def _joined(core: Node, parts: list[Json]) -> Json:
    """Give what holds together in one schema; a union or a part alone stands where it stood."""
    if not parts:
        return core
    if not core and len(parts) == 1:
        return parts[0]
    if len(parts) == 1 and node_of(parts[0]).keys() in ({"anyOf"}, {"$ref"}):
        return {**core, **node_of(parts[0])}
    return {**core, "allOf": parts}
