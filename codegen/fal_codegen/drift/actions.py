"""What a difference does to the set of values at its place."""

from collections.abc import Callable
from typing import Any, Literal, TypeAlias

from fal_codegen.compare import Difference
from fal_codegen.contract import tightens

Action: TypeAlias = Literal[
    "added", "added-required", "removed", "tightened", "loosened", "changed"
]


def action(difference: Difference) -> Action:
    """Tell what happened: values came or went, or something changed that has no more and less."""
    return _actions.get(difference.kind, _changed)(difference)


def _changed(_difference: Difference) -> Action:
    return "changed"


def _field(difference: Difference) -> Action:
    if isinstance(difference.after, dict):
        return "added-required" if difference.after["required"] else "added"
    return "removed"


def _grew(difference: Difference) -> Action:
    """For what widens the place when it is there: a type, null, unlisted properties."""
    return "loosened" if difference.after else "tightened"


def _shrank(difference: Difference) -> Action:
    """For what narrows the place when it is there: being required."""
    return "tightened" if difference.after else "loosened"


def _enum(difference: Difference) -> Action:
    whole = not difference.name
    there = difference.after is not None
    return "tightened" if whole == there else "loosened"


def _limit(difference: Difference) -> Action:
    before: Any = difference.before
    after: Any = difference.after
    if before is None or after is None:
        return "tightened" if before is None else "loosened"
    tightened = tightens(difference.name, before, after)
    if tightened is None:
        return "changed"
    return "tightened" if tightened else "loosened"


_actions: dict[str, Callable[[Difference], Action]] = {
    "field": _field,
    "required": _shrank,
    "nullable": _grew,
    "type": _grew,
    "extra": _grew,
    "enum": _enum,
    "limit": _limit,
}
