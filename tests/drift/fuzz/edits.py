"""One edit of one schema, of a written list of kinds."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from fal_codegen.contract import Json

Node: TypeAlias = dict[str, Json]
Edit: TypeAlias = Callable[[Node, Random], Json]
"""Gives a changed schema, or the same one where the edit does not apply."""

PATTERNS = ("^a", "^b", "^[a-z]*$", "^[a-c]+$", "[0-9]", "^.{2,4}$", "x$", "^(a|b)")
WORDS = ("a", "b", "kind", "size", "url", "note")
SCALARS: tuple[Node, ...] = (
    {"type": "string"},
    {"type": "integer"},
    {"type": "number"},
    {"type": "boolean"},
    {"type": "null"},
    {"type": "string", "maxLength": 3},
    {"enum": ["a", "b", 1]},
)


def plus(node: Node, **words: Json) -> Node:
    return {**node, **words}


def without(node: Node, *words: str) -> Node:
    return {word: value for word, value in node.items() if word not in words}


def is_(node: Node, *types: str) -> bool:
    stated = node.get("type")
    return stated in types or (isinstance(stated, list) and any(each in types for each in stated))


def number(node: Node, word: str, otherwise: float = 0) -> float:
    found = node.get(word, otherwise)
    return found if isinstance(found, int | float) else otherwise


def listed(node: Node, word: str) -> list[Json]:
    found = node.get(word)
    return found if isinstance(found, list) else []


def named(node: Node, word: str) -> Node:
    found = node.get(word)
    return found if isinstance(found, dict) else {}


def moved(word: str, step: int, *types: str) -> Edit:
    """Move a bound that is there, or set one that bites."""

    def edit(node: Node, random: Random) -> Json:
        if not is_(node, *types):
            return node
        at = number(node, word, 5) + step * random.randint(1, 3)
        counts = "Length" in word or "Items" in word or "Properties" in word
        return plus(node, **{word: max(0, int(at)) if counts else at})

    return edit


def dropped(*words: str) -> Edit:
    """Take keywords away."""
    return lambda node, _random: without(node, *words)


def put(word: str, values: tuple[Json, ...], *types: str) -> Edit:
    """Set a keyword on schemas of some types, or of any."""

    def edit(node: Node, random: Random) -> Json:
        if types and not is_(node, *types):
            return node
        return plus(node, **{word: random.choice(values)})

    return edit


def of_enum(change: Callable[[list[Json], Random], list[Json]]) -> Edit:
    def edit(node: Node, random: Random) -> Json:
        values = listed(node, "enum")
        return plus(node, enum=change(values, random)) if len(values) > 1 else node

    return edit


def of_fields(change: Callable[[Node, Node, Random], Json]) -> Edit:
    def edit(node: Node, random: Random) -> Json:
        fields = named(node, "properties")
        return change(node, fields, random) if fields else node

    return edit


def of_options(change: Callable[[list[Json], Random], list[Json]]) -> Edit:
    def edit(node: Node, random: Random) -> Json:
        options = listed(node, "anyOf")
        return plus(node, anyOf=change(options, random)) if options else node

    return edit


def require(node: Node, fields: Node, random: Random) -> Json:
    left = [name for name in fields if name not in listed(node, "required")]
    return plus(node, required=[*listed(node, "required"), random.choice(left)]) if left else node


def free(node: Node, _fields: Node, random: Random) -> Json:
    needed = listed(node, "required")
    gone = random.choice(needed) if needed else None
    return plus(node, required=[name for name in needed if name != gone]) if needed else node


def remove(node: Node, fields: Node, random: Random) -> Json:
    gone = random.choice([*fields])
    needed: list[Json] = [name for name in listed(node, "required") if name != gone]
    return plus(node, properties=without(fields, gone), required=needed)


def rename(node: Node, fields: Node, random: Random) -> Json:
    old = random.choice([*fields])
    renamed: Node = {f"{name}_x" if name == old else name: each for name, each in fields.items()}
    needed: list[Json] = [f"{n}_x" if n == old else n for n in listed(node, "required")]
    return plus(node, properties=renamed, required=needed)


def add(node: Node, fields: Node, random: Random) -> Json:
    return plus(node, properties=plus(fields, added=random.choice(SCALARS)))


def demand(node: Node, fields: Node, random: Random) -> Json:
    grown = plus(fields, added=random.choice(SCALARS))
    return plus(node, properties=grown, required=[*listed(node, "required"), "added"])


def forbid(node: Node, fields: Node, random: Random) -> Json:
    return plus(node, properties=plus(fields, **{random.choice([*fields]): False}))


def needing(node: Node, fields: Node, random: Random) -> Json:
    one, other = random.choice([*fields]), random.choice([*fields])
    return plus(node, dependentRequired={one: [other]})


def if_then(node: Node, fields: Node, random: Random) -> Json:
    one, other = random.choice([*fields]), random.choice([*fields])
    rule: Node = {"if": {"required": [one]}, "then": {"required": [other]}}
    return {**node, **rule}


def if_value(node: Node, fields: Node, random: Random) -> Json:
    one, other = random.choice([*fields]), random.choice([*fields])
    asked: Json = {"properties": {one: {"type": "string"}}, "required": [one]}
    rule: Node = {"if": asked, "then": {"required": [other]}}
    return {**node, **rule}


def dependent(node: Node, fields: Node, random: Random) -> Json:
    one, other = random.choice([*fields]), random.choice([*fields])
    return plus(node, dependentSchemas={one: {"required": [other]}})


def rule_out(node: Node, random: Random) -> Json:
    values = [value for value in listed(node, "enum") if value is not None]
    common: list[Json] = ["a", 1, True, 0]
    ruled = random.choice(values or common)
    return plus(node, **{"not": {"const": ruled}})


def swap(options: list[Json], random: Random) -> list[Json]:
    return random.sample(options, len(options))


def null_or_not(node: Node, _random: Random) -> Json:
    options = listed(node, "anyOf")
    null: Json = {"type": "null"}
    if null in options and len(options) > 1:
        return plus(node, anyOf=[option for option in options if option != null])
    asserting: Node = {"anyOf": [without(node, "default", "description", "title"), null]}
    return {
        **asserting,
        **{word: node[word] for word in ("default", "description") if word in node},
    }


def retype(node: Node, random: Random) -> Json:
    if not isinstance(node.get("type"), str):
        return node
    others = [name for name in ("string", "integer", "boolean", "array") if not is_(node, name)]
    return plus(without(node, "enum", "const"), type=random.choice(others))


def renamed_type(old: str, new: str) -> Edit:
    return lambda node, _random: plus(node, type=new) if node.get("type") == old else node


def or_text(node: Node, _random: Random) -> Json:
    stated = node.get("type")
    return plus(node, type=[stated, "string"]) if stated in ("integer", "object") else node


def contains_few(node: Node, random: Random) -> Json:
    return (
        plus(node, contains=random.choice(SCALARS), maxContains=1) if is_(node, "array") else node
    )


def one_less(values: list[Json], random: Random) -> list[Json]:
    gone = random.randrange(len(values))
    return [value for place, value in enumerate(values) if place != gone] or values


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of edit; of a `silent` one nothing is to be told, or nothing that matters."""

    edit: Edit
    silent: bool = False


