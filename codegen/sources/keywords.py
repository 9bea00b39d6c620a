"""The keywords of JSON Schema, by what the reader does with them."""

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
IDLE_AT_ZERO = frozenset("minLength minItems minProperties uniqueItems multipleOf".split())
"""Limits that say nothing where they are 0 or false."""
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
