"""Names of fields: several of a class may want one, and some mean something already."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from unicodedata import normalize

from datamodel_code_generator.model.field_name import PydanticFieldNameResolver

from fal_codegen.emit.names import MODULE_NAMES
from fal_codegen.emit.references import Schema

_RUNTIME_NAMES: Mapping[str, frozenset[str]] = {
    "Answer": frozenset(("disagreements", "response")),
    "Part": frozenset(("replace",)),
    "Request": frozenset(("body", "endpoint", "from_body", "output_type", "replace")),
}
"""What the classes of our runtime call their own, and no field of theirs may."""
REQUEST_NAMES = _RUNTIME_NAMES["Request"]


def aliases(definitions: Mapping[str, Schema], bases: Mapping[str, str]) -> dict[str, str]:
    """Give datamodel-code-generator the names of fields that it would not call as it should.

    The keys are `Class.property`. Each class first keeps the names that can stay, whatever their
    order: the generator by itself gives `top_k` to a `top-k` that stands before it. `bases` has
    the classes of the runtime that ours are made of, as source.
    """
    return {
        f"{class_}.{name}": chosen
        for class_, schema in definitions.items()
        for name, chosen in _renamed(_properties(schema), definitions, _reserved(bases, class_))
    }


def keeps_its_name(name: str, definitions: Collection[str]) -> bool:
    """Tell whether a field is called as something its module uses, and can be.

    The generator would call either something else; our template and `unhide` do not.
    """
    return (name in MODULE_NAMES or name in definitions) and _valid(name, (), ()) == name


def _reserved(bases: Mapping[str, str], class_: str) -> frozenset[str]:
    found = re.match("Answer|Request|(?:Tagged)?(Part)", bases.get(class_, ""))
    return _RUNTIME_NAMES[found[1] or found[0]] if found else frozenset()


def _renamed(
    names: list[str], definitions: Collection[str], reserved: Collection[str]
) -> Iterator[tuple[str, str]]:
    alone = {name: _valid(name, (), reserved) for name in names}
    taken = {name for name in names if alone[name] == name}
    for name in names:
        if keeps_its_name(name, definitions):
            stand_in = _valid(f"own_{name}", taken, reserved)
            taken.add(stand_in)
            yield name, stand_in
        elif name not in taken:
            chosen = _valid(name, taken, reserved)
            taken.add(chosen)
            if chosen != _choice(name) or name in reserved:
                yield name, chosen


def _valid(name: str, taken: Iterable[str], reserved: Collection[str]) -> str:
    """Give the generator's choice of a name that is not taken, in letters as Python reads them."""
    wanted = f"{name}_" if name in reserved else name
    return _choice(normalize("NFKC", _choice(wanted)), taken)


def _choice(name: str, taken: Iterable[str] = ()) -> str:
    """Give the generator's own choice."""
    return PydanticFieldNameResolver().get_valid_name(name, {*taken})


def _properties(schema: Schema) -> list[str]:
    found = schema.get("properties")
    return [*found] if isinstance(found, dict) else []
