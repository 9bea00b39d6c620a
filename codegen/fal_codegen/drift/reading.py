"""What the client of before can read: answers' types and required fields, and no limit on values.

Its answers are open: unknown fields and enum values are kept, and no bound is checked.
"""

from fal_codegen.contract import Document, Json, items_of, json_type, node_of, resolve_pointer
from fal_codegen.judge import Root, Source

_DROPPED = frozenset(
    "enum const minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength "
    "pattern minItems maxItems uniqueItems contains minContains maxContains minProperties "
    "maxProperties patternProperties propertyNames dependentRequired dependentSchemas not if then "
    "else unevaluatedItems unevaluatedProperties".split()
)
_ANSWER = "readable"


def readable(root: Root) -> Root:
    """Give the schema of the answers that can be read, in a document with all parts so."""
    document = root.source.document
    components = node_of(document.get("components"))
    schemas = node_of(components.get("schemas"))
    parts: Json = {name: readable_schema(schema) for name, schema in schemas.items()}
    whole: Document = {**document, "components": {**components, "schemas": parts}}
    if root.pointer is None:
        return Root(Source(whole), None)
    answer = readable_schema(resolve_pointer(document, root.pointer))
    return Root(Source({**whole, _ANSWER: answer}), f"/{_ANSWER}")


def readable_schema(schema: Json) -> Json:
    """Give a schema of what can be read, where a schema says what is right."""
    if not isinstance(schema, dict):
        return schema
    kept: dict[str, Json] = {}
    for word, value in schema.items():
        if word in ("items", "additionalProperties"):
            kept[word] = value is False or readable_schema(value)
        elif word == "properties":
            kept[word] = {name: readable_schema(inner) for name, inner in node_of(value).items()}
        elif word in ("prefixItems", "anyOf", "allOf") and isinstance(value, list):
            kept[word] = [*map(readable_schema, value)]
        elif word == "oneOf" and isinstance(value, list):
            alternatives: Json = {"anyOf": [*map(readable_schema, value)]}
            kept["allOf"] = [*items_of(kept.get("allOf")), alternatives]
        elif word not in _DROPPED:
            kept[word] = value
    return kept | _types(schema)


def _types(schema: dict[str, Json]) -> dict[str, Json]:
    """Give the types of listed values, where the schema does not state types itself."""
    values = [schema["const"]] if "const" in schema else items_of(schema.get("enum"))
    if "type" in schema or not values:
        return {}
    return {"type": [*dict.fromkeys(map(json_type, values))]}
