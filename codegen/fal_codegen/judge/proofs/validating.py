"""Single schemas made to stand alone, and validators of them."""

from collections.abc import Callable

from jsonschema_rs import ValidationError as Refused

from fal_codegen.contract import Json, Node, node_of, unescape
from fal_codegen.judge.compiling import compiled
from fal_codegen.judge.proofs.schema import pointers_reached

ASKED = "asked"
"""The key below which the schema stands that a question is about."""


def standing_alone(schema: Json, root: Node) -> Node:
    """Give a schema with the definitions it reaches, so that it means the same without `root`."""
    alone: Node = {"$ref": f"#/{ASKED}", ASKED: schema}
    for pointer in sorted(pointers_reached(schema, root)):
        _place(alone, pointer, root)
    return alone


def validator(schema: Json, root: Node) -> Callable[[Json], bool]:
    """Compile a schema that refers to definitions of `root`; one that is none admits nothing."""
    try:
        return compiled(standing_alone(schema, root)).is_valid
    except (Refused, ValueError):
        return lambda _value: False


def _place(alone: Node, pointer: str, root: Node) -> None:
    """Put what a pointer leads to where it leads; a list on the way is taken as a whole."""
    here, there = alone, root
    *steps, last = map(unescape, pointer.split("/")[1:])
    for step in steps:
        inner = there.get(step)
        if not isinstance(inner, dict):
            here[step] = inner
            return
        there = inner
        below = here.setdefault(step, {})
        if below is inner:
            return
        here = node_of(below)
    here[last] = there.get(last)
