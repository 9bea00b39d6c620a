"""Reading raw schemas, as far as making an answer needs it."""

from collections.abc import Iterator

from fal_codegen.contract import Document, Json, items_of, node_of, pointer_of, resolve_pointer


def resolve(
    document: Document, node: Json, followed: frozenset[str] = frozenset()
) -> dict[str, Json]:
    """Give a node with its references followed and its `allOf` merged in.

    One that leads nowhere, or back to where it was `followed` from, gives the empty schema.
    """
    schema = dict(node) if isinstance(node, dict) else {}
    seen = {*followed}
    while isinstance(reference := schema.pop("$ref", None), str) and reference not in seen:
        seen.add(reference)
        target = resolve_pointer(document, pointer_of(reference))
        schema = {**node_of(target), **schema}
    members = schema.pop("allOf", [])
    for member in items_of(members):
        schema = _both(schema, resolve(document, member, frozenset(seen)))
    return schema


def properties(document: Document, node: Json) -> dict[str, Json]:
    """Give the properties of an object in the order the service answers in."""
    schema = resolve(document, node)
    listed, order = schema.get("properties"), schema.get("x-fal-order-properties")
    found = node_of(listed)
    names = [str(name) for name in order] if isinstance(order, list) else []
    first = {name: found[name] for name in names if name in found}
    return first | found


def branches(schema: dict[str, Json]) -> list[Json]:
    """Give the alternatives of a union; none where the schema is no union."""
    for keyword in ("anyOf", "oneOf"):
        options = schema.get(keyword)
        if isinstance(options, list) and options:
            return options
    return []


def alternatives(document: Document, node: Json) -> Iterator[dict[str, Json]]:
    """Give a schema, and those of its alternatives and of theirs, each node once."""
    waiting, met = [node], set[int]()
    while waiting:
        here = waiting.pop()
        if id(here) not in met:
            met.add(id(here))
            schema = resolve(document, here)
            yield schema
            waiting += reversed(branches(schema))


def _both(one: dict[str, Json], other: dict[str, Json]) -> dict[str, Json]:
    merged = {**one, **other}
    for keyword in ("properties", "required"):
        match one.get(keyword), other.get(keyword):
            case (dict() as mine, dict() as its):
                merged[keyword] = {**mine, **its}
            case (list() as mine, list() as its):
                merged[keyword] = [*mine, *its]
            case _:
                pass
    return merged
