"""References within a document: where each of them leads."""

from collections.abc import Iterator
from copy import copy
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from fal_codegen.contract.document import Document, escape, resolve_pointer, unescape
from fal_codegen.contract.values import DEEPEST_JSON, Json

_DATA = frozenset(("enum", "const", "default", "example", "examples"))
"""Keywords whose values are no schemas, whatever they look like."""
SCHEMAS_BY_NAME = frozenset(
    "properties patternProperties dependentSchemas $defs definitions schemas".split()
)
"""Keywords that hold schemas by names, which are no keywords."""

_AS_IT_IS = "/~$"
"""What a pointer may hold in a reference without being escaped."""


def locate(document: Json, here: str, ref: str) -> str | None:
    """Give the pointer that a reference leads to, from the schema at a pointer; None for nowhere.

    What the document has not under `#/$defs/…` is sought in the schemas around, the nearest first:
    pydantic keeps definitions beside a schema, and whoever puts the schema into a document takes
    them along. Only pointers are followed: not to other documents, nor to the document itself.
    """
    if not ref.startswith("#/"):
        return None
    target = pointer_of(ref)
    places = (f"{around}{target}" for around in ("", *_around(here)))
    return next((each for each in places if resolve_pointer(document, each) is not None), None)


def pointer_of(ref: str) -> str:
    """Give the pointer in a reference within the document, as validators read it."""
    return unquote(ref.removeprefix("#"))


def reference_to(pointer: str) -> str:
    """Spell a reference as validators take it: names of any letters and spaces are escaped."""
    return f"#{quote(pointer, safe=_AS_IT_IS)}"


def with_direct_references(document: Document) -> Document:
    """Give the document with every reference within it leading to its place by pointer alone.

    One that leads nowhere is left out: it costs the place it stands at, not the endpoint (there is
    one in the catalogue of 2026-05-12). References to other documents stay.
    """
    for pointer, ref in [*_references(document)]:
        if ref != "#" and not ref.startswith("#/"):
            continue
        target = locate(document, pointer, ref)
        if target is None or ref != reference_to(target):
            document = _with_reference(document, pointer, target)
    return document


def _around(pointer: str) -> Iterator[str]:
    """Give the pointers of what is around, the nearest first; no deeper than files may be."""
    for _ in range(DEEPEST_JSON):
        if not pointer:
            return
        yield pointer
        pointer = pointer.rpartition("/")[0]


class _Step(NamedTuple):
    """A way into a document, as the last step of another: shared by all that go on from there."""

    before: "_Step | None" = None
    name: str = ""


def _references(document: Json) -> Iterator[tuple[str, str]]:
    """Find the schemas with a reference; with a stack of its own, however deep it goes."""
    waiting: list[tuple[_Step, Json, bool]] = [(_Step(), document, False)]
    while waiting:
        way, here, named = waiting.pop()
        if isinstance(here, dict):
            ref = here.get("$ref")
            if isinstance(ref, str):
                yield _pointer(way), ref
            waiting.extend(
                (_Step(way, word), inner, word in SCHEMAS_BY_NAME and not named)
                for word, inner in here.items()
                if named or word not in _DATA
            )
        elif isinstance(here, list):
            steps = enumerate(here)
            waiting.extend((_Step(way, str(place)), inner, False) for place, inner in steps)


def _pointer(way: _Step) -> str:
    steps: list[str] = []
    while way.before is not None:
        steps.append(f"/{escape(way.name)}")
        way = way.before
    return "".join(reversed(steps))


def _with_reference(document: Document, pointer: str, target: str | None) -> Document:
    """Set the reference of one schema, or take it out; what is not on the way there is shared."""
    whole = dict(document)
    here: Any = whole
    for step in map(unescape, pointer.split("/")[1:]):
        numbered = isinstance(here, list)
        place: Any = int(step) if numbered else step
        here[place] = copy(here[place])
        here = here[place]
    if target is None:
        del here["$ref"]
    else:
        here["$ref"] = reference_to(target)
    return whole
