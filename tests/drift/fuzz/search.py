"""A search for bodies that tell two documents apart; it shares nothing with what it judges.

Bodies are made at random from the raw schema of whoever sends, mostly small, with something at the
place of the edit. python-jsonschema says what is right. The sender is read closed in a way of its
own: by the names that a body has, and not by rewriting schemas.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

from fal_codegen.contract import Document, Json, OperationSchemas, Side, find_schemas
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.documents import replaced

from .edits import Node, listed, named
from .subjects import Path_, Place, at

MATCHING = ("", "a", "b", "aa", "ab", "abc", "xx", "x", "0", "a0", "z", "bcde", "ax", "A", "é", " ")
STATED = ("additionalProperties", "patternProperties", "propertyNames", "unevaluatedProperties")
_DEEPEST = 9
_LONGEST = 99_999


class Party:
    """One document, asked about the bodies of a side."""

    def __init__(self, source: Document, side: Side) -> None:
        self.source = source
        found = find_schemas(source)
        assert isinstance(found, OperationSchemas)
        pointer = found.input_pointer if side == "input" else found.output_pointer
        assert pointer is not None
        steps = tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
        self.root = at(source, steps)
        self._whole: Any = Draft202012Validator(
            {
                "components": source["components"],
                **(self.root if isinstance(self.root, dict) else {}),
            }
        )

    def takes(self, body: Json) -> bool:
        verdict: bool = self.root is not False and self._whole.is_valid(body)
        return verdict

    def fits(self, schema: Json, value: Json) -> bool:
        verdict: bool = self._whole.evolve(schema=schema).is_valid(value)
        return verdict

    def closed(self, value: Json, schemas: list[Json], depth: int = 0) -> bool:
        """Tell whether a value has only names that the schemas of its place list."""
        if depth > _DEEPEST or not isinstance(value, dict | list):
            return True
        ways = list(self._ways(schemas, value, depth))
        return any(self._listed(value, way, depth) for way in ways)

    def _ways(self, schemas: list[Json], value: Json, depth: int) -> Iterator[list[Node]]:
        """Give the schemas in place, for each choice of alternatives that fit."""
        fixed: list[Node] = []
        waiting = [*schemas]
        unions: list[list[Json]] = []
        while waiting:
            schema = waiting.pop()
            if not isinstance(schema, dict):
                continue
            fixed.append(schema)
            if isinstance(schema.get("$ref"), str):
                waiting.append(at(self.source, tuple(str(schema["$ref"])[2:].split("/"))))
            waiting += listed(schema, "allOf")
            waiting += [schema[word] for word in ("if", "then", "else") if word in schema]
            waiting += named(schema, "dependentSchemas").values()
            unions += [listed(schema, word) for word in ("anyOf", "oneOf") if listed(schema, word)]
        if not unions:
            yield fixed
            return
        first, *others = unions
        if others or depth > _DEEPEST:
            yield [*fixed, *self._flat(unions)]
            return
        for option in first:
            if self.fits(option, value):
                for way in self._ways([option], value, depth + 1):
                    yield [*fixed, *way]

    def _flat(self, unions: list[list[Json]]) -> list[Node]:
        return [each for union in unions for each in union if isinstance(each, dict)]

    def _listed(self, value: Json, way: list[Node], depth: int) -> bool:
        if isinstance(value, list):
            inner = [node["items"] for node in way if "items" in node]
            return all(self.closed(item, inner, depth + 1) for item in value)
        assert isinstance(value, dict)
        names = {name for node in way for name in named(node, "properties")}
        names |= {str(name) for node in way for name in listed(node, "required")}
        stated = any(word in node for node in way for word in STATED)
        if names and not stated and not value.keys() <= names:
            return False
        return all(
            self.closed(
                item,
                [named(n, "properties")[name] for n in way if name in named(n, "properties")],
                depth + 1,
            )
            for name, item in value.items()
        )


class Maker:
    """Makes values at random, with the words and numbers that both documents speak of."""

    def __init__(self, source: Document, random: Random, hints: list[Json]) -> None:
        self._source = source
        self._random = random
        self.numbers: list[int | float] = [0, 1, -1, 2, 0.5, 7]
        self.lengths: set[int] = {0, 1, 2, 3}
        self.values: list[Json] = [None, "a", 1, True]
        for hint in hints:
            self._gather(hint, 0)

    def _gather(self, node: Json, depth: int) -> None:
        """Take in every number and text of a schema, and those beside each number."""
        match node:
            case bool() | None:
                return
            case int() | float():
                self.numbers += [node, node + 1, node - 1, node + 0.5]
                self.lengths |= {
                    n for n in (int(node) - 1, int(node), int(node) + 1) if 0 <= n < 99_999
                }
            case str():
                self.values.append(node)
            case dict():
                for each in node.values():
                    self._gather(each, depth + 1)
            case list():
                self.values += node
                for each in node:
                    self._gather(each, depth + 1)

    def upto(self, most: int) -> int:
        """Draw a number."""
        return self._random.randint(0, most)

    def make(self, schema: Json, focus: Path_, depth: int = 0) -> Json:
        """Make a value that a schema most likely takes, with something where the focus leads."""
        if not isinstance(schema, dict) or depth > _DEEPEST:
            return self._random.choice(self.values)
        schema = self._flat(schema)
        for word in ("anyOf", "oneOf"):
            if listed(schema, word):
                option = self._random.choice(listed(schema, word))
                inner = option if isinstance(option, dict) else {}
                rest = {key: value for key, value in schema.items() if key != word}
                return self.make({**rest, **self._flat(inner)}, focus, depth + 1)
        if "const" in schema and self._random.random() < 0.9:
            return schema["const"]
        if listed(schema, "enum") and self._random.random() < 0.9:
            return self._random.choice(listed(schema, "enum"))
        return self._of_type(self._type(schema), schema, focus, depth)

    def _flat(self, schema: Node) -> Node:
        for _ in range(_DEEPEST):
            ref = schema.get("$ref")
            parts = listed(schema, "allOf")
            if not isinstance(ref, str) and not parts:
                break
            if isinstance(ref, str):
                parts = [*parts, at(self._source, tuple(ref[2:].split("/")))]
            schema = {key: value for key, value in schema.items() if key not in ("$ref", "allOf")}
            for part in parts:
                schema = _joined(schema, part if isinstance(part, dict) else {})
        return schema

    def _type(self, schema: Node) -> str:
        stated = schema.get("type")
        if isinstance(stated, list) and stated:
            return str(self._random.choice(stated))
        if isinstance(stated, str):
            return stated
        if "properties" in schema or "required" in schema:
            return "object"
        kinds = ("string", "integer", "number", "boolean", "null", "object", "array")
        return self._random.choice(kinds)

    def _of_type(self, kind: str, schema: Node, focus: Path_, depth: int) -> Json:
        match kind:
            case "string":
                if self._random.random() < 0.6:
                    return "a" * self._random.choice([*self.lengths])
                texts = [value for value in self.values if isinstance(value, str)]
                return self._random.choice([*MATCHING, *texts])
            case "integer":
                return int(self._random.choice(self.numbers))
            case "number":
                return self._random.choice(self.numbers)
            case "boolean":
                return self._random.random() < 0.5
            case "array":
                return self._array(schema, focus, depth)
            case "object":
                return self._object(schema, focus, depth)
            case _:
                return None

    def _array(self, schema: Node, focus: Path_, depth: int) -> list[Json]:
        size = self._random.choice([length for length in self.lengths if length < 12])
        size = max(size, 1) if focus else size
        inner = schema.get("items", True)
        items = [
            self.make(inner, focus[1:] if not place else (), depth + 1) for place in range(size)
        ]
        same = items and self._random.random() < 0.3
        return [items[0] for _ in items] if same else items

    def _object(self, schema: Node, focus: Path_, depth: int) -> dict[str, Json]:
        fields = named(schema, "properties")
        wanted = [str(name) for name in listed(schema, "required")]
        wanted += [name for name in fields if self._random.random() < 0.12]
        wanted += [str(focus[0])] if focus else []
        if not focus and fields and self._random.random() < 0.6:
            wanted.append(self._random.choice([*fields]))
        if any(word in schema for word in STATED) or not fields:
            names = [value for value in self.values if isinstance(value, str) and len(value) < 20]
            wanted += self._random.sample([*MATCHING, *names], self._random.randint(0, 2))
        extra = schema.get("additionalProperties", True)
        return {
            name: self.make(
                fields.get(name, extra), focus[1:] if focus and focus[0] == name else (), depth + 1
            )
            for name in wanted
        }


def _joined(one: Node, other: Node) -> Node:
    """Put two schemas together, roughly."""
    fields = {**named(one, "properties"), **named(other, "properties")}
    needed = [*listed(one, "required"), *listed(other, "required")]
    whole = {**one, **other}
    if fields:
        whole["properties"] = fields
    if needed:
        whole["required"] = needed
    return whole


def witness(sends: Party, takes: Party, place: Place, maker: Maker, tries: int) -> Json:
    """Give a body that may be sent and is not taken, in a list; None where none was found.

    Once a right body is found, mostly what stands in it at the place is made anew.
    """
    right: Json = None
    inner = at(sends.source, place.steps)
    for number in range(tries):
        aim = place.path[: maker.upto(len(place.path))] if number % 5 == 0 else place.path
        if right is None or number % 4 == 0:
            body = maker.make(sends.root, aim)
        else:
            body = replaced(right, place.path, maker.make(inner, ()))
        if sends.takes(body) and sends.closed(body, [sends.root]):
            if not takes.takes(body):
                return [body]
            right = body if holds(body, place.path) else right
    return None


def holds(body: Json, path: Path_) -> bool:
    """Tell whether there is something at a place."""
    for step in path:
        if isinstance(body, dict) and step in body:
            body = body[str(step)]
        elif isinstance(body, list) and isinstance(step, int) and step < len(body):
            body = body[step]
        else:
            return False
    return True
