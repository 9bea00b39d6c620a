"""Contract faults: a document with one promise of its request changed, as a service might do it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from fal_codegen.contract import (
    COMPONENTS,
    KEYWORDS,
    Document,
    Json,
    OperationSchemas,
    canonical,
    escape,
    find_schemas,
    items_of,
    node_of,
    pointer_of,
    resolve_pointer,
    unescape,
)

_SHOWN = 5

_Edit: TypeAlias = tuple[str, str, Json]
"""A name, a JSON pointer, and what comes to stand there."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """A document that differs in one promise, and the name of the difference."""

    name: str
    document: Document


def mutations(document: Document) -> tuple[Mutation, ...]:
    """Give the document's mutations, in the order of its fields, no name twice.

    Of each field: every limit moved by one, both ways (`num_images.maximum+1`), a step doubled
    (`width.multipleOf*2`), a pattern or uniqueness lifted (`code.pattern=`), every value of an enum
    dropped (`aspect_ratio.enum-16:9`) and one added (`output_format.enum+x`), another default
    (`num_images.default=2`), another name (`prompt.rename`), and being required or not
    (`prompt.optional`, `seed.required`). None for a document whose request is not found.
    """
    found: dict[str, Mutation] = {}
    for name, pointer, value in _edits(document):
        changed = _replaced(document, pointer.split("/")[1:], value)
        if isinstance(changed, dict):
            found.setdefault(name, Mutation(name, changed))
    return tuple(found.values())


def mutated(document: Document, name: str) -> Document:
    """Give the mutation of this name. Raises `ValueError`, naming some, where there is none."""
    known = {each.name: each.document for each in mutations(document)}
    if name in known:
        return known[name]
    fields = name.partition(".")[0]
    alike = [each for each in known if each.partition(".")[0] == fields] or list(known)
    shown = ", ".join(alike[:_SHOWN]) or "none"
    raise ValueError(f"unknown change {name!r}; of {len(known)} there are {shown}")


def _edits(document: Document) -> Iterator[_Edit]:
    places = find_schemas(document)
    if not isinstance(places, OperationSchemas):
        return
    pointer = _followed(document, places.input_pointer)
    request = node_of(resolve_pointer(document, pointer))
    for name, node in node_of(request.get("properties")).items():
        below = f"{pointer}/properties/{escape(name)}"
        yield from _of_schema(name, below, node_of(node))
        yield f"{name}.rename", pointer, _renamed(request, name)
        yield _required(request, pointer, name)


def _of_schema(name: str, pointer: str, schema: dict[str, Json]) -> Iterator[_Edit]:
    """Change a schema, its alternatives and its items, but nothing that it refers to."""
    for keyword, limit in schema.items():
        for step, moved in _moved(keyword, limit):
            yield f"{name}.{keyword}{step}", f"{pointer}/{keyword}", moved
    values = schema.get("enum")
    if isinstance(values, list):
        yield from _of_enum(name, f"{pointer}/enum", values)
    if "default" in schema and (other := _other(schema)) is not None:
        yield f"{name}.default={_spelled(other)}", f"{pointer}/default", other
    for keyword in ("anyOf", "oneOf"):
        options = schema.get(keyword)
        for place, option in enumerate(items_of(options)):
            yield from _of_schema(name, f"{pointer}/{keyword}/{place}", node_of(option))
    yield from _of_items(name, f"{pointer}/items", schema)


def _of_items(name: str, pointer: str, schema: dict[str, Json]) -> Iterator[_Edit]:
    if items := node_of(schema.get("items")):
        yield from _of_schema(f"{name}.items", pointer, items)


def _moved(keyword: str, limit: Json) -> Iterator[tuple[str, Json]]:
    """Move a number by one, double a step, and empty what knows no more and less."""
    known = KEYWORDS.get(keyword)
    match known and known.tighter, limit:
        case ("true", True):
            yield "=false", False
        case ("unknown", str() | list() | dict()) if limit:
            yield "=", type(limit)()
        case (_, bool()) | (None, _):
            return
        case ("multiple", int() | float()):
            yield "*2", limit * 2
        case (_, int() | float()):
            yield "+1", limit + 1
            if known and (not known.counts or limit >= 1):
                yield "-1", limit - 1
        case _:
            return


def _of_enum(name: str, pointer: str, values: list[Json]) -> Iterator[_Edit]:
    for dropped in values if len(values) > 1 else ():
        left = [value for value in values if value is not dropped]
        yield f"{name}.enum-{_spelled(dropped)}", pointer, left
    numbers = [value for value in values if isinstance(value, int)]
    added: Json = max(numbers) + 1 if len(numbers) == len(values) else _new("x", values)
    yield f"{name}.enum+{_spelled(added)}", pointer, [*values, added]


def _other(schema: dict[str, Json]) -> Json:
    """Give another default, one that the schema allows where that is easy; None where it is not."""
    default = schema["default"]
    choices = [value for value in _choices(schema) if value != default]
    match default:
        case _ if choices:
            return choices[0]
        case bool():
            return not default
        case int() | float():
            most = schema.get("maximum")
            return default - 1 if default == most else default + 1
        case str():
            return f"{default}x"
        case _:
            return None


def _choices(schema: dict[str, Json]) -> Iterator[Json]:
    for each in (schema, *map(node_of, items_of(schema.get("anyOf")))):
        yield from items_of(each.get("enum"))


def _renamed(request: dict[str, Json], name: str) -> Json:
    properties = node_of(request.get("properties"))
    new = _new(f"{name}_renamed", [*properties])
    fields: Json = {new if each == name else each: node for each, node in properties.items()}
    lists: dict[str, Json] = {
        keyword: [new if each == name else each for each in listed]
        for keyword in ("required", "x-fal-order-properties")
        if isinstance(listed := request.get(keyword), list)
    }
    return {**request, "properties": fields, **lists}


def _required(request: dict[str, Json], pointer: str, name: str) -> _Edit:
    required = items_of(request.get("required"))
    if name in required:
        left: Json = [each for each in required if each != name]
        return f"{name}.optional", pointer, {**request, "required": left}
    return f"{name}.required", pointer, {**request, "required": [*required, name]}


def _new(text: str, known: list[Json]) -> str:
    return text if text not in known else _new(f"{text}x", known)


def _spelled(value: Json) -> str:
    return value if isinstance(value, str) else canonical(value)


def _followed(document: Document, pointer: str) -> str:
    """Give the place that a reference at this place leads to, or the place itself."""
    reference = node_of(resolve_pointer(document, pointer)).get("$ref")
    if isinstance(reference, str) and reference.startswith(COMPONENTS):
        return pointer_of(reference)
    return pointer


def _replaced(value: Json, steps: list[str], other: Json) -> Json:
    """Give a value with something else at one place; what is not on the way there is shared."""
    if not steps:
        return other
    step, *below = steps
    if isinstance(value, list):
        return [
            _replaced(item, below, other) if str(place) == step else item
            for place, item in enumerate(value)
        ]
    name = unescape(step)
    return {**node_of(value), name: _replaced(node_of(value).get(name), below, other)}
