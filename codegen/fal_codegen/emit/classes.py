"""Which classes an endpoint's module has, with their fields and what these are made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fal_codegen.contract import Endpoint, Json, Side, node_of
from fal_codegen.emit.prepared import IMPORTED
from fal_codegen.emit.references import DEFINITIONS
from fal_codegen.emit.schema import prepare


@dataclass(frozen=True, slots=True)
class ModelClass:
    """One class: whether it is of requests or of answers, and the classes in each of its fields.

    Fields go by their names in JSON; a class around a single value has one without a name.
    """

    side: Side
    fields: Mapping[str, frozenset[str]]


def model_classes(endpoint: Endpoint) -> Mapping[str, ModelClass]:
    """Give the classes of a module by name, without writing it."""
    prepared = prepare(endpoint)
    bases = {name: str(each.get("base", "")) for name, each in prepared.details.items()}
    found: dict[str, ModelClass] = {}
    for name, base in bases.items():
        if base:
            whole = prepared.definitions[name]
            properties = whole.get("properties", {"": whole})
            fields = {
                field: frozenset(_within(inner, prepared.definitions, bases))
                for field, inner in node_of(properties).items()
            }
            answers = base.endswith("Answer") and name != "Input"
            found[name] = ModelClass("output" if answers else "input", fields)
    return found


def _within(
    schema: Json, definitions: Mapping[str, dict[str, Json]], bases: Mapping[str, str]
) -> Iterator[str]:
    """Give the classes that a value may be or hold, through definitions that are none."""
    waiting, seen = [schema], set[str]()
    while waiting:
        match waiting.pop():
            case {"$ref": str(ref)}:
                name = ref.removeprefix(DEFINITIONS)
                if bases.get(name):
                    yield name
                elif name not in seen and name not in IMPORTED:
                    seen.add(name)
                    waiting.append({**definitions.get(name, {})})
            case dict() as node:
                waiting += node.values()
            case list() as items:
                waiting += items
            case _:
                continue
