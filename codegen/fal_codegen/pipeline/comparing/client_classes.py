"""Classes of the client that go though no body changes: a union's second member, say."""

from collections.abc import Iterable, Iterator, Mapping

from fal_codegen.contract import Document, EndpointId, Json, Side, canonical
from fal_codegen.drift import Change, classes_gone
from fal_codegen.emit import ModelClass, model_classes
from fal_codegen.openapi import read_document

_SAID = frozenset(
    "description title examples example default format minimum maximum exclusiveMinimum "
    "exclusiveMaximum multipleOf minLength maxLength pattern minItems maxItems uniqueItems "
    "deprecated readOnly writeOnly x-fal-order-properties".split()
)
"""Words beside a schema that name no class and no field."""
_NAMED = frozenset(("properties", "schemas"))


def lost_classes(
    old: Document, new: Document, endpoint: EndpointId, found: Iterable[Change]
) -> Iterator[Change]:
    """Give the classes and fields of the client before that the later one does not have.

    Where a change on the same side is already known to break calls, its classes are part of it.
    """
    if canonical(_structure(old)) == canonical(_structure(new)):
        return
    told = {each.place.split("/")[0] for each in found if _breaks_calls(each)}
    before, after = _classes(old), _classes(new)
    if before is None or after is None:
        return
    sides: tuple[Side, ...] = ("input", "output")
    for side in (each for each in sides if each not in told):
        classes = {name: each for name, each in before.items() if each.side == side}
        lost = [each for name, one in classes.items() for each in _lost(name, one, after)]
        if lost:
            yield classes_gone(endpoint, side, lost)


def _lost(name: str, before: ModelClass, after: Mapping[str, ModelClass]) -> Iterator[str]:
    if name not in after:
        yield name
    else:
        yield from (f"{name}.{each}" for each in sorted(before.fields - after[name].fields))


def _breaks_calls(change: Change) -> bool:
    return change.level == "breaking" and change.rule.effect in ("breaks calls", "retypes")


def _classes(document: Document) -> Mapping[str, ModelClass] | None:
    """Give the classes of a document's client; None where it cannot be read whole."""
    endpoint = read_document(document).endpoint
    return None if endpoint is None else model_classes(endpoint)


def _structure(value: Json, *, named: bool = False) -> Json:
    """Give what a document's classes follow from, and perhaps a little more.

    Where things are `named`, as fields are, no name is a word of the language.
    """
    match value:
        case dict():
            kept = value if named else {word: x for word, x in value.items() if word not in _SAID}
            return {
                word: _structure(x, named=word in _NAMED and not named) for word, x in kept.items()
            }
        case list():
            return [*map(_structure, value)]
        case _:
            return value
