"""Names of fields: several of a class may want one, and one may hide what the class is made of."""

from collections.abc import Iterable, Iterator, Mapping

from datamodel_code_generator.model.field_name import PydanticFieldNameResolver

from fal_codegen.emit.files import Schema
from fal_codegen.emit.limits import ANNOTATION_NAMES

RUNTIME_NAMES = (
    "body",
    "disagreements",
    "endpoint",
    "from_body",
    "output_type",
    "replace",
    "response",
)
"""What our `Request` and our `Answer` call their own, and no field may."""


def aliases(definitions: Mapping[str, Schema]) -> dict[str, str]:
    """Give datamodel-code-generator the names of fields that cannot have their own.

    The keys are `Class.property`. Each class first keeps the names that can stay, whatever their
    order: the generator by itself gives `top_k` to a `top-k` that stands before it.
    """
    return {
        f"{class_}.{name}": chosen
        for class_, schema in definitions.items()
        for name, chosen in _renamed(_properties(schema))
    }


def shadowed(definitions: Mapping[str, Schema]) -> frozenset[str]:
    """Name the imported annotations that some field of the module hides inside its class."""
    names = {name for schema in definitions.values() for name in _properties(schema)}
    return frozenset(names & {*ANNOTATION_NAMES, "ByTag"})


def unhidden(note: str, hidden: Iterable[str]) -> str:
    """Spell an annotation by the name it has where a field hides it."""
    name, bracket, arguments = note.partition("(")
    return f"{name}_aliased{bracket}{arguments}" if name in hidden else note


def _renamed(names: list[str]) -> Iterator[tuple[str, str]]:
    alone = {name: _valid(name, ()) for name in names}
    taken = {name for name in names if alone[name] == name}
    for name in (each for each in names if each not in taken):
        chosen = _valid(name, taken)
        taken.add(chosen)
        if chosen != alone[name] or name in RUNTIME_NAMES:
            yield name, chosen


def _valid(name: str, taken: Iterable[str]) -> str:
    """Give the generator's own choice of a name that is not taken."""
    wanted = f"{name}_" if name in RUNTIME_NAMES else name
    return PydanticFieldNameResolver().get_valid_name(wanted, {*taken})


def _properties(schema: Schema) -> list[str]:
    found = schema.get("properties")
    return [*found] if isinstance(found, dict) else []
