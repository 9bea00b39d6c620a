"""Types of an endpoint's request and answer, as declarations to be rendered.

Whatever stands inside a list, a map or a tuple and is no single word gets a name, so that a type is
a union of words that each fit on a line.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from fal_codegen.contract import (
    NOTHING,
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
    json_type,
)
from fal_codegen.emit.docs import field_doc
from fal_codegen.emit.names import distinct
from fal_codegen.emit.parts import shared
from fal_codegen.emit.tags import sent_tags
from fal_codegen.emit.typescript.line_breaks import union_text
from fal_codegen.emit.typescript.names import type_name
from fal_codegen.emit.typescript.text import (
    comment,
    is_exact,
    property_name,
    refuse_inexact,
    scalar,
)

_SHORT = 30
"""Columns of a union that may stand inside a list without a name of its own."""
_BARE = {"integer": "number", "object": "Record<string, unknown>", "array": "unknown[]"}
"""Types whose name in TypeScript is not the one in JSON Schema."""
_OPEN = {"string": "OtherString", "number": "OtherNumber"}
"""Types of the runtime, for values beside listed ones: editors still suggest the listed."""
_ADDED = {**_OPEN, "boolean": "boolean"}
"""What an answer may hold beside the listed values, since some may be added."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property of an interface: its doc comment, and its line or lines without the last `;`."""

    doc: str
    text: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """An interface with its properties, or a type alias, which has none."""

    doc: str
    head: str
    properties: tuple[Property, ...] = ()
    tail: str = ""


