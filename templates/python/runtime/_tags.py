# The runtime of fal-codegen, from templates/python/runtime/_tags.py: edit it there.
"""Constants that tell the members of a union apart, as `{"type": "image", …}`."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import reduce
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin

from pydantic import BaseModel, GetCoreSchemaHandler
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, core_schema

from ._limits import Item, Known, either, identity
from ._model import Answer

_UNTAGGED = ""
"""What stands for the whole union, among the members by their tags."""


class ByTag:
    """In an answer, of several classes the one whose constants are the value's own.

    `names` are the fields that have them. Of the classes that have no other constant in any of
    these fields, it is the first that has most of the value's; where none has any, it is the first
    of them: `Answer`, if there is no other. Where no constant speaks for or against any class, all
    members but `Answer` are tried. `mapped` has classes without constants, by their names, with the
    values that stand for them in the first field, as a `discriminator` says.
    """

    def __init__(self, *names: str, **mapped: tuple[str, ...]) -> None:
        self.names = names
        self.mapped = mapped

    def choose(self, kinds: Iterable[type[BaseModel]], value: object) -> type[BaseModel] | None:
        """Give the class of a value; None where its tags tell none, or no class may have them."""
        if not isinstance(value, dict):
            return None
        given = cast("dict[str, Item]", value)
        tags = {name: identity(given[name]) for name in self.names if name in given}
        has = {kind: self._has(kind, tags) for kind in kinds} if tags else {}
        fitting = {kind: sum(held) for kind, held in has.items() if all(held)}
        if not any(has.values()):
            return None
        return max(fitting, key=fitting.__getitem__) if fitting else None

    def _has(self, kind: type[BaseModel], tags: Mapping[str, Hashable]) -> list[bool]:
        """Tell of each of the tags for which a class has constants whether it is one of these."""
        fields = {field.alias or name: field for name, field in kind.__pydantic_fields__.items()}
        known = {
            name: {
                identity(value)
                for hint in (fields[name].annotation, *fields[name].metadata)
                for value in _constants(hint)
            }
            for name in tags
            if name in fields
        }
        if kind.__name__ in self.mapped and self.names[0] in tags:
            known[self.names[0]] = {*self.mapped[kind.__name__]}
        return [
            tags[name] in values
            for name, values in known.items()
            if values
            and not (tags[name] is None and None not in values and _nullable(fields.get(name)))
        ]

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
        choices[_UNTAGGED] = handler.generate_schema(reduce(either, promised))
        return core_schema.tagged_union_schema(choices, place)


def members(hint: Any) -> list[type[BaseModel]]:
    """Give the classes among the members of a union, and of unions that are its members."""
    found = dict[type[BaseModel], None]()
    for each in get_args(hint):
        if isinstance(each, type) and issubclass(each, BaseModel):
            found[each] = None
        elif get_origin(each) in (Annotated, Union, UnionType):
            found |= dict.fromkeys(members(each))
    return [*found]


def _nullable(field: FieldInfo | None) -> bool:
    """Tell whether a field may be null, which says nothing of its constants then."""
    return field is not None and NoneType in get_args(field.annotation)


def _constants(hint: object) -> Iterator[Any]:
    """Give the values that a type lists; null is one only where it is alone."""
    if hint is NoneType:
        yield None
    elif get_origin(hint) is Literal:
        yield from get_args(hint)
    elif isinstance(hint, Known):
        yield from hint.values
    else:
        for each in get_args(hint):
            yield from _constants(each) if each is not NoneType else ()
