"""References among the definitions of a schema of our making."""

from typing import TypeAlias

from fal_codegen.contract import Json

Schema: TypeAlias = dict[str, Json]

DEFINITIONS = "#/$defs/"


def reference(name: str) -> Schema:
    """Give the schema that refers to a definition."""
    return {"$ref": f"{DEFINITIONS}{name}"}
