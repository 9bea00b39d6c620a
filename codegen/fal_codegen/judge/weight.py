"""How many schemas a validator goes through at one place of a body: those that hold at once.

Each part that holds two others twice doubles them: thirty such parts are a page of text, and more
than any validator gets through.
"""

from collections.abc import Iterable, Iterator

from fal_codegen.contract import (
    Document,
    Json,
    escape,
    items_of,
    node_of,
    pointer_of,
    resolve_pointer,
)

_MOST = 100_000
"""Schemas at one place; a validator takes milliseconds for so many, and real ones have a dozen."""
_LISTS = ("allOf", "anyOf", "oneOf")
_ONES = ("not", "if", "then", "else")


def refuse_heavy(document: Document, pointers: Iterable[str]) -> None:
    """Raise `ValueError` with the place of a schema in which too many hold at once.

    `pointers` lead to all that references lead to: nothing else can be there more than once.
    """
    counted: dict[str, int] = {}
    waiting = [(pointer, False) for pointer in pointers]
    while waiting:
        pointer, has_parts = waiting.pop()
        if has_parts:
            parts = _at_once(pointer, resolve_pointer(document, pointer))
            counted[pointer] = 1 + sum(counted[part] for part in parts)
            if counted[pointer] > _MOST:
                raise ValueError(f"{pointer}: more than {_MOST} schemas hold at once here")
        elif pointer not in counted:
            counted[pointer] = 0  # as long as it is counted: what holds itself adds nothing
            waiting.append((pointer, True))
            parts = _at_once(pointer, resolve_pointer(document, pointer))
            waiting.extend((part, False) for part in parts)


def _at_once(pointer: str, schema: Json) -> Iterator[str]:
    """Give the pointers of the schemas that one has for the very same value."""
    node = node_of(schema)
    for word in _LISTS:
        yield from (f"{pointer}/{word}/{index}" for index, _ in enumerate(items_of(node.get(word))))
    yield from (f"{pointer}/{word}" for word in _ONES if word in node)
    for name in node_of(node.get("dependentSchemas")):
        yield f"{pointer}/dependentSchemas/{escape(name)}"
    ref = node.get("$ref")
    if isinstance(ref, str) and ref.startswith("#"):
        yield pointer_of(ref)
