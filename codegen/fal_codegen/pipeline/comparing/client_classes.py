"""Classes of the client that go though no body changes: a union's second member, say."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from fal_codegen.contract import Document, EndpointId, Json, Side, canonical, unescape
from fal_codegen.drift import Change, classes_gone
from fal_codegen.emit import ModelClass, model_classes
from fal_codegen.openapi import read_document

_SAID = frozenset(
    "description title examples example default format minimum maximum exclusiveMinimum "
    "exclusiveMaximum multipleOf minLength maxLength pattern minItems maxItems uniqueItems "
    "enum required deprecated readOnly writeOnly x-fal x-fal-order-properties".split()
)
"""Words beside a schema that name no class and no field."""
_NAMED = frozenset(("properties", "schemas"))


def lost_classes(
    old: Document, new: Document, endpoint: EndpointId, found: Iterable[Change]
) -> Iterator[Change]:
    """Give the classes and fields of the client before that the later one does not have."""
    if canonical(_structure(old)) == canonical(_structure(new)):
        return
    before, after = _classes(old), _classes(new)
    if before is None or after is None:
        return
    changed = {name for each in found if each.level == "breaking" for name in _fields(each)}
    sides: tuple[Side, ...] = ("input", "output")
    for side in sides:
        one, other = (
            {name: each for name, each in classes.items() if each.side == side}
            for classes in (before, after)
        )
        if side not in changed and (lost := [*_lost(one, other, changed)]):
            yield classes_gone(endpoint, side, lost, [name for name in other if name not in one])


def _fields(change: Change) -> Iterator[str]:
    """Name the fields that a change itself says are gone, or of another type; or the side."""
    if change.rule.kind in ("field", "type", "alternative"):
        for place in change.places:
            steps = [unescape(step) for step in place.split("/")[1:] if step != "*"]
            yield from steps[-1:] or [place]


def _lost(
    before: Mapping[str, ModelClass], after: Mapping[str, ModelClass], changed: Collection[str]
) -> Iterator[str]:
    """Give what is gone: classes, fields, and classes that a field no longer takes or has.

    What goes with a field that is `changed` by what was found is part of that.
    """
    reached = _reached(before, changed)
    for name, one in before.items():
        if name in after:
            yield from _lost_of(name, one, after[name], changed, {*after})
        elif name in reached:
            yield name


def _lost_of(
    name: str,
    before: ModelClass,
    after: ModelClass,
    changed: Collection[str],
    known: AbstractSet[str],
) -> Iterator[str]:
    for field, classes in before.fields.items():
        if field in changed:
            continue
        if field and field not in after.fields:
            yield f"{name}.{field}"
            continue
        others = sorted(known & (classes - after.fields.get(field, classes)))
        yield from (f"{each} in {f'{name}.{field}'.rstrip('.')}" for each in others)


def _reached(classes: Mapping[str, ModelClass], changed: Collection[str]) -> set[str]:
    """Give the classes that are reached by other fields than those that are `changed`."""
    reached, waiting = set[str](), [name for name in ("Input", "Output") if name in classes]
    while waiting:
        name = waiting.pop()
        reached.add(name)
        for field, inner in classes[name].fields.items():
            if field not in changed:
                waiting += [each for each in inner if each in classes and each not in reached]
    return reached


def _classes(document: Document) -> Mapping[str, ModelClass] | None:
    """Give the classes of a document's client; None where it cannot be read whole."""
    endpoint = read_document(document).endpoint
    return None if endpoint is None else model_classes(endpoint)


def _structure(value: Json, within: str = "") -> Json:
    """Give what a document's classes follow from, and perhaps a little more.

    A field that holds no object has no class; of such nothing is kept. Where things are named, as
    fields are, no name is a word of the language.
    """
    match value:
        case dict() if within in _NAMED:
            named = {name: _structure(each) for name, each in value.items()}
            kept = within != "properties"
            return {name: each for name, each in named.items() if kept or _holds_objects(each)}
        case dict():
            return {word: _structure(x, word) for word, x in value.items() if word not in _SAID}
        case list():
            return [*map(_structure, value)]
        case _:
            return value


def _holds_objects(structure: Json) -> bool:
    """Tell whether a value here may be an object, or of no kind at all."""
    match structure:
        case dict():
            words = structure.keys() & {"$ref", "properties", "allOf", "not"}
            return bool(words) or any(map(_holds_objects, structure.values()))
        case list():
            return any(map(_holds_objects, structure))
        case _:
            return structure is False
