"""One edit of one schema, of a written list of kinds."""

import json
from collections.abc import Callable
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


def same(one: Json, other: Json) -> bool:
    """Tell whether two schemas are written alike."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
