"""Places in a request where a schema of the suite can stand, and documents that put it there."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from fal_codegen.contract import COMPONENTS, Document, Json, json_type

from tests.conformance.suite import Group
from tests.documents import document, fields

_NAME = "Subject"
_REF: Json = {"$ref": f"{COMPONENTS}{_NAME}"}
_OTHER = "none of the suite's bodies"
_VALUES = ("enum", "const")
"""What holds values and no schemas: a reference among them is none."""


@dataclass(frozen=True, slots=True)
class Wrap:
    """A place: the schema around the suite's, the value around its body, and what else is valid."""

    around: Callable[[Json], Json]
    body: Callable[[Json], Json] = lambda value: value
    also: Callable[[Json], bool] = lambda _value: False
    only_if_said: bool = False
    """Whether a schema that refuses nothing means something else there."""


WRAPS: Mapping[str, Wrap] = {
    "optional": Wrap(lambda schema: schema),
    "required": Wrap(lambda schema: fields("it", it=schema), lambda value: {"it": value}),
    "nested": Wrap(
        lambda schema: fields(part=fields(it=schema)), lambda value: {"part": {"it": value}}
    ),
    "list item": Wrap(lambda schema: {"type": "array", "items": schema}, lambda value: [value]),
    "dictionary value": Wrap(
        lambda schema: {"type": "object", "additionalProperties": schema},
        lambda value: {"key": value},
    ),
    "value beside fields": Wrap(
        lambda schema: {**fields(known={"type": "null"}), "additionalProperties": schema},
        lambda value: {"key": value},
        only_if_said=True,
    ),
    "tuple": Wrap(
        lambda schema: {"type": "array", "prefixItems": [schema], "minItems": 1, "maxItems": 1},
        lambda value: [value],
    ),
    "nullable": Wrap(
        lambda schema: {"anyOf": [schema, {"type": "null"}]}, also=lambda value: value is None
    ),
    "alternative": Wrap(lambda schema: {"anyOf": [schema, {"const": _OTHER}]}),
    "reference": Wrap(lambda _schema: _REF),
    "nullable reference": Wrap(
        lambda _schema: {"anyOf": [_REF, {"type": "null"}]}, also=lambda value: value is None
    ),
    "list of references": Wrap(
        lambda _schema: {"type": "array", "items": _REF}, lambda value: [value]
    ),
    "allOf": Wrap(lambda schema: {"allOf": [schema], "description": "More"}),
    "allOf of a reference": Wrap(lambda _schema: {"allOf": [_REF], "description": "More"}),
}


class Probe(NamedTuple):
    """A body, the place it probes, and the right verdict."""

    place: str
    body: dict[str, Json]
    valid: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """A document with the suite's schema in several places, and bodies for them."""

    name: str
    group: Group
    subject: Json
    document: Document
    bodies: tuple[Probe, ...]

    def split(self) -> Iterator["Trial"]:
        """Give a trial for each place: what one place breaks, the others must not pay for."""
        places = dict.fromkeys(each.place for each in self.bodies)
        for place in places if len(places) > 1 else ():
            bodies = tuple(each for each in self.bodies if each.place == place)
            parts: dict[str, Json] = {
                _NAME: self.subject,
                "Request": fields(**{place: WRAPS[place].around(self.subject)}),
            }
            yield Trial(f"{self.name}, {place}", self.group, self.subject, _document(parts), bodies)


def trials(group: Group) -> Iterator[Trial]:
    """Put a group's schema into documents: as it is and, where it has no type, with one.

    A schema that refers to itself would ask for the type at its parts as well, of which the suite's
    verdicts know nothing.
    """
    yield from _trials(group, group.schema, None)
    if not isinstance(group.schema, dict) or _refers_to_itself(group.schema):
        return
    if "type" not in group.schema:
        type_ = Counter(json_type(data) for data, _ in group.tests).most_common(1)[0][0]
        type_ = "number" if type_ == "integer" else type_
        yield from _trials(group, {"type": type_, **group.schema}, type_)


def _trials(group: Group, schema: Json, type_: str | None) -> Iterator[Trial]:
    subject = _moved(schema)
    name = f"{group.file}: {group.description}" + (f" ({type_})" if type_ else "")
    tests = [(data, valid and _has_type(data, type_)) for data, valid in group.tests]
    said = not all(valid for _, valid in tests)
    wraps = {place: wrap for place, wrap in WRAPS.items() if said or not wrap.only_if_said}
    request = fields(**{place: wrap.around(subject) for place, wrap in wraps.items()})
    bodies = (
        Probe(place, {place: wrap.body(data)}, valid or wrap.also(data))
        for place, wrap in wraps.items()
        for data, valid in tests
    )
    yield Trial(
        name, group, subject, _document({_NAME: subject, "Request": request}), tuple(bodies)
    )
    objects = tuple(
        Probe("request", data, valid) for data, valid in tests if isinstance(data, dict)
    )
    if objects and isinstance(subject, dict):
        whole = {"type": "object", **subject}
        if whole["type"] == "object":
            parts: dict[str, Json] = {_NAME: subject, "Request": whole}
            yield Trial(f"{name}, request", group, subject, _document(parts), objects)


def _document(parts: dict[str, Json]) -> Document:
    return document(
        {"$ref": f"{COMPONENTS}Request"}, fields(it={"$ref": f"{COMPONENTS}{_NAME}"}), parts
    )


def _has_type(data: Json, type_: str | None) -> bool:
    found = json_type(data)
    return type_ in (None, found) or (type_ == "number" and found == "integer")


def _refers_to_itself(schema: Json) -> bool:
    match schema:
        case dict():
            return schema.get("$ref") == "#" or any(map(_refers_to_itself, schema.values()))
        case list():
            return any(map(_refers_to_itself, schema))
        case _:
            return False


def _moved(schema: Json) -> Json:
    """Give a schema with references into itself that hold where it comes to stand."""
    match schema:
        case dict():
            ref = schema.get("$ref")
            here = isinstance(ref, str) and (ref == "#" or ref.startswith("#/"))
            moved: dict[str, Json] = {
                key: value if key in _VALUES else _moved(value) for key, value in schema.items()
            }
            return moved | ({"$ref": f"{COMPONENTS}{_NAME}{str(ref)[1:]}"} if here else {})
        case list():
            return [_moved(item) for item in schema]
        case _:
            return schema
