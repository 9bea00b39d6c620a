"""Prepare an endpoint for datamodel-code-generator: schemas it renders exactly, and our details.

The generator reads a schema of our making, never the document: definitions in the order they must
come, references only among them, limits where it keeps them. What it has no word for goes beside
it, to our templates, as details by class and field.
"""

from collections.abc import Collection
from dataclasses import dataclass

from fal_codegen.contract import (
    NULL,
    Anything,
    Array,
    Claim,
    Endpoint,
    Enum,
    Field,
    Json,
    Limit,
    Object,
    Ref,
    Scalar,
    Shape,
    Side,
    Union,
    json_type,
)
from fal_codegen.emit.docs import field_doc
from fal_codegen.emit.files import Schema, file_field
from fal_codegen.emit.limits import annotations, keywords
from fal_codegen.emit.names import class_name, distinct
from fal_codegen.emit.parts import field_names, reached, takes_null
from fal_codegen.emit.prepared import IMPORTED, FieldDetails, Prepared
from fal_codegen.emit.tags import has_untagged, sent_tags, tag_of
from fal_codegen.emit.text import docstring, string

_NULL_SCHEMA: Schema = {"type": "null"}
_LITERALS = {"integer": "number"}
"""Types whose values one enum may mix."""


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
        self._classes: dict[str, str] = {}
        self._sent_tags = sent_tags(endpoint, side) if self._closed else {}
        self._shared = reached(endpoint, "input") & reached(endpoint, "output")
        self._fields = field_names(endpoint)
        self._components = {class_name(part.name) for part in endpoint.parts}

    def root(self, name: str, base: str) -> None:
        """Define the direction's own class."""
        shape = self._endpoint.side(self._side)
        at = _Place(name, self._side)
        if isinstance(shape, Object):
            self._define(at, shape, base, self._endpoint.about)
        else:
            self._alias(name, *self._schema(shape, at))
            self._prepared.details[name]["base"] = "RootModel"

    def _define(self, at: _Place, shape: Object, base: str, doc: str) -> None:
        properties: Schema = {}
        by_field: dict[str, FieldDetails] = {}
        tags = self._sent_tags.get(id(shape), [])
        for field in shape.fields:
            inner = at.down(class_name(field.name), field.name)
            files = file_field(field) if self._closed else None
            schema, notes = files or self._schema(field.shape, inner)
            default = self._default(field, sent=field in tags)
            properties[field.name] = schema | default
            if self._closed and not (
                field.required or default or takes_null(self._endpoint, field.shape)
            ):
                notes = [*notes, "NotNull()"]
            doc_ = docstring(field_doc(field, self._claims(inner.place)), 4)
            by_field[field.name] = {"doc": doc_, "notes": notes}
        extra = self._extra(shape, at)
        self._prepared.definitions[at.name] = {
            "type": "object",
            "properties": properties,
            "required": [field.name for field in shape.fields if field.required],
        }
        self._prepared.details[at.name] = {
            "base": _with_tags(base, tags),
            "doc": docstring(doc, 4),
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
        name = self._unused(f"{at.name}Extra", self._components)
        self._alias(name, *self._schema(shape.extra, at.down("Extra")))
        return name

    def _claims(self, place: str) -> list[Claim]:
        """Give what is claimed of a place and of what lies directly in it."""
        return [claim for claim in self._endpoint.claims if claim.place in (place, f"{place}/*")]

    def _unused(self, name: str, kept: Collection[str] = ()) -> str:
        """Give a name that no definition, field or class has, nor what is `kept` for components."""
        others = (self._prepared.definitions, self._classes.values(), self._fields, kept)
        return distinct(name, {each for names in others for each in names})

    def _alias(self, name: str, schema: Schema, notes: list[str]) -> Schema:
        self._prepared.definitions[name] = schema
        self._prepared.details[name] = {"notes": notes}
        return {"$ref": f"#/$defs/{name}"}

    def _default(self, field: Field, *, sent: bool) -> Schema:
        shape = self._endpoint.resolve(field.shape)
        if sent and isinstance(shape, Enum):
            return {"default": shape.values[0]}
        return {"default": field.default} if field.has_default and _plain(field.default) else {}

    def _schema(self, shape: Shape, at: _Place) -> tuple[Schema, list[str]]:
        """Give the schema of a place and its annotations."""
        match shape:
            case Anything():
                return {}, []
            case Scalar(type=type_, limits=limits):
                return self._limited({"type": type_}, limits)
            case Enum():
                return self._enum(shape, at)
            case Array(items=items, prefix=prefix, limits=limits):
                schema: Schema = {"type": "array", "items": self._nested(items, at.down("Item"))}
                if prefix:
                    schema["prefixItems"] = [
                        self._nested(each, at.down(f"Item{index}", str(index - 1)))
                        for index, each in enumerate(prefix, start=1)
                    ]
                return self._limited(schema, limits)
            case Object():
                return self._object(shape, at)
            case Union():
                return self._union(shape, at)
            case Ref():
                return self._part(shape), []

    def _limited(self, schema: Schema, limits: tuple[Limit, ...]) -> tuple[Schema, list[str]]:
        if not self._closed:
            return schema, []
        return {**schema, **keywords(limits)}, annotations(limits)

    def _nested(self, shape: Shape, at: _Place) -> Schema:
        """Give the schema of a place that is no field: what has limits there gets a name."""
        schema, notes = self._schema(shape, at)
        if notes or not schema.keys() <= {"type", "items", "enum", "anyOf", "$ref"}:
            return self._alias(self._unused(at.name, self._components), schema, notes)
        return schema

    def _enum(self, enum: Enum, at: _Place) -> tuple[Schema, list[str]]:
        """Give a `Literal` where Python has one: not for fractions, lists and objects."""
        groups: dict[str, list[Json]] = {}
        for value in enum.values:
            groups.setdefault(_LITERALS.get(json_type(value), json_type(value)), []).append(value)
        if len(groups) > 1:
            members = (NULL if type_ == "null" else Enum(tuple(groups[type_])) for type_ in groups)
            return self._union(Union(tuple(members)), at)
        ((type_, values),) = groups.items()
        if type_ in ("array", "object"):
            return {"type": type_}, []
        whole = type_ != "number" or all(isinstance(value, int) for value in values)
        kind: Schema = {"type": "integer" if type_ == "number" and whole else type_}
        listed: Schema = {**kind, "enum": values} if whole else kind
        if not self._closed:
            return ({"anyOf": [listed, kind]} if whole else kind), []
        exact = type_ in ("number", "boolean")  # Literal[1] takes True as well
        return listed, [f"OneOf({', '.join(map(repr, values))})"] if exact else []

    def _object(self, shape: Object, at: _Place) -> tuple[Schema, list[str]]:
        if shape.fields or shape.extra is None:
            name = self._unused(at.name, self._components)
            self._define(
                _Place(name, at.place),
                shape,
                "Part" if self._closed else "Answer",
                shape.description,
            )
            return {"$ref": f"#/$defs/{name}"}, []
        values = self._nested(shape.extra, at.down("Value"))
        return self._limited({"type": "object", "additionalProperties": values}, shape.limits)

    def _union(self, shape: Union, at: _Place) -> tuple[Schema, list[str]]:
        others = [option for option in shape.options if option != NULL]
        null: list[Json] = [_NULL_SCHEMA] * (len(others) < len(shape.options))
        if len(others) == 1:
            schema, notes = self._schema(others[0], at)
            if not notes and isinstance(schema.get("type"), str) and "enum" not in schema:
                return {**schema, "type": [schema["type"], "null"]}, []
        branches = [
            self._nested(each, at if len(others) == 1 else _Place(f"{at.name}{index}", at.place))
            for index, each in enumerate(others, start=1)
        ]
        tag = None if self._closed else tag_of(self._endpoint, shape)
        if tag is None:
            return {"anyOf": [*branches, *null]}, []
        rest: list[Json] = [{"$ref": "#/$defs/Answer"}]
        known = has_untagged(self._endpoint, shape, tag)
        return {"anyOf": [*branches, *(rest * (not known)), *null]}, [f"ByTag({string(tag)})"]

    def _part(self, ref: Ref) -> Schema:
        target = self._endpoint.resolve(ref)
        if not isinstance(target, Object) or not target.fields:
            return self._nested(target, _Place(class_name(ref.name), ref.name))
        if ref.name not in self._classes:
            name = class_name(ref.name)
            if not self._closed and ref.name in self._shared:
                name = f"Output{name}"
            name = self._unused(name)
            self._classes[ref.name] = name
            base = "Part" if self._closed else "Answer"
            self._define(_Place(name, ref.name), target, base, target.description)
        return {"$ref": f"#/$defs/{self._classes[ref.name]}"}


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
