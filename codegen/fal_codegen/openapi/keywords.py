"""The keywords of JSON Schema, by what the reader does with them."""

from collections.abc import Iterable

from fal_codegen.contract import KEYWORDS, Json, Limit, bounds_of
from fal_codegen.openapi.nodes import Node

TYPES = ("string", "integer", "number", "array", "object", "boolean", "null")
_LARGEST_LEAST = 1_000_000
"""The most that a body may be asked to have at least: whoever tests it must build it."""
_LONGEST_TUPLE = 64
UNEXPRESSED = frozenset(
    "not if then else contains minContains maxContains patternProperties propertyNames "
    "dependentRequired dependentSchemas dependencies unevaluatedItems unevaluatedProperties "
    "$id $anchor $dynamicRef $dynamicAnchor".split()
).difference(KEYWORDS)
"""What refuses bodies and has no word in our shapes: a Problem where it stands."""
READ = KEYWORDS.keys() | frozenset(
    "type enum const anyOf oneOf allOf $ref items prefixItems properties required "
    "additionalProperties title description default examples deprecated "
    "x-fal-order-properties $schema $comment $defs".split()
)
PLAYGROUND = frozenset(("ui", "_fal_ui_field", "example"))
"""Keys that only dress the playground."""


def is_out_of_reach(word: str, argument: Json) -> bool:
    """Tell whether a limit asks for more than any body should have to have."""
    known = KEYWORDS[word]
    least = known.counts and known.tighter == "higher"
    return least and not _at_most(argument, _LARGEST_LEAST)


def is_fixed(limits: Iterable[Limit]) -> bool:
    """Tell whether a list has one length, and one that can be written out."""
    sizes = {limit.keyword: limit.value for limit in limits}
    least, most = map(sizes.get, bounds_of("items"))
    return least == most and _at_most(most, _LONGEST_TUPLE)


def implied_type(node: Node) -> Json:
    """Give the type that a node without one must mean."""
    if node.keys() & {"properties", "additionalProperties", "required"}:
        return "object"
    return "array" if "items" in node or "prefixItems" in node else None


def _at_most(length: Json, most: int) -> bool:
    return isinstance(length, int | float) and length <= most
