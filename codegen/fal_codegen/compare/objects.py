"""Two objects side by side: fields, which of them must be there, and what else may be."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, count

from fal_codegen.compare.difference import Difference
from fal_codegen.compare.position import NOBODY, Position, Sides
from fal_codegen.compare.protocol import Schemas, Walk
from fal_codegen.compare.views import Option
from fal_codegen.contract import Json, Node, escape, node_of

HANDLED = frozenset(("properties", "required", "additionalProperties"))
"""The keywords that are compared here."""

_BESIDE = ("allOf", "anyOf", "oneOf", "then", "else")
_BY_PATTERN = frozenset(("patternProperties", "unevaluatedProperties"))


def compare_objects(
    old: Option, new: Option, position: Position, walk: Walk
) -> Iterator[Difference]:
    """Give what differs between two alternatives as far as they speak of objects."""
    mine, theirs = _fields(old), _fields(new)
    for name in dict.fromkeys((*theirs, *mine)):
        if name not in mine or name not in theirs:
            if name not in _spoken_of(old if name in theirs else new):
                yield _field(old, new, name, position)
            continue
        if (name in _required(old)) != (name in _required(new)):
            yield _requirement(old, new, name, position)
        pair = Schemas(mine[name], theirs[name], _pointer(old, name), _pointer(new, name))
        yield from walk.schemas(pair, position.field(name))
    yield from _extra(old, new, position, walk)


def _field(old: Option, new: Option, name: str, position: Position) -> Difference:
    """Tell of a field that came or went; what that does is a question about the object."""
    there = new if name in _fields(new) else old
    return replace(position, place=position.field(name).place).tell(
        _pointer(there, name),
        "field",
        name,
        (_summary(old, name), _summary(new, name)),
        (Sides(old.schema, _of_field(new, name)), Sides(new.schema, _of_field(old, name))),
    )


def _of_field(option: Option, name: str) -> Json:
    """Give what an alternative says of one field, as a schema."""
    if option.words.keys() & _BY_PATTERN:
        return option.schema
    inner = _fields(option).get(name, option.words.get("additionalProperties", True))
    needed: Node = {"required": [name]} if name in _required(option) else {}
    return {"properties": {name: inner}, **needed}


def _requirement(old: Option, new: Option, name: str, position: Position) -> Difference:
    before, after = name in _required(old), name in _required(new)
    return replace(position, place=position.field(name).place).tell(
        new.at("required") if after else old.at("required"),
        "required",
        name,
        (before, after),
        (
            Sides(old.schema, {"required": [name]}) if after else NOBODY,
            Sides(new.schema, {"required": [name]}) if before else NOBODY,
        ),
    )


def _extra(old: Option, new: Option, position: Position, walk: Walk) -> Iterator[Difference]:
    """Compare what holds for the properties that neither lists."""
    word = "additionalProperties"
    before, after = old.words.get(word), new.words.get(word)
    names = {*_fields(old), *_fields(new)}
    if isinstance(before, dict) and isinstance(after, dict) and before and after:
        pair = Schemas(before, after, old.at(word), new.at(word))
        yield from walk.schemas(pair, position.unlisted(_unlisted(names)))
    elif not walk.same(before, after):
        yield position.tell(
            new.at(word) if after is not None else old.at(word),
            "extra",
            word,
            (before, after),
            (Sides(old.schema, _others(new, names)), Sides(new.schema, _others(old, names))),
        )


def by_name(option: Option, other: Option) -> Node:
    """Give what an alternative says of names that neither of two lists, as a schema."""
    return {
        "properties": dict.fromkeys(sorted({*_fields(option), *_fields(other)}), True),
        "patternProperties": option.words.get("patternProperties", {}),
        "additionalProperties": option.words.get("additionalProperties", True),
    }


def _others(option: Option, names: set[str]) -> Node:
    """Give what holds for properties that no side lists, as a schema.

    What is unevaluated depends on all that is said beside.
    """
    if "unevaluatedProperties" in option.words:
        return option.schema
    patterns = option.words.get("patternProperties")
    listed: Node = dict.fromkeys(sorted(names), True)
    matched: Node = dict.fromkeys(patterns, True) if isinstance(patterns, dict) else {}
    return {
        "properties": listed,
        "patternProperties": matched,
        "additionalProperties": option.words.get("additionalProperties", True),
    }


def _fields(option: Option) -> dict[str, Json]:
    """Give the fields that an alternative speaks of; one that must be there is one of them."""
    listed = node_of(option.words.get("properties"))
    return {**dict.fromkeys(_required(option), True), **listed}


def _spoken_of(option: Option) -> set[str]:
    """Give the fields of the schemas that hold beside: these are compared as written."""
    found, waiting = set[str](), [option.words.get(word) for word in _BESIDE]
    while waiting:
        match waiting.pop():
            case list() as several:
                waiting += several
            case dict() as schema:
                properties = schema.get("properties")
                found |= {*properties} if isinstance(properties, dict) else set[str]()
                waiting += [schema.get(word) for word in _BESIDE]
            case _:
                continue
    return found


def _required(option: Option) -> list[str]:
    names = option.words.get("required")
    return [str(name) for name in names] if isinstance(names, list) else []


def _pointer(option: Option, name: str) -> str:
    return f"{option.at('properties')}/{escape(name)}"


def _summary(option: Option, name: str) -> Json:
    """Say of a field whether it must be there, and what it is; None where there is none."""
    if name not in _fields(option):
        return None
    return {"required": name in _required(option), "schema": _fields(option)[name]}


def _unlisted(names: set[str]) -> str:
    """Give a name that is not listed."""
    tried = chain(("key", "name"), (f"key{number}" for number in count(1)))
    return next(name for name in tried if name not in names)