NUMBERS = ("integer", "number")
NAMES: tuple[Json, ...] = ({"pattern": "^[a-z]*$"}, {"pattern": "^a"}, {"maxLength": 4})
BY_NAME: tuple[Json, ...] = tuple({name: each} for name in PATTERNS[:3] for each in SCALARS)
FIRST: tuple[Json, ...] = tuple([each] for each in SCALARS)
KINDS: Mapping[str, Kind] = {
    "minimum up": Kind(moved("minimum", 1, *NUMBERS)),
    "minimum down": Kind(moved("minimum", -1, *NUMBERS)),
    "minimum gone": Kind(dropped("minimum")),
    "maximum down": Kind(moved("maximum", -1, *NUMBERS)),
    "maximum up": Kind(moved("maximum", 1, *NUMBERS)),
    "maximum gone": Kind(dropped("maximum")),
    "open end below": Kind(moved("exclusiveMinimum", 0, *NUMBERS)),
    "open end above": Kind(moved("exclusiveMaximum", 0, *NUMBERS)),
    "steps": Kind(put("multipleOf", (2, 3, 0.5, 0.1), *NUMBERS)),
    "steps gone": Kind(dropped("multipleOf")),
    "longer at least": Kind(moved("minLength", 1, "string")),
    "shorter at most": Kind(moved("maxLength", -1, "string")),
    "longer at most": Kind(moved("maxLength", 2, "string")),
    "length free": Kind(dropped("minLength", "maxLength")),
    "pattern": Kind(put("pattern", PATTERNS, "string")),
    "pattern gone": Kind(dropped("pattern")),
    "more items at least": Kind(moved("minItems", 1, "array")),
    "fewer items at most": Kind(moved("maxItems", -1, "array")),
    "more items at most": Kind(moved("maxItems", 2, "array")),
    "distinct items": Kind(put("uniqueItems", (True,), "array")),
    "items alike": Kind(dropped("uniqueItems")),
    "contains": Kind(put("contains", SCALARS, "array")),
    "contains few": Kind(contains_few),
    "first item": Kind(put("prefixItems", FIRST, "array")),
    "other items": Kind(put("items", SCALARS, "array")),
    "value dropped": Kind(of_enum(one_less)),
    "value added": Kind(of_enum(lambda v, r: [*v, r.choice(["new", 77, None])])),
    "values set": Kind(put("enum", (["a", "b"], [1, 2], ["a", None, 1]))),
    "values free": Kind(dropped("enum", "const")),
    "constant": Kind(put("const", ("a", 1, True))),
    "other type": Kind(retype),
    "type or text": Kind(or_text),
    "type gone": Kind(dropped("type")),
    "integer to number": Kind(renamed_type("integer", "number")),
    "number to integer": Kind(renamed_type("number", "integer")),
    "null or not": Kind(null_or_not),
    "required": Kind(of_fields(require)),
    "optional": Kind(of_fields(free)),
    "field": Kind(of_fields(add)),
    "field that must be": Kind(of_fields(demand)),
    "field gone": Kind(of_fields(remove)),
    "field renamed": Kind(of_fields(rename)),
    "field forbidden": Kind(of_fields(forbid)),
    "shut": Kind(put("additionalProperties", (False,), "object")),
    "opened": Kind(put("additionalProperties", (True, {}), "object")),
    "further fields": Kind(put("additionalProperties", SCALARS, "object")),
    "nothing further": Kind(put("unevaluatedProperties", (False,), "object")),
    "names": Kind(put("propertyNames", NAMES, "object")),
    "values by name": Kind(put("patternProperties", BY_NAME, "object")),
    "more fields at least": Kind(put("minProperties", (1, 2), "object")),
    "fewer fields at most": Kind(put("maxProperties", (1, 2), "object")),
    "one needs another": Kind(of_fields(needing)),
    "one asks for another": Kind(of_fields(dependent)),
    "condition": Kind(of_fields(if_then)),
    "condition on a value": Kind(of_fields(if_value)),
    "ruled out": Kind(rule_out),
    "ruled out by schema": Kind(put("not", SCALARS)),
    "further schema": Kind(lambda n, r: plus(n, allOf=[*listed(n, "allOf"), r.choice(SCALARS)])),
    "alternative added": Kind(of_options(lambda o, r: [*o, r.choice(SCALARS)])),
    "alternative dropped": Kind(of_options(one_less)),
    "alternatives swapped": Kind(of_options(swap), silent=True),
    "made a choice": Kind(lambda n, r: {"anyOf": [without(n, "default"), r.choice(SCALARS)]}),
    "exactly one": Kind(lambda n, r: {"oneOf": [without(n, "default"), r.choice(SCALARS)]}),
    "anything": Kind(lambda n, _r: {word: n[word] for word in ("description",) if word in n}),
    "nothing": Kind(lambda _n, _r: False),
    "default": Kind(put("default", ("a", 1, None, True, []))),
    "format": Kind(put("format", ("uri", "date-time", "binary"), "string")),
    "description": Kind(put("description", ("Up to 3 images.", "A note.", "Max 9 characters."))),
    "title": Kind(put("title", ("Another", "Title")), silent=True),
    "example elsewhere": Kind(put("title", ("x",)), silent=True),
    "file limit": Kind(put("x-fal", ({"max_file_size": 7}, {"fps": 3}))),
    "read only": Kind(put("readOnly", (True,))),
    "deprecated": Kind(put("deprecated", (True,))),
    "unheard-of word": Kind(put("x-new", (1, 2))),
}


def same(one: Json, other: Json) -> bool:
    """Tell whether two schemas are written alike."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
