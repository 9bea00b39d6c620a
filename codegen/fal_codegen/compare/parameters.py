"""What a call takes beside its body: headers, queries, cookies, and parts of its path."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from fal_codegen.compare.difference import Bodies, Difference
from fal_codegen.compare.position import Position
from fal_codegen.compare.protocol import Schemas, Walk
from fal_codegen.contract import (
    Document,
    Json,
    Node,
    escape,
    items_of,
    json_equal,
    node_of,
    pointer_of,
    resolve_pointer,
)

Parameters: TypeAlias = Mapping[tuple[str, str], tuple[str, Node]]
"""By where they stand and their names: the pointer to each, and what it says."""

_AS_IT_IS = "as it is"
"""The word under which what cannot be read as a parameter is kept."""
_SAID = frozenset(("name", "in", "required", "schema", "title"))
"""Words of a parameter that are compared here, or mean nothing."""


def parameters(document: Document, *pointers: str) -> Parameters:
    """Give the parameters in the lists at pointers; of two of a name the later counts.

    Names of headers mean the same in any case. What is no parameter stands under its pointer.
    """
    found: dict[tuple[str, str], tuple[str, Node]] = {}
    for pointer in pointers:
        listed = resolve_pointer(document, pointer)
        for index, each in enumerate(items_of(listed)):
            there, node = _resolved(document, f"{pointer}/{index}", each)
            where, name = node.get("in"), node.get("name")
            if isinstance(where, str) and isinstance(name, str):
                found[where, name.lower() if where == "header" else name] = there, node
            else:
                found["", there] = there, {_AS_IT_IS: each}
    return found


def compare_parameters(
    old: Parameters, new: Parameters, place: str, call: str, walk: Walk
) -> Iterator[Difference]:
    """Tell which came, went, or must be sent now, and what their values may no longer be.

    What else they say is left to `rest_of`.
    """
    for key in dict.fromkeys((*new, *old)):
        before, after = old.get(key), new.get(key)
        position = Position("/".join((place, *map(escape, key))))
        if key[0] and _state(before) != _state(after):
            pointer, node = after or before or ("", {})
            name = f"{key[0]} {node['name']} of {call}"
            yield position.tell(pointer, "parameter", name, (_state(before), _state(after)))
        if key[0] and before is not None and after is not None:
            yield from _values(before, after, position, walk)


def rest_of(parameters: Parameters, key: tuple[str, str], beside: Parameters) -> Json:
    """Give what a parameter says beside, which is nothing where the other side has none."""
    if not key[0]:
        return parameters[key][1][_AS_IT_IS] if key in parameters else None
    if key not in parameters or key not in beside:
        return None
    said = {word: value for word, value in parameters[key][1].items() if word not in _SAID}
    assumed = _assumed(said, key[0])
    return {
        word: value
        for word, value in said.items()
        if word not in assumed or not json_equal(assumed[word], value)
    }


def _assumed(said: Node, where: str) -> Node:
    """Give what holds of a parameter that does not say so."""
    style = "form" if where in ("query", "cookie") else "simple"
    explode = said.get("style", style) == "form"
    off = dict.fromkeys(("deprecated", "allowEmptyValue", "allowReserved"), False)
    return {**off, "style": style, "explode": explode}


def _values(
    old: tuple[str, Node], new: tuple[str, Node], position: Position, walk: Walk
) -> Iterator[Difference]:
    """Compare what may be sent as the value; without a schema that is anything."""
    pointers = f"{old[0]}/schema", f"{new[0]}/schema"
    if "schema" in old[1] and "schema" in new[1]:
        pair = Schemas(old[1]["schema"], new[1]["schema"], *pointers)
        yield from walk.bodies(pair, Position(position.place, bodies=Bodies(*pointers, sent=True)))
    elif "schema" in old[1] or "schema" in new[1]:
        pointer = pointers["schema" in new[1]]
        yield position.tell(
            pointer, "other", "schema", (old[1].get("schema"), new[1].get("schema"))
        )


def _resolved(document: Document, pointer: str, value: Json) -> tuple[str, Node]:
    node = node_of(value)
    ref = node.get("$ref")
    if not isinstance(ref, str) or not ref.startswith("#"):
        return pointer, node
    pointer = pointer_of(ref)
    found = resolve_pointer(document, pointer)
    return pointer, node_of(found)


def _state(parameter: tuple[str, Node] | None) -> Json:
    """Say whether it must be sent; None where there is none."""
    if parameter is None:
        return None
    needed = parameter[1].get("required") is True or parameter[1].get("in") == "path"
    return "required" if needed else "optional"
