"""Fields whose limits are easily missed: each schema is one field of a request."""

from fal_codegen.contract import Json

from tests.documents import fields, part


def _within(names: str, inner: Json) -> Json:
    """Put a schema into an object within an object, and so on."""
    for name in reversed(names):
        inner = fields(name, **{name: inner})
    return inner


def _listed(times: int, item: Json) -> Json:
    """Put a schema into a list of lists."""
    for _ in range(times):
        item = {"type": "array", "items": item, "minItems": 1}
    return item


TREE: dict[str, Json] = fields(
    size={"type": "integer", "minimum": 1},
    kids={"type": "array", "items": part("Tree"), "maxItems": 3},
)
HARD: dict[str, Json] = {
    "letters only in a late value": {"enum": ["1:1", "16:9", "4:3", "3:4", "auto", "Auto HD"]},
    "digits only in a late value": {"enum": ["auto", "x", "y", "z", "4", "12"]},
    "numbers with a gap": {"enum": [1, 2, 4, 8, 3.5]},
    "values of all types": {"enum": ["auto", 1, True, None]},
    "one boolean": {"enum": [True]},
    "the empty text among others": {"enum": ["", "none", "Full"]},
    "values that differ in spaces": {"enum": [" a", "a ", "a"]},
    "letters without another case": {"enum": ["\N{LATIN SMALL LETTER SHARP S}", "a", "A"]},
    "a constant number": {"const": 3},
    "a constant text": {"const": "fast", "type": "string"},
    "a constant object": {"const": {"a": 1}},
    "bounds between integers": {"type": "integer", "minimum": 0.5, "maximum": 4.5},
    "bounds between multiples": {"type": "integer", "minimum": 1, "maximum": 99, "multipleOf": 7},
    "bounds between fractions": {
        "type": "number",
        "minimum": 0.1,
        "maximum": 0.99,
        "multipleOf": 0.25,
    },
    "open bounds of multiples": {
        "type": "integer",
        "exclusiveMinimum": 3,
        "exclusiveMaximum": 100,
        "multipleOf": 8,
    },
    "negative bounds": {"type": "number", "minimum": -1.5, "maximum": -0.5},
    "the largest integer": {"type": "integer", "minimum": 0, "maximum": 2**64 - 1},
    "hardly anything": {"type": "number", "exclusiveMinimum": 0, "maximum": 1e-9},
    "a pattern with lengths": {
        "type": "string",
        "pattern": "^[a-z][a-z0-9-]*[a-z0-9]$",
        "minLength": 3,
        "maxLength": 63,
    },
    "a pattern of one length": {"type": "string", "pattern": "^#[0-9a-f]{6}$"},
    "deep in objects": _within("abcdefg", {"type": "integer", "minimum": 2, "maximum": 3}),
    "deep in lists": _listed(6, {"type": "number", "minimum": 0, "maximum": 1}),
    "what holds itself": part("Tree"),
    "properties of any name": {
        "type": "object",
        "additionalProperties": {"type": "string", "maxLength": 3},
        "maxProperties": 2,
    },
    "other properties beside": {
        "type": "object",
        "properties": {"a": {"type": "integer"}},
        "additionalProperties": {"enum": ["x", "Y"]},
        "minProperties": 1,
    },
    "nothing beside": {
        "type": "object",
        "properties": {"a": {"type": "integer", "maximum": 3}},
        "required": ["a"],
        "additionalProperties": False,
    },
    "a tuple": {
        "type": "array",
        "prefixItems": [{"type": "integer", "maximum": 3}, {"enum": ["px", "em"]}],
        "minItems": 2,
        "maxItems": 2,
    },
    "as many as there are values": {
        "type": "array",
        "items": {"enum": ["a", "b", "c"]},
        "uniqueItems": True,
        "minItems": 2,
        "maxItems": 3,
    },
    "alternatives of several types": {
        "anyOf": [
            {"type": "string", "maxLength": 3},
            {"type": "integer", "minimum": 4},
            {"type": "array", "items": {"type": "string", "minLength": 2}, "maxItems": 2},
            {"type": "null"},
        ]
    },
    "alternatives with constants": {
        "oneOf": [
            fields("k", "v", k={"const": "a"}, v={"type": "integer", "maximum": 3}),
            fields("k", k={"const": "b"}, v={"type": "string", "maxLength": 3}),
        ]
    },
    "an intersection": {"allOf": [{"type": "integer", "minimum": 2}, {"maximum": 8}]},
    "an integer or null": {"type": ["integer", "null"], "minimum": 1, "maximum": 9},
}
