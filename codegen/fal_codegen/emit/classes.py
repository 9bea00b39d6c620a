"""Which classes an endpoint's module has, and what their fields are called in the document."""

from collections.abc import Mapping
from dataclasses import dataclass

from fal_codegen.contract import Endpoint, Side
from fal_codegen.emit.schema import prepare


@dataclass(frozen=True, slots=True)
class ModelClass:
    """One class: whether it is of requests or of answers, and its fields by their JSON names."""

    side: Side
    fields: frozenset[str]


def model_classes(endpoint: Endpoint) -> Mapping[str, ModelClass]:
    """Give the classes of a module by name, without writing it."""
    prepared = prepare(endpoint)
    bases = {name: str(each.get("base", "")) for name, each in prepared.details.items()}
    return {
        name: ModelClass(
            "output" if base.endswith("Answer") and name != "Input" else "input",
            _fields(prepared.definitions[name]),
        )
        for name, base in bases.items()
        if base
    }


def _fields(schema: Mapping[str, object]) -> frozenset[str]:
    properties = schema.get("properties")
    return frozenset(map(str, properties)) if isinstance(properties, dict) else frozenset()
