"""JSON Schema of requests and answers, for validators at run time."""

import json
from collections.abc import Iterable

from fal_codegen.contract import Endpoint, Json, Side, Spelling, spelled_schema
from fal_codegen.emit.layout import SIDES, ModuleSpec, Templates, schema_paths
from fal_codegen.emit.parts import spelled_parts
from fal_codegen.emit.references import DEFINITIONS

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def emit_schemas(
    sources: Iterable[ModuleSpec], package: str, _templates: Templates
) -> dict[str, str]:
    """Give both schemas of endpoints, by their paths below `generated/`.

    A request is closed, as our clients have it: unlisted fields are refused. That 2.0 is no integer
    there cannot be said in JSON Schema. An answer is as its document promises it.
    """
    return {
        path: _text(endpoint_schema(source.endpoint, side))
        for source in sources
        for side, path in zip(
            SIDES, schema_paths(source.endpoint.id, source.module, package), strict=True
        )
    }


def endpoint_schema(endpoint: Endpoint, side: Side) -> dict[str, Json]:
    """Give the schema of one direction, whole in itself, with no keyword but JSON Schema's."""
    spelling = Spelling(DEFINITIONS, closed=side == "input", served=False)
    parts = spelled_parts(endpoint, side, spelling)
    schema = spelled_schema(endpoint.side(side), spelling)
    title = f"{endpoint.id}: {side}"
    return {"$schema": _DIALECT, "title": title, **schema, **({"$defs": parts} if parts else {})}


def _text(schema: dict[str, Json]) -> str:
    """Spell a schema in ASCII, in which nothing of a document can hide."""
    return json.dumps(schema, indent=2) + "\n"
