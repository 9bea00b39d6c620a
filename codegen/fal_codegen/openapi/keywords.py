"""The keywords of JSON Schema, by what the reader does with them."""

import sys
from collections.abc import Iterable

from fal_codegen.contract import (
    KEYWORDS,
    Anything,
    Array,
    Json,
    Limit,
    Node,
    Object,
    Scalar,
    Union,
    bounds_of,
    is_number,
)

TYPES = ("string", "integer", "number", "array", "object", "boolean", "null")
EVERY = tuple(each for each in TYPES if each != "integer")
"""The types of all values: what is an integer is a number."""
EVERYTHING = Union(
    (
        *(Scalar(each) for each in EVERY if each not in {"array", "object"}),
        Array(Anything()),
        Object(),
    )
)
"""A value of any type: what `Anything` admits, and yet said."""
NAMING = frozenset(("properties", "required", "additionalProperties"))
"""What says which fields an object has."""
_TYPED = ("type", *KEYWORDS, "items", "prefixItems", *sorted(NAMING))
_LARGEST_LEAST = 1_000_000
"""The most that a body may be asked to have at least: whoever tests it must build it."""
_LONGEST_TUPLE = 64
UNEXPRESSED = frozenset(
    "not if then else contains minContains maxContains patternProperties propertyNames "
    "dependentRequired dependentSchemas dependencies unevaluatedItems unevaluatedProperties "
    "$id $anchor $dynamicRef $dynamicAnchor".split()
).difference(KEYWORDS)
"""What refuses bodies and has no word in our shapes: a Problem where it stands."""
LISTING = frozenset("if then else patternProperties dependentSchemas dependencies".split())
"""Those of them that may name fields; requests have no others than `properties` names."""
READ = KEYWORDS.keys() | frozenset(
    "type enum const anyOf oneOf allOf $ref items prefixItems properties required "
    "additionalProperties title description default examples deprecated "
    "x-fal-order-properties $schema $comment $defs".split()
)
PLAYGROUND = frozenset(("ui", "_fal_ui_field", "example"))
"""Keys that only dress the playground."""


def _is_out_of_reach(word: str, argument: Json) -> bool:
    """Tell whether a limit asks for more than any body should have to have."""
    known = KEYWORDS[word]
    least = known.counts and known.tighter == "higher"
    return least and not _at_most(argument, _LARGEST_LEAST)


def is_expressible(type_: str, word: str, argument: Json) -> bool:
    """Tell whether a limit of a type can be checked, and told of in an error."""
    if argument is None or _is_out_of_reach(word, argument):
        return False
    if word == "multipleOf":
        return is_number(argument)
    is_beyond_floats = isinstance(argument, int) and abs(argument) > sys.float_info.max
    return not (type_ == "number" and is_beyond_floats)


def is_of_integers(type_: str, word: str) -> bool:
    """Tell whether a limit of a type bounds integers: then 2.0 is 2, as JSON Schema has it."""
    return type_ == "integer" or KEYWORDS[word].counts


def is_fixed(limits: Iterable[Limit]) -> bool:
    """Tell whether a list has one length, and one that can be written out."""
    sizes = {limit.keyword: limit.value for limit in limits}
    least, most = map(sizes.get, bounds_of("items"))
    return least == most and _at_most(most, _LONGEST_TUPLE)


def typed_words(node: Node) -> tuple[str, ...]:
    """Give the keywords that say of some types what their values may be."""
    return tuple(word for word in _TYPED if word in node)


def _at_most(length: Json, most: int) -> bool:
    return isinstance(length, int | float) and length <= most
