"""Whether two schemas assert the same in the same words, whatever order these have."""

from fal_codegen.compare.protocol import Schemas
from fal_codegen.contract import Document, Json, equality_key, json_equal, resolve_pointer
from fal_codegen.judge import asserted, pointers_reached

_SETS = frozenset(("anyOf", "oneOf", "allOf", "enum", "type", "required"))
"""Keywords whose lists mean the same in any order."""


def alike(old: Document, new: Document, pair: Schemas) -> bool:
    """Tell whether the two schemas, and all that they refer to, assert the same."""
    reached = {*pointers_reached(pair.old, old), *pointers_reached(pair.new, new)}
    pairs = [(resolve_pointer(old, each), resolve_pointer(new, each)) for each in reached]
    return all(
        json_equal(_sorted(asserted(one)), _sorted(asserted(other)))
        for one, other in ((pair.old, pair.new), *pairs)
    )


def _sorted(value: Json, word: str = "") -> Json:
    """Give a schema with lists whose order means nothing in an order that is not theirs."""
    match value:
        case dict() if word not in ("const", "enum"):
            return {name: _sorted(inner, name) for name, inner in value.items()}
        case list() if word in _SETS:
            return sorted((_sorted(each) for each in value), key=equality_key)
        case list() if word not in ("const", ""):
            return [*map(_sorted, value)]
        case _:
            return value
