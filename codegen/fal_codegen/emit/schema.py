"""Prepare an endpoint for datamodel-code-generator: schemas it renders exactly, and our details.

The generator reads a schema of our making, never the document: definitions in the order they must
come, references only among them, limits where it keeps them. What it has no word for goes beside
it, to our templates, as details by class and field.
"""

from collections.abc import Collection
from dataclasses import dataclass

from fal_codegen.contract import (
    NOTHING,
    NULL,
    Anything,
    Array,
    Endpoint,
    Enum,
    Field,
    Json,
    Object,
    Ref,
    Scalar,
    Shape,
    Side,
    Union,
    is_bare,
)
from fal_codegen.emit.docs import field_doc
from fal_codegen.emit.files import file_field
from fal_codegen.emit.limits import annotations, keywords
from fal_codegen.emit.names import class_name, distinct
from fal_codegen.emit.part_names import component_name, part_class
from fal_codegen.emit.parts import recursive, shared, takes_null
from fal_codegen.emit.prepared import IMPORTED, FieldDetails, Prepared
from fal_codegen.emit.references import DEFINITIONS, Schema, reference
from fal_codegen.emit.tags import by_tag, sent_tags, sent_values
from fal_codegen.emit.text import docstring, string
from fal_codegen.emit.values import NO_VALUE, NUMBER, Typed, any_item, by_kind, listed, scalar

_ROOTS = ("Input", "Output")
"""The classes of the two sides, which parts are named before."""
_NULL_SCHEMA: Schema = {"type": "null"}
_NULLABLE = frozenset(("string", "integer", "boolean", "null", "array"))
"""Types that are spelled in one with null."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the preparation stands: a name for what must be named, and the place in the body."""

    name: str
    place: str

    def down(self, name: str, step: str = "*") -> "_Place":
        return _Place(self.name + name, f"{self.place}/{step}")


def prepare(endpoint: Endpoint) -> Prepared:
    """Give the definitions of an endpoint's module, `Output` and `Input` among them."""
    prepared = Prepared(
        {name: {"type": "string"} for name in IMPORTED},
        {name: {"imported": True} for name in IMPORTED},
    )
    _Definer(endpoint, "output", prepared).root("Output", "Answer")
    base = f"Request[Output], endpoint={string(endpoint.id)}"
    _Definer(endpoint, "input", prepared).root("Input", base)
    return prepared


