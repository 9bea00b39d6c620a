"""JSON Schema 2020-12 as a tree: which keywords hold schemas, and what a schema refers to."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from fal_codegen.contract import (
    KEYWORDS,
    Json,
    Node,
    each_once,
    is_idle,
    is_of_type,
    items_of,
    node_of,
    pointer_of,
    resolve_pointer,
)

Turn: TypeAlias = Callable[[Json], Json]

_ONE = frozenset(
    "not if then else items contains propertyNames additionalProperties "
    "unevaluatedItems unevaluatedProperties".split()
)
_SEVERAL = frozenset(("allOf", "anyOf", "oneOf", "prefixItems"))
_NAMED = frozenset(("properties", "patternProperties", "dependentSchemas"))
_TYPED = ({"type", "const"}, {"type", "enum"})
_DEFINED = frozenset(("$defs", "definitions"))
"""Keywords that refuse nothing, and hold what others refer to."""
_PLAIN = KEYWORDS.keys() | frozenset(
    "type enum const minContains maxContains required dependentRequired "
    "$ref $id $anchor $dynamicRef $dynamicAnchor".split()
)

ASSERTING = _ONE | _SEVERAL | _NAMED | _PLAIN
"""The keywords that can refuse something; all others only say something beside."""


def with_children(schema: Json, turn: Turn) -> Json:
    """Give a schema with other schemas inside, and without what refuses nothing.

    Annotations go, formats among them, which are not asserted, and so do keys of the service's own.
    """
    if not isinstance(schema, dict):
        return schema
    kept: Node = {}
    for word, value in schema.items():
        if word in _PLAIN:
            if word not in KEYWORDS or not is_idle(word, value):
                kept[word] = value
        elif word in _ONE:
            kept[word] = turn(value)
        elif word in _SEVERAL and isinstance(value, list):
            kept[word] = [turn(each) for each in value]
        elif word in _NAMED | _DEFINED and isinstance(value, dict):
            kept[word] = {name: turn(each) for name, each in value.items()}
    return kept


def asserted(schema: Json) -> Json:
    """Give a schema without what refuses nothing, all the way down; constants are one list."""
    return _listed(with_children(schema, asserted))


def _listed(schema: Json) -> Json:
    """Give a union of constants as an enum: a proof goes through alternatives one by one."""
    node = node_of(schema)
    word = next((word for word in ("anyOf", "oneOf") if word in node), "")
    branches = items_of(node.get(word))
    if "enum" in node or not branches or not all(map(_is_listing, branches)):
        return schema
    values = [value for branch in branches for value in _values_of(node_of(branch))]
    once = each_once(values)
    if word == "oneOf" and len(once) < len(values):  # what stands twice fits two of them
        return schema
    rest: Node = {name: value for name, value in node.items() if name != word}
    return {**rest, "enum": once}


def _is_listing(schema: Json) -> bool:
    return isinstance(schema, dict) and schema.keys() in ({"const"}, {"enum"}, *_TYPED)


def _values_of(branch: Node) -> list[Json]:
    """Give the values that a branch lists, each once, and none that its type refuses."""
    listed = [branch["const"]] if "const" in branch else items_of(branch["enum"])
    types = items_of(branch.get("type")) or [branch.get("type")]
    return [each for each in each_once(listed) if types == [None] or is_of_type(each, types)]


def children(schema: Json) -> Iterator[Json]:
    """Give the schemas that a schema holds."""
    for word, value in node_of(schema).items():
        if word in _ONE:
            yield value
        elif word in _SEVERAL:
            yield from items_of(value)
        elif word in _NAMED:
            yield from node_of(value).values()


def walk(schema: Json) -> Iterator[Node]:
    """Give every object in a schema that is a schema, itself first; references are not followed."""
    waiting = [schema]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            yield here
            waiting.extend(children(here))


def references(schema: Json) -> Iterator[str]:
    """Give the pointers within the document that a schema refers to."""
    for node in walk(schema):
        ref = node.get("$ref")
        if isinstance(ref, str) and ref.startswith("#/"):
            yield pointer_of(ref)


def reached(schema: Json, root: Node) -> Iterator[Json]:
    """Give a schema and the definitions it refers to, in `root`, each once."""
    yield schema
    for pointer in pointers_reached(schema, root):
        yield resolve_pointer(root, pointer)


def pointers_reached(schema: Json, root: Node) -> list[str]:
    """Give the pointers that a schema refers to, itself or through others."""
    met: dict[str, None] = {}
    waiting = [schema]
    while waiting:
        for pointer in references(waiting.pop()):
            if pointer not in met:
                met[pointer] = None
                waiting.append(resolve_pointer(root, pointer))
    return [*met]
