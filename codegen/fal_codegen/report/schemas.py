"""The JSON Schemas of what verbs print as JSON, which lie beside this file."""

from importlib.resources import files

from fal_codegen.contract import Json, parse


def read_schema(name: str) -> dict[str, Json]:
    """Read `<name>.schema.json`."""
    schema = parse((files("fal_codegen.report") / f"{name}.schema.json").read_bytes())
    assert isinstance(schema, dict)
    return schema
