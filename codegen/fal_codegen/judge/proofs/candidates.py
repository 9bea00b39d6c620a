"""Values that a schema may admit, small ones first: where witnesses are looked for.

Nothing here decides anything: whoever takes a value asks validators about it.
"""

import math
from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import chain, cycle, islice, zip_longest
from typing import TypeVar

from fal_codegen.contract import (
    Json,
    Node,
    equality_key,
    items_of,
    node_of,
    pointer_of,
    resolve_pointer,
)
from fal_codegen.judge.proofs.hints import Hints, matching, numbers_near, shorter
from fal_codegen.judge.proofs.merging import merged
from fal_codegen.judge.proofs.patterns import varied
from fal_codegen.judge.proofs.validating import validator

T = TypeVar("T")

_FEW = 24
"""Values that are kept for a place inside another value."""
_DEEPEST = 12
_LONGEST_LIST = 10_000
_LONGEST_TEXT = 100_000
"""Characters of a list, for those of lists grow with every level, and items of all of one size."""
_MOST_NAMES = 10_000
"""Names that are tried where an object must have many."""
_CHOICES = frozenset(("anyOf", "oneOf", "if", "dependentSchemas"))
_TYPES = ("null", "boolean", "string", "integer", "number", "array", "object")
_VARIED = ("b", "ab", "0", "A", "é")
_SMALL: tuple[Json, ...] = (None, "", 0, {}, [], False, "a", 1, 0.5, [None], {"a": None})


