# The runtime of fal-codegen, from templates/python/runtime/_lenient.py: edit it there.
"""Answers that are not what the contract promises: they are read all the same, as far as it goes.

They were paid for. What has the promised type is read as that, what has not stays as it came, and a
missing field is None. Only what is no JSON object raises, where one is promised.
"""

import json
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, TypeAlias, TypeGuard, TypeVar, Union, cast, get_args, get_origin

from pydantic import BaseModel, RootModel, TypeAdapter, ValidationError

from ._disagreements import Disagreement
from ._json_answer import loads
from ._limits import without_known
from ._model import Answer
from ._tags import ByTag, members
from ._warn import NO_TEXT, warn

M = TypeVar("M", bound=BaseModel)
_Path: TypeAlias = tuple[str | int, ...]
_Hint: TypeAlias = Any
_Json: TypeAlias = Any

_UNIONS = (Union, UnionType)
_DEEPEST = 200
"""Steps from the top of an answer to what is still read part by part; pydantic goes as deep."""


def read_all_the_same(kind: type[M], body: bytes) -> M | None:
    """Read what is not as promised, and warn of it; None for what cannot be read at all."""
    try:
        value, is_text = loads(body)
    except (ValueError, RecursionError):
        return None
    return read_value(kind, value, is_text=is_text)


def read_value(kind: type[M], value: _Json, *, is_text: bool = True) -> M | None:
    """As `read_all_the_same`, for what is decoded; what `is_text` no more has lost some letters."""
    reader = _Reader()
    reader.found += [NO_TEXT] * (not is_text)
    if issubclass(kind, RootModel):
        answer = cast("M", reader.root(cast("type[RootModel[object]]", kind), value))
    elif _is_object(value):
        answer = cast("M", reader.instance(kind, value, ()))
    else:
        return None
    if reader.found:
        found = tuple(reader.found)
        object.__setattr__(answer, "__pydantic_private__", {"_disagreements": found})
        warn(answer, found)
    return answer


class _Reader:
    """Reads values by the hints of their types, and notes where they disagree."""

    def __init__(self) -> None:
        self.found: list[Disagreement] = []

    def instance(self, kind: type[BaseModel], value: dict[str, _Json], path: _Path) -> BaseModel:
        """Make an instance of what is there, with None for what is missing."""
        kind.model_rebuild()
        made, extra = kind.model_construct(), dict(value)
        fields, given = dict[str, object](), set[str]()
        for name, field in kind.__pydantic_fields__.items():
            key = field.alias or name
            if key in extra:
                tag = _tagged(field.annotation, field.metadata, extra[key])
                fields[name] = self._value(tag or field.annotation, extra.pop(key), (*path, key))
                given.add(name)
            else:
                fields[name] = vars(made).get(name)
                if field.is_required():
                    self.found.append(Disagreement((*path, key), "Field required"))
        vars(made).clear()
        vars(made).update(fields)
        made.model_fields_set.update(given)
        cast("dict[str, _Json]", made.model_extra).update(extra)
        return made

    def root(self, kind: type[RootModel[object]], value: _Json) -> BaseModel:
        """Make an instance of what is promised to be no object, whatever it is."""
        kind.model_rebuild()
        made = kind.model_construct(None)
        hint = kind.__pydantic_fields__["root"]
        tag = _tagged(hint.annotation, hint.metadata, value)
        vars(made)["root"] = self._value(tag or hint.annotation, value, ())
        return made

    def _value(self, hint: _Hint, value: _Json, path: _Path) -> object:
        """Read one value; it stays as it is if it has another type than the hint says."""
        if len(path) > _DEEPEST:
            return value
        if _origin(hint) is Annotated:
            hint, *notes = get_args(hint)
            return self._value(_tagged(hint, notes, value) or hint, value, path)
        if _origin(hint) in _UNIONS:
            return self._member(hint, value, path)
        if _is_object(value) and _is_class(hint):
            return self.instance(hint, value, path)
        if _is_object(value) and _origin(hint) is dict:
            inner = get_args(hint)[1]
            return {key: self._value(inner, each, (*path, key)) for key, each in value.items()}
        if _is_list(value) and _origin(hint) is list:
            inner, items = get_args(hint)[0], enumerate(value)
            return [self._value(inner, each, (*path, index)) for index, each in items]
        return self._plain(hint, value, path)

    def _member(self, hint: _Hint, value: _Json, path: _Path) -> object:
        """Read a value as the member of a union that it disagrees with least."""
        tries: list[tuple[_Reader, object]] = []
        for each in get_args(hint):
            if each is not Answer and _has_parts(each, value):
                reader = _Reader()
                tries.append((reader, reader._value(each, value, path)))
        if not tries:
            return self._plain(hint, value, path)
        best, read = min(tries, key=lambda tried: len(tried[0].found))
        self.found += best.found
        return read

    def _plain(self, hint: _Hint, value: _Json, path: _Path) -> object:
        if isinstance(value, float) and value.is_integer() and _has_integers(hint):
            return value  # 1.0 is an integer in JSON Schema
        try:
            return _adapter(without_known(hint)).validate_json(json.dumps(value), strict=True)
        except ValidationError as error:
            self.found.append(Disagreement(path, error.errors()[0]["msg"], value))
        except TypeError:  # bytes, which msgpack has and JSON has not
            self.found.append(Disagreement(path, "Value that JSON has no word for", value))
        except RecursionError:
            self.found.append(Disagreement(path, "Value that nests too deep to be read", value))
        return value


def _tagged(hint: _Hint, notes: list[object], value: _Json) -> type[BaseModel] | None:
    tags = [note for note in notes if isinstance(note, ByTag)]
    return tags[0].choose(members(hint), value) if tags else None


def _has_parts(hint: _Hint, value: _Json) -> bool:
    """Tell whether a value is one that is read part by part."""
    bare = get_args(hint)[0] if _origin(hint) is Annotated else hint
    kind = _origin(bare)
    if kind in _UNIONS:
        return any(_has_parts(each, value) for each in get_args(bare))
    return (isinstance(value, dict) and (_is_class(bare) or kind is dict)) or (
        isinstance(value, list) and kind is list
    )


def _has_integers(hint: _Hint) -> bool:
    if _origin(hint) is Annotated:
        return _has_integers(get_args(hint)[0])
    if _origin(hint) in _UNIONS:
        return any(map(_has_integers, get_args(hint)))
    return hint is int


def _is_object(value: _Json) -> TypeGuard[dict[str, _Json]]:
    return isinstance(value, dict)


def _is_list(value: _Json) -> TypeGuard[list[_Json]]:
    return isinstance(value, list)


def _origin(hint: _Hint) -> _Hint:
    return get_origin(hint)


def _is_class(hint: _Hint) -> bool:
    return isinstance(hint, type) and issubclass(hint, BaseModel)


@lru_cache(256)
def _adapter(hint: _Hint) -> TypeAdapter[object]:
    return TypeAdapter(hint)
