"""A document without what of it could not be read: what it says beside its holes."""

from collections.abc import Iterable

from fal_codegen.contract import Document, Json, Problem, node_of, unescape
from fal_codegen.judge import Judge

_SCHEMAS_IN = ("schemas", "properties", "patternProperties", "dependentSchemas", "$defs")
"""What has a schema under each of its names."""

_NO_SCHEMA = "/paths"
"""Where it is a hole that nothing is said at all."""


def judge_beside_holes(document: Document, holes: Iterable[Problem]) -> Judge | None:
    """Give the judge of a document in which anything passes at the holes; None without any."""
    pointers = [each.pointer for each in holes if each.pointer != _NO_SCHEMA]
    if not pointers:
        return None
    for pointer in pointers:
        steps = [unescape(step) for step in pointer.split("/")[1:]]
        document = node_of(_open(document, steps, ""))
    return Judge(document)


def _open(value: Json, steps: list[str], name: str) -> Json:
    """Give a value with nothing said at a place; a place that it does not have changes nothing.

    `name` is what the value is called where it is. What is not on the way is shared.
    """
    if not steps:
        return True
    step, *below = steps
    if isinstance(value, list):
        return [
            _open(item, below, "") if str(place) == step else item
            for place, item in enumerate(value)
        ]
    if not isinstance(value, dict) or step not in value:
        return value
    if not below and name not in _SCHEMAS_IN and step != "schema":
        return {key: item for key, item in value.items() if key != step}
    return {**value, step: _open(value[step], below, step)}