class _Declarer:
    """Declares what one direction of an endpoint needs."""

    def __init__(self, endpoint: Endpoint, side: Side, declared: dict[str, Declaration]) -> None:
        self.endpoint = endpoint
        self.side: Side = side
        self.closed = side == "input"
        self.declared = declared
        self.parts: dict[str, str] = {}
        self.sent_tags = sent_tags(endpoint, side) if self.closed else {}
        self.shared = shared(endpoint)

    def root(self, name: str) -> None:
        """Declare the direction's own type."""
        shape = self.endpoint.resolve(self.endpoint.side(self.side))
        self.reserve(name)
        if isinstance(shape, Object) and shape.fields:
            self.interface(name, self.side, shape, self.endpoint.about)
        else:
            self.alias(name, self.members(shape, name, self.side), self.endpoint.about)

    def reserve(self, name: str) -> str:
        """Take a name that is free; its declaration comes later, before those it needs itself."""
        free = distinct(name, self.declared)
        self.declared[free] = Declaration("", "")
        return free

    def alias(self, name: str, members: list[str], doc: str = "") -> None:
        head = f"type {name} ="
        text = union_text(members, 0, len(f"export {head}"))
        self.declared[name] = Declaration(comment(doc, 0), f"{head}{text};")

    def interface(self, name: str, place: str, shape: Object, doc: str) -> None:
        tags = self.sent_tags.get(id(shape), [])
        properties = [
            self.property(each, name, place, required=each.required or each in tags)
            for each in shape.fields
            if not (self.closed and self.endpoint.resolve(each.shape) == NOTHING)
        ]
        if shape.extra is not None and shape.extra != Anything():
            properties.append(Property("", "  [name: string]: unknown"))
        head = f"interface {name} {{"
        self.declared[name] = Declaration(comment(doc, 0), head, tuple(properties), "\n}")

    def property(self, of: Field, owner: str, place: str, *, required: bool) -> Property:
        inner = f"{place}/{of.name}"
        head = f"  {property_name(of.name)}{'' if required else '?'}:"
        members = self.members(of.shape, owner + type_name(of.name), inner)
        doc = comment(field_doc(of, self.endpoint.claims_at(inner)), 2)
        return Property(doc, head + union_text(members, 2, len(head)))

    def members(self, shape: Shape, name: str, place: str) -> list[str]:
        """Give the words of a type, each once; what stands for all others stands alone."""
        words = [*dict.fromkeys(self.words(shape, name, place))] or ["never"]
        if "unknown" in words:
            return ["unknown"]
        for bare, open_ in _OPEN.items():
            if bare in words or open_ in words:
                words = _opened(words, bare, open_)
        if "boolean" in words:
            words = [each for each in words if each not in ("true", "false")]
        return sorted(words, key=lambda word: word == "null")  # null stands last

    def words(self, shape: Shape, name: str, place: str) -> Iterator[str]:
        match shape:
            case Anything():
                yield "unknown"
            case Scalar(type=type_):
                yield _BARE.get(type_, type_)
            case Enum(values=values):
                yield from self.listed(values)
            case Array():
                yield self.list_(shape, name, place)
            case Object():
                yield self.object_(shape, name, place)
            case Union(options=options):
                for number, each in enumerate(options, start=1):
                    yield from self.words(each, f"{name}{number}", place)
            case Ref():
                yield from self.part(shape)

    def listed(self, values: tuple[Json, ...]) -> Iterator[str]:
        kinds = [_BARE.get(kind := json_type(value), kind) for value in values]
        for kind, value in zip(kinds, values, strict=True):
            if self.closed:
                refuse_inexact(value)
            if is_exact(value):
                yield kind if isinstance(value, list | dict) else scalar(value)
        if not self.closed:
            yield from (_ADDED[kind] for kind in dict.fromkeys(kinds) if kind in _ADDED)

    def inside(self, shape: Shape, name: str, place: str, *, grouped: bool = True) -> str:
        """Give the type of what stands inside another, in a word or in parentheses."""
        members = self.members(shape, name, place)
        flat = " | ".join(members)
        if len(members) == 1 or len(flat) <= _SHORT:
            needed = grouped and (len(members) > 1 or flat.startswith("readonly "))
            return f"({flat})" if needed else flat
        alias = self.reserve(name)
        self.alias(alias, members)
        return alias

    def list_(self, shape: Array, name: str, place: str) -> str:
        readonly = "readonly " if self.closed else ""
        items = self.inside(shape.items, f"{name}Item", f"{place}/*")
        many = f"{items}[]"
        if not shape.prefix:
            return f"{readonly}{many}"
        first = [
            self.inside(each, f"{name}Item{number}", f"{place}/{number - 1}")
            for number, each in enumerate(shape.prefix, start=1)
        ]
        least = next((each.value for each in shape.limits if each.keyword == "minItems"), 0)
        needed = isinstance(least, int | float) and least >= len(first)
        spelled = first if needed else [f"{each}?" for each in first]
        rest = [] if items == "never" else [f"...{many}"]
        return f"{readonly}[{', '.join([*spelled, *rest])}]"

    def object_(self, shape: Object, name: str, place: str) -> str:
        if shape.fields:
            own = self.reserve(name)
            self.interface(own, place, shape, shape.description)
            return own
        values = NOTHING if shape.extra is None else shape.extra
        return f"Record<string, {self.inside(values, f'{name}Value', f'{place}/*', grouped=False)}>"

    def part(self, ref: Ref) -> Iterator[str]:
        """Give the name of a part that has fields or holds itself, else what it stands for."""
        if ref.name in self.parts:
            yield self.parts[ref.name]
            return
        target = self.endpoint.resolve(ref)
        name = type_name(ref.name)
        if not isinstance(target, Array | Object | Union):
            yield from self.words(target, name, ref.name)
            return
        if not self.closed and ref.name in self.shared:
            name = f"Output{name}"
        own = self.parts[ref.name] = self.reserve(name)
        if isinstance(target, Object) and target.fields:
            self.interface(own, ref.name, target, target.description)
        else:
            self.alias(own, self.members(target, own, ref.name))
        yield own


def declarations(endpoint: Endpoint) -> list[Declaration]:
    """Declare `Input` and `Output` of an endpoint, and whatever they need."""
    declared: dict[str, Declaration] = {}
    _Declarer(endpoint, "input", declared).root("Input")
    _Declarer(endpoint, "output", declared).root("Output")
    return [*declared.values()]


def _opened(words: list[str], bare: str, open_: str) -> list[str]:
    """Let listed values and others stand side by side; without listed ones, the bare type does."""
    starts = "\"'" if bare == "string" else "-0123456789"
    listed = any(each[0] in starts for each in words)
    others = [each for each in words if each not in (bare, open_)]
    return [*others, open_ if listed else bare]
