"""A plain value that a schema allows: null before anything, no extra item.

A complete one has every property, as the service's answers do, with its default where it has one.
The smallest has the required ones, and all of a file's, which is an object with a `url`: it gets
described.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, count, islice, product
from typing import TypeVar

from fal_codegen.contract import Document, Json, equality_key, items_of
from fal_codegen.emulator.answers.scalars import fitting, whole
from fal_codegen.emulator.answers.schema import branches, properties, resolve

Parts = TypeVar("Parts", list[Json], dict[str, Json])

_DEEPEST = 60  # levels; a schema that requires itself has no finite value
_MOST = 200_000  # steps for one value: characters and items, and ten for each schema
_SCHEMA = 10  # steps
_DEEPEST_PART = 8  # levels down to a part that differs
_TRIES = 500  # values for an item that must differ from the others


class NoValue(Exception):  # noqa: N818 - an outcome, not a mistake
    """No value is known: a schema requires itself, or more than an answer can hold."""


def sample(document: Document, node: Json, *, complete: bool = False) -> Json:
    """Make a value for a node of a raw document, the same one every time.

    It is the smallest as far as one is known, or a `complete` one; `not` and conditions are not
    looked at, so whoever uses it has it judged. Raises `NoValue`.
    """
    return _Sampler(document, complete=complete).of(node)


class _Sampler:
    """Makes one value; counts what it costs."""

    def __init__(self, document: Document, *, complete: bool) -> None:
        self._document = document
        self._complete = complete
        self._left = _MOST
        self._open: list[str] = []

    def of(self, node: Json) -> Json:
        """Make a value for a node."""
        self._spend(_SCHEMA)
        name = _reference(node)
        if len(self._open) > _DEEPEST:
            raise NoValue("the schema requires itself without end")
        self._open.append(name)
        try:
            return self._value(resolve(self._document, node))
        finally:
            self._open.pop()

    def _spend(self, amount: int) -> None:
        self._left -= amount
        if self._left < 0:
            raise NoValue(f"the smallest answer takes more than {_MOST} steps to make")

    def _value(self, schema: dict[str, Json]) -> Json:
        options = branches(schema)
        match schema:
            case {"const": value} | {"enum": [value, *_]}:
                return value
            case _ if options:
                return self._simplest(options)
            case {"type": [*types]}:
                return self._simplest([{**schema, "type": each} for each in types])
            case {"type": "array"}:
                return self._array(schema)
            case {"type": "string" | "integer" | "number" | "boolean" | "null"}:
                self._spend(min(whole(schema.get("minLength")), _MOST + 1))
                return next(fitting(schema))
            case _:
                return self._object(schema)

    def _simplest(self, options: list[Json]) -> Json:
        """Take null, else the first option that has a value; those being made come last."""
        resolved = [resolve(self._document, option).get("type") for option in options]
        if "null" in resolved:
            return None
        again = [option for option in options if _reference(option) in filter(None, self._open)]
        why = NoValue("no alternative has a value")
        for option in [*(each for each in options if each not in again), *again]:
            try:
                return self.of(option)
            except NoValue as error:
                why = error
        raise why

    def _object(self, schema: dict[str, Json]) -> dict[str, Json]:
        names = [each for each in items_of(schema.get("required")) if isinstance(each, str)]
        known = properties(self._document, schema)
        every = "url" in known or self._complete
        ordered = [name for name in known if name in names or (every and self._finite(known[name]))]
        listed = [*dict.fromkeys([*ordered, *names])]
        extra = schema.get("additionalProperties")
        return {
            name: self._property(known.get(name, extra))
            for name in [*listed, *self._missing(schema, known, listed)]
        }

    def _property(self, node: Json) -> Json:
        """Make a property's value: of a complete answer its default, if it has one."""
        schema = resolve(self._document, node) if self._complete else {}
        return schema["default"] if "default" in schema else self.of(node)

    def _finite(self, node: Json) -> bool:
        """Tell whether an optional property can be there: it is not inside itself."""
        return _reference(node) not in filter(None, self._open)

    def _missing(
        self, schema: dict[str, Json], known: Iterable[str], listed: list[str]
    ) -> Iterator[str]:
        """Name as many more properties as an object must have, those that are known first."""
        needed = max(whole(schema.get("minProperties")) - len(listed), 0)
        self._spend(min(needed, _MOST + 1))
        others = (name for name in known if name not in listed)
        return islice(chain(others, map("extra_{}".format, count(1))), needed)

    def _array(self, schema: dict[str, Json]) -> list[Json]:
        shapes = items_of(schema.get("prefixItems"))
        length = whole(schema.get("minItems"))
        self._spend(min(length, _MOST + 1))
        rest = [schema.get("items")] * (length - len(shapes))
        nodes = [*shapes[:length], *rest]
        items = [self.of(node) for node in nodes]
        return self._distinct(nodes, items) if schema.get("uniqueItems") is True else items

    def _distinct(self, nodes: list[Json], items: list[Json]) -> list[Json]:
        """Put other values in place of items that were there before, where some are known."""
        found: dict[str, Json] = {}
        for node, item in zip(nodes, items, strict=True):
            others = islice(chain((item,), self._several(node)), _TRIES)
            fresh = next((each for each in others if equality_key(each) not in found), item)
            found[equality_key(fresh)] = fresh
        return [*found.values()]

    def _counted(self, value: Parts) -> Parts:
        """Pay for a value that is made of others."""
        self._spend(len(value))
        return value

    def _several(self, node: Json, depth: int = 0) -> Iterator[Json]:
        """Give more values for a node: of a list or an object, with one part that differs."""
        if depth > _DEEPEST_PART:
            return
        self._spend(_SCHEMA)
        schema, below = resolve(self._document, node), depth + 1
        values, made = schema.get("enum"), self.of(node)
        options = branches(schema)
        if isinstance(values, list):
            yield from values
        elif options:
            yield from chain.from_iterable(self._several(each, below) for each in options)
        elif isinstance(made, dict):
            for name, inner in properties(self._document, schema).items():
                yield from (self._counted(made | {name: x}) for x in self._several(inner, below))
        elif isinstance(made, list):
            more = [*islice(self._several(schema.get("items"), below), _TRIES)]
            rows = (row for size in (1, 2) for row in product(more, repeat=size))
            yield from (self._counted([*made, *row]) for row in rows)
        else:
            yield from fitting(schema)


def _reference(node: Json) -> str:
    found = node.get("$ref") if isinstance(node, dict) else None
    return found if isinstance(found, str) else ""
