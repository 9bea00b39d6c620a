"""What checks find: data with an endpoint, a rule and a place; wording is the report's."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from fal_codegen.contract import EndpointId, Json

Weight: TypeAlias = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement between two witnesses of an endpoint.

    `rule` is a kebab-case sentence such as `docs-default-differs`, `place` a field's path or a
    scenario, `one` and `other` are what the two witnesses say. An error is a promise broken, a
    warning what cannot be proven either way, a note what a reader should know.
    """

    endpoint: EndpointId
    rule: str
    place: str
    weight: Weight = "error"
    one: Json = None
    other: Json = None
    name: str = ""