class Candidates:
    """Makes candidates for schemas that refer to definitions of `root`.

    `hints` come from the other side's schemas: a witness often lies at their bounds, or beyond.
    After `steps` schemas, each counted as often as it comes, nothing more is made.
    """

    def __init__(self, root: Node, hints: Hints, steps: float = math.inf) -> None:
        self._root = root
        self._hints = hints
        self._left = steps

    def of(self, schema: Json, depth: int = 0) -> Iterator[Json]:
        """Give values that the schema admits, no two equal."""
        admits = validator(schema, self._root)
        seen: set[str] = set()
        for value in self._values(schema, depth):
            key = equality_key(value)
            if key not in seen and admits(value):
                seen.add(key)
                yield value

    def _few(self, schema: Json, depth: int) -> list[Json]:
        return [*islice(self.of(schema, depth + 1), _FEW)]

    def _values(self, schema: Json, depth: int) -> Iterator[Json]:
        self._left -= 1
        if schema is False or depth > _DEEPEST or self._left < 0:
            return
        if not isinstance(schema, dict) or not schema:
            yield from chain(_SMALL, self._hints.values)
            return
        flat = self._flat(schema)
        alternatives = list(_alternatives(flat)) if isinstance(flat, dict) else []
        if alternatives:
            yield from _in_turn(self._values(each, depth + 1) for each in alternatives)
        elif isinstance(flat, dict):
            yield from self._typed(flat, depth)

    def _flat(self, schema: Json) -> Json:
        """Give a schema with what it refers to, and all that holds at once, written into one.

        Unions and conditions that cannot be written into one stay in `allOf`, to be taken in turn.
        """
        for _ in range(_DEEPEST):
            if not isinstance(schema, dict) or not schema.keys() & {"$ref", "allOf"}:
                return schema
            whole: Json = {word: schema[word] for word in schema if word not in ("$ref", "allOf")}
            ref = schema.get("$ref")
            if isinstance(ref, str):
                whole = merged(whole, resolve_pointer(self._root, pointer_of(ref)))
            for part in items_of(schema.get("allOf")):
                whole = merged(whole, part)
            if whole == schema:
                break
            schema = whole
        flat = node_of(schema)
        return flat if flat.keys() & _CHOICES else {**flat, "allOf": []}

    def _typed(self, schema: Node, depth: int) -> Iterator[Json]:
        if "const" in schema or "enum" in schema:
            yield from [schema["const"]] if "const" in schema else items_of(schema["enum"])
            return
        types = items_of(schema.get("type")) or [schema.get("type")]
        wanted = _TYPES if types == [None] else [each for each in _TYPES if each in types]
        yield from _in_turn(self._of_type(each, schema, depth) for each in wanted)

    def _of_type(self, type_: str, schema: Node, depth: int) -> Iterator[Json]:
        match type_:
            case "null":
                yield None
            case "boolean":
                yield from (False, True)
            case "string":
                yield from self._strings(schema)
            case "integer" | "number":
                yield from numbers_near(schema, self._hints, whole=type_ == "integer")
            case "array":
                yield from self._arrays(schema, depth)
            case _:
                yield from self._objects(schema, depth)

    def _strings(self, schema: Node) -> Iterator[Json]:
        lengths = shorter(schema, self._hints)
        if not isinstance(schema.get("pattern"), str):
            yield from ("a" * length for length in lengths)
            yield from ("b", "0", "A", " ", "aa", "é")
            yield from ((each * length)[:length] for each in _VARIED for length in lengths)
        yield from (value for value in self._hints.values if isinstance(value, str))
        own = [schema["pattern"]] if isinstance(schema.get("pattern"), str) else []
        for pattern in (*own, *self._hints.patterns):
            yield from matching(str(pattern), schema, self._root, self._hints)

    def _arrays(self, schema: Node, depth: int) -> Iterator[Json]:
        first = [self._few(each, depth) for each in items_of(schema.get("prefixItems"))]
        others = self._few(schema.get("items", True), depth)
        both = merged(schema.get("items", True), schema.get("contains", True))
        wanted = self._few(both, depth) if "contains" in schema else []
        count, least = _number(schema, "minContains", 1), _number(schema, "minItems", 0)
        sizes = {least, 0, 1, 2, *self._hints.sizes, *[count] * bool(wanted)}
        for size in sorted(size for size in sizes if size <= _LONGEST_LIST):
            room = _LONGEST_TEXT // max(size, 1)
            short, short_wanted = _within(others, room), _within(wanted, room)
            if schema.get("uniqueItems") is True and size > len(first + short + short_wanted):
                continue
            rows = _rows([*first[:size], *[short + short_wanted] * (size - len(first))])
            yield from islice(rows, room)
            if short_wanted and count <= size:
                yield from _containing(short_wanted, short, count, size)

    def _objects(self, schema: Node, depth: int) -> Iterator[Json]:
        properties = node_of(schema.get("properties"))
        extra = schema.get("additionalProperties", True)
        required = [str(name) for name in items_of(schema.get("required"))]
        listed = [*dict.fromkeys((*required, *properties))]
        names = dict.fromkeys(listed)
        fewest = _number(schema, "minProperties", 0)
        if extra is not False or "patternProperties" in schema:
            names |= dict.fromkeys(self._names(schema, depth, fewest))
        inner = self._values_by_name(schema, names, depth)
        least = {name: inner[name][0] for name in required if inner[name]}
        for name in (each for each in names if inner[each]):
            if len(least) < fewest:
                least.setdefault(name, inner[name][0])
        yield least
        if len(least) < fewest:
            return
        most = min(len(listed) + _FEW, _MOST_NAMES // max(len(least), 1))
        there = [name for name in [*names][:most] if inner[name]]
        for name in there:
            yield from ({**least, name: value} for value in inner[name])
        yield {name: inner[name][0] for name in names if inner[name]}
        for name in there:
            yield {other: inner[other][0] for other in there if other != name}
        for one in there:
            for other in there:
                yield {**least, one: inner[one][0], other: inner[other][-1]}

    def _values_by_name(
        self, schema: Node, names: Iterable[str], depth: int
    ) -> dict[str, list[Json]]:
        """Give values for each name; names for which the same holds share them."""
        known: dict[str, list[Json]] = {}
        found: dict[str, list[Json]] = {}
        for name in names:
            inner = _value_schema(schema, name)
            key = equality_key(inner)
            if key not in known:
                known[key] = self._few(inner, depth)
            found[name] = known[key]
        return found

    def _names(self, schema: Node, depth: int, fewest: int) -> Iterator[str]:
        """Give names that no schema lists, which may be sent all the same."""
        fits = validator(schema.get("propertyNames", True), self._root)
        known = [name for name in dict.fromkeys(self._tried_names(schema, depth)) if fits(name)]
        if fewest > len(known):
            more = islice(_in_turn(map(_like, known)), _MOST_NAMES)
            fitting = (name for name in dict.fromkeys((*known, *more)) if fits(name))
            known = [*islice(fitting, min(fewest, _MOST_NAMES) + len(known))]
        yield from known

    def _tried_names(self, schema: Node, depth: int) -> Iterator[str]:
        rule = schema.get("propertyNames")
        if isinstance(rule, dict):
            named = self._few(merged(rule, {"type": "string"}), depth)
            yield from (name for name in named if isinstance(name, str))
        for pattern in (*node_of(schema.get("patternProperties")), *self._hints.patterns):
            yield from (str(name) for name in matching(pattern, {}, self._root, self._hints))
        yield from ("", "a", "b", *self._hints.names)


def _like(name: str) -> Iterator[str]:
    """Give other names like one."""
    yield from varied(name)
    yield from (f"{name}{number}" for number in range(_MOST_NAMES))


def _value_schema(schema: Node, name: str) -> Json:
    """Give what holds for the value under a name."""
    properties = node_of(schema.get("properties"))
    named = [properties[name]] if name in properties else []
    named += [
        each
        for pattern, each in node_of(schema.get("patternProperties")).items()
        if validator({"pattern": pattern}, {})(name)
    ]
    return reduce(merged, named) if named else schema.get("additionalProperties", True)


def _alternatives(schema: Node) -> Iterator[Json]:
    """Give the schemas of which one fits; nothing where there is no choice."""
    for word in ("anyOf", "oneOf"):
        if word in schema:
            rest: Json = {key: value for key, value in schema.items() if key != word}
            yield from (merged(rest, option) for option in items_of(schema[word]))
            return
    if "if" in schema:
        rest = {key: value for key, value in schema.items() if key not in ("if", "then", "else")}
        both = merged(schema["if"], schema.get("then", True))
        yield from (merged(rest, both), merged(rest, schema.get("else", True)))
    elif "dependentSchemas" in schema:
        rest = {key: value for key, value in schema.items() if key != "dependentSchemas"}
        yield rest
        for name, inner in node_of(schema["dependentSchemas"]).items():
            yield merged(merged(rest, {"required": [name]}), inner)


def _number(schema: Node, word: str, unless_given: int) -> int:
    argument = schema.get(word)
    return int(argument) if isinstance(argument, int | float) else unless_given


def _containing(wanted: list[Json], others: list[Json], count: int, size: int) -> Iterator[Json]:
    """Give lists with as many of the wanted items as there must be: one repeated, or several."""
    for first in (wanted[:1] * count, [*islice(cycle(wanted), count)]):
        yield from ([*first, *[other] * (size - count)] for other in others)
        yield [*first, *islice(cycle(reversed(others)), size - count)]


def _within(values: list[Json], room: int) -> list[Json]:
    """Give the values that are not too long for a list of many."""
    return [value for value in values if len(equality_key(value)) <= room]


def _rows(choices: list[list[Json]]) -> Iterator[Json]:
    """Give lists with one of the choices at each place: all first, one varied, all different."""
    if not all(choices):
        return
    row = [each[0] for each in choices]
    yield row
    yield [each[place % len(each)] for place, each in enumerate(choices)]
    for value in choices[0] if choices else ():
        yield [value, *row[1:]]
        yield [value for _ in row]
    for value in choices[-1] if len(choices) > 1 else ():
        yield [*row[:-1], value]


def _in_turn(streams: Iterable[Iterator[T]]) -> Iterator[T]:
    """Take one of each in turn, so that no alternative waits for another's end."""
    nothing = object()
    for row in zip_longest(*streams, fillvalue=nothing):
        yield from (value for value in row if value is not nothing)  # type: ignore[misc]
