# The runtime of fal-codegen, from templates/python/runtime/_tags.py: edit it there.
"""Constants that tell the members of a union apart, as `{"type": "image", …}`."""

import json
from collections.abc import Hashable, Iterable, Iterator
from functools import reduce
from typing import Any, Literal, TypeAlias, cast, get_args, get_origin

from pydantic import BaseModel, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from ._model import Answer

_Type: TypeAlias = Any

_UNTAGGED = ""
"""What stands for the whole union, among the members by their tags."""


class ByTag:
    """In an answer, of several classes the one whose constant `name` is the value's own.

    Where no class has the value's tag, it is the first class that has no constant there: `Answer`,
    if no other. Where a value has no tag, all members but `Answer` are tried.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def choose(self, kinds: Iterable[type[BaseModel]], value: object) -> type[BaseModel] | None:
        """Give the class of a value; None where it has no tag."""
        if not isinstance(value, dict) or self.name not in value:
            return None
        tag = _key(cast("dict[str, object]", value)[self.name])
        others = list[type[BaseModel]]()
        for kind in kinds:
            tags = self._tags(kind)
            if tag in tags:
                return kind
            if not tags:
                others.append(kind)
        return others[0] if others else None

    def _tags(self, kind: type[BaseModel]) -> set[str]:
        return {
            _key(value)
            for name, field in kind.__pydantic_fields__.items()
            if (field.alias or name) == self.name
            for value in _constants(field.annotation)
        }

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Give each class by its place among the members."""
        kinds = {str(index): kind for index, kind in enumerate(members(source))}
        places: dict[object, str] = {kind: place for place, kind in kinds.items()}

        def place(value: object) -> Hashable:
            return places.get(self.choose(kinds.values(), value) or type(value), _UNTAGGED)

        promised = tuple(each for each in get_args(source) if each is not Answer)
        choices = {each: handler.generate_schema(kind) for each, kind in kinds.items()}
        choices[_UNTAGGED] = handler.generate_schema(reduce(_either, promised))
        return core_schema.tagged_union_schema(choices, place)


def members(hint: object) -> list[type[BaseModel]]:
    """Give the classes among the members of a union."""
    return [
        each for each in get_args(hint) if isinstance(each, type) and issubclass(each, BaseModel)
    ]


def _either(one: _Type, other: _Type) -> _Type:
    return one | other


def _constants(hint: object) -> Iterator[object]:
    if get_origin(hint) is Literal:
        yield from get_args(hint)
    else:
        for each in get_args(hint):
            yield from _constants(each)


def _key(value: object) -> str:
    """Tell 1 from True, which are equal to Python."""
    return json.dumps(value, sort_keys=True, default=repr)