class _Definer:
    """Writes the definitions of one direction, each after those it refers to.

    Requests are closed and carry every limit. Answers are open: no limits, and an enum admits
    values that were added since.
    """

    def __init__(self, endpoint: Endpoint, side: Side, prepared: Prepared) -> None:
        self._endpoint = endpoint
        self._side: Side = side
        self._closed = side == "input"
        self._prepared = prepared
        self._given: set[str] = set()
        self._classes: dict[str, str] = {}
        self._aliases: dict[str, Schema] = {}
        self._sent_tags = sent_tags(endpoint, side) if self._closed else {}
        self._recursive = recursive(endpoint, side)
        self._shared = shared(endpoint)
        self._components = {component_name(part.name) for part in endpoint.parts}

    def root(self, name: str, base: str) -> None:
        """Define the direction's own class."""
        shape = self._endpoint.side(self._side)
        at = _Place(name, self._side)
        if isinstance(target := self._endpoint.resolve(shape), Object):
            shape = target
        if isinstance(shape, Object):
            self._define(at, shape, base, self._endpoint.about)
        else:
            self._alias(name, *self._schema(shape, at))
            self._prepared.details[name]["base"] = "RootAnswer"

    def _define(self, at: _Place, shape: Object, base: str, doc: str) -> None:
        properties: Schema = {}
        by_field: dict[str, FieldDetails] = {}
        tags = self._sent_tags.get(id(shape), [])
        extra = self._extra(shape, at)
        for field in shape.fields:
            if not extra and self._endpoint.resolve(field.shape) == NOTHING:
                continue  # it cannot be sent, as no other name can that is not listed
            inner = at.down(class_name(field.name), field.name)
            files = file_field(field) if self._closed else None
            schema, notes = files or self._schema(field.shape, inner)
            default = self._default(field, sent=field in tags)
            properties[field.name] = schema | default
            if self._closed and not (
                field.required or default or takes_null(self._endpoint, field.shape)
            ):
                notes = [*notes, "NotNull()"]
            doc_ = docstring(field_doc(field, self._endpoint.claims_at(inner.place)))
            by_field[field.name] = {"doc": doc_, "notes": notes}
        self._prepared.definitions[at.name] = {
            "type": "object",
            "properties": properties,
            "required": [each.name for each in shape.fields if each.required],
        }
        self._prepared.details[at.name] = {
            "base": _with_tags(base, tags),
            "doc": docstring(doc),
            "by_field": by_field,
            "extra": extra,
        }

    def _extra(self, shape: Object, at: _Place) -> str:
        """Name the type of unlisted properties: a request has them if the contract types them.

        Without a single field there is nothing to misspell, so anything goes.
        """
        if not self._closed or shape.extra is None or (shape.fields and shape.extra == Anything()):
            return ""
        if shape.extra == Anything():
            return "Any"
        schema, notes = self._schema(shape.extra, at.down("Extra"))
        ref = schema.get("$ref")
        if schema.keys() == {"$ref"} and isinstance(ref, str) and not notes:
            return ref.removeprefix(DEFINITIONS)
        name = self._unused(f"{at.name}Extra", self._components)
        self._alias(name, schema, notes)
        return name

    def _unused(self, name: str, kept: Collection[str] = ()) -> str:
        """Give a name that nothing else has, nor will have, nor what is `kept` for components."""
        unused = distinct(name, {*_ROOTS, *self._taken(), *kept})
        self._given.add(unused)
        return unused

    def _taken(self) -> set[str]:
        """Name what is defined, and what will be once its own fields are."""
        return {*self._prepared.definitions, *self._classes.values(), *self._given}

    def _alias(self, name: str, schema: Schema, notes: list[str]) -> Schema:
        self._prepared.definitions[name] = schema
        self._prepared.details[name] = {"notes": notes}
        return reference(name)

    def _default(self, field: Field, *, sent: bool) -> Schema:
        if sent:
            return {"default": sent_values(self._endpoint, field)[0]}
        return {"default": field.default} if field.has_default and _plain(field.default) else {}

    def _schema(self, shape: Shape, at: _Place) -> Typed:
        """Give the schema of a place and its annotations."""
        match shape:
            case Anything():
                return {}, []
            case Scalar():
                return scalar(shape, closed=self._closed)
            case Enum():
                values = by_kind(shape)
                if isinstance(values, Union):
                    return self._union(values, at)
                return listed(values, closed=self._closed)
            case Array():
                return self._array(shape, at)
            case Object():
                return self._object(shape, at)
            case Union():
                return self._union(shape, at)
            case Ref():
                return self._part(shape, at), []

    def _array(self, shape: Array, at: _Place) -> Typed:
        if shape.prefix and not self._closed:
            shape = Array(any_item(shape))
        schema: Schema = {"type": "array", "items": self._nested(shape.items, at.down("Item"))}
        if shape.prefix:
            schema["prefixItems"] = [
                self._nested(each, at.down(f"Item{index}", str(index - 1)))
                for index, each in enumerate(shape.prefix, start=1)
            ]
        if not self._closed:
            return schema, []
        notes = ["FromList()"] * bool(shape.prefix) + annotations(shape.limits)
        return {**schema, **keywords(shape.limits)}, notes

    def _nested(self, shape: Shape, at: _Place) -> Schema:
        """Give the schema of a place that is no field: what has limits there gets a name."""
        schema, notes = self._schema(shape, at)
        if notes or not schema.keys() <= {"type", "items", "enum", "anyOf", "$ref"}:
            own = component_name(at.place) == at.name
            kept = self._components - {at.name} if own else self._components
            return self._alias(self._unused(at.name, kept), schema, notes)
        return schema

    def _object(self, shape: Object, at: _Place) -> Typed:
        if shape.fields or shape.extra is None:
            name = self._unused(at.name, self._components)
            self._define(
                _Place(name, at.place),
                shape,
                "Part" if self._closed else "Answer",
                shape.description,
            )
            return reference(name), []
        values = self._nested(shape.extra, at.down("Value"))
        limits = shape.limits if self._closed else ()
        schema: Schema = {"type": "object", "additionalProperties": values, **keywords(limits)}
        return schema, annotations(limits)

    def _union(self, shape: Union, at: _Place) -> Typed:
        alternatives = shape.options if self._closed else _telling(shape.options)
        others = [option for option in alternatives if option != NULL]
        null: list[Json] = [_NULL_SCHEMA] * (len(others) < len(alternatives))
        if not alternatives:
            return (NO_VALUE if self._closed else {}), []
        if len(others) == 1:
            schema, notes = self._schema(others[0], at)
            if schema == NUMBER or schema.keys() == {"type", "additionalProperties"}:
                return {"anyOf": [schema, *null]}, notes
            if isinstance(schema.get("type"), list):  # of a part that takes null itself
                return schema, notes
            if not notes and schema.get("type") in _NULLABLE and "enum" not in schema:
                return {**schema, "type": [schema["type"], "null"]}, []
        branches = [self._nested(each, at) for each in others]
        if self._closed:
            return {"anyOf": [*branches, *null]}, []
        note, others_come = by_tag(self._endpoint, shape, at.place, self._classes)
        rest: list[Json] = [reference("Answer")] * bool(note and others_come)
        return {"anyOf": [*branches, *rest, *null]}, [note] * bool(note)

    def _part(self, ref: Ref, at: _Place) -> Schema:
        target = self._endpoint.resolve(ref)
        if ref.name in self._classes:
            return reference(self._classes[ref.name])
        has_class = isinstance(target, Object) and bool(target.fields)
        if not has_class and ref.name not in self._recursive:
            if ref.name not in self._aliases:
                here = _Place(component_name(ref.name), ref.name)
                self._aliases[ref.name] = self._nested(target, here)
            return self._aliases[ref.name]
        name = part_class(ref.name, at.place, self._side, self._taken(), self._components)
        if not self._closed and ref.name in self._shared:
            name = self._unused(f"Output{component_name(ref.name)}")
        self._classes[ref.name] = name
        if has_class and isinstance(target, Object):
            base = "Part" if self._closed else "Answer"
            self._define(_Place(name, ref.name), target, base, target.description)
        else:
            self._alias(name, *self._schema(target, _Place(name, ref.name)))
        return reference(name)


def _telling(every: tuple[Shape, ...]) -> tuple[Shape, ...]:
    """Give what tells of a value that may be of any type: what its parts are, if it has some."""
    kinds = {each.type for each in every if isinstance(each, Scalar)}
    if Anything() not in every and not kinds >= {"string", "number", "boolean", "null"}:
        return every
    parts = [each for each in every if isinstance(each, Array | Object) and not is_bare(each)]
    return (*parts, Anything())


def _with_tags(base: str, tags: list[Field]) -> str:
    if base != "Part" or not tags:
        return base
    names = "".join(f"{string(field.name)}, " for field in tags)
    return f"TaggedPart, tags=({names})"


def _plain(value: Json) -> bool:
    """Tell whether a default is source that a type checker takes: no objects in it."""
    if isinstance(value, list):
        return all(map(_plain, value))
    return not isinstance(value, dict)
