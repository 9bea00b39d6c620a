"""What is given to datamodel-code-generator and to our templates: definitions, and details."""

from dataclasses import dataclass
from typing import TypedDict

from fal_codegen.emit.field_names import keeps_its_name
from fal_codegen.emit.files import FILE_TYPES
from fal_codegen.emit.references import Schema

IMPORTED = (*FILE_TYPES, "Answer", "Nothing", "Number")
"""Definitions that are not written: types of the runtime."""


class FieldDetails(TypedDict):
    """What our template adds to a field, as source: a docstring and annotations."""

    doc: str
    notes: list[str]


class Details(TypedDict, total=False):
    """What our templates add to a definition, as source; fields by their document names.

    An alias has no base, unless it is to be a class around a single value. `extra` is the type of
    properties that are not listed, where a request may have them. What is `imported` is not
    written at.
    """

    imported: bool
    base: str
    doc: str
    extra: str
    by_field: dict[str, FieldDetails]
    notes: list[str]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Definitions in the order they are written, and details under the same names."""

    definitions: dict[str, Schema]
    details: dict[str, Details]

    @property
    def names(self) -> list[str]:
        """The names that the module defines, sorted."""
        return sorted(self.definitions.keys() - IMPORTED)

    @property
    def hiding(self) -> bool:
        """Whether some field is called as something that its module uses."""
        fields = (name for each in self.details.values() for name in each.get("by_field", ()))
        return any(keeps_its_name(name, self.definitions) for name in fields)
