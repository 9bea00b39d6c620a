"""The keywords of JSON Schema, by what the reader does with them."""

from codegen.contract import Json

_NUMBER = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
LIMITS = {
    "string": ("minLength", "maxLength", "pattern"),
    "integer": _NUMBER,
    "number": _NUMBER,
    "array": ("minItems", "maxItems", "uniqueItems"),
    "object": ("minProperties", "maxProperties"),
    "boolean": (),
    "null": (),
}
"""The limits of each type; on values of other types they have no effect."""
LIMITING = frozenset(word for words in LIMITS.values() for word in words)
_IDLE_AT_ZERO = ("minLength", "minItems", "minProperties", "multipleOf")
UNEXPRESSED = frozenset(
    "not if then else contains minContains maxContains patternProperties propertyNames "
    "dependentRequired dependentSchemas unevaluatedItems unevaluatedProperties "
    "$id $anchor $dynamicRef $dynamicAnchor".split()
)
READ = LIMITING | frozenset(
    "type enum const anyOf oneOf allOf $ref items prefixItems properties required "
    "additionalProperties title description default examples deprecated "
    "x-fal-order-properties $schema $comment $defs".split()
)
PLAYGROUND = frozenset(("ui", "_fal_ui_field", "example"))
"""Keys that only dress the playground."""


def is_limiting(word: str, argument: Json) -> bool:
    """Tell whether a limit with this argument refuses anything at all."""
    if word == "uniqueItems":
        return argument is True
    return argument != 0 or word not in _IDLE_AT_ZERO
