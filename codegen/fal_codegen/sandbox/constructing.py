"""Requests of generated code as a caller writes them: keyword arguments, and classes in classes."""

import json
import sys
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError

_UNIONS = (Union, UnionType)
_MEANT = frozenset(("local_file",))
"""Errors that a caller's text alone can have: a path where a URL is meant."""


class _NotConstructible(Exception):  # noqa: N818 - an outcome, not a mistake
    """A body has a name for which no keyword argument stands."""


def construct(request: Any, body: dict[str, Any]) -> dict[str, Any] | None:  # noqa: ANN401 - a generated class
    """Build a request from keyword arguments: give its body as `sent`, or its `errors`.

    None for what nobody would write so: a name of Python's for a field that the endpoint calls
    otherwise.
    """
    try:
        built = _built(request, body)
        sent = built.body()
        json.dumps(sent, ensure_ascii=False).encode()
    except _NotConstructible:
        return None
    except UnicodeEncodeError as error:
        return {
            "errors": [{"type": "string_unicode", "loc": (), "msg": f"not sent: {error.reason}"}]
        }
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
        return None if any(each["type"] in _MEANT for each in errors) else {"errors": errors}
    return {"sent": _without_tags(sent, body, _tags(request))}


def _built(kind: Any, value: dict[str, Any]) -> Any:  # noqa: ANN401 - as above
    """Call a class with a keyword argument for each field that a body has."""
    fields = kind.__pydantic_fields__
    names = {field.alias or name: name for name, field in fields.items()}
    if any(name in fields and name not in names for name in value):
        raise _NotConstructible
    given = {
        names.get(name, name): _value(fields[names[name]].annotation, inner)
        if name in names
        else inner
        for name, inner in value.items()
    }
    return kind(**given)


def _value(hint: Any, value: Any) -> Any:  # noqa: ANN401 - types and values alike
    """Give a value with an instance of a class wherever an object stands for one."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _value(inside[0], value)
    if origin in _UNIONS:
        return _one_of(inside, value)
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        if isinstance(hint, type) and issubclass(hint, BaseModel):
            return members if issubclass(hint, RootModel) else _built(hint, members)
        if origin is dict:
            return {name: _value(inside[1], each) for name, each in members.items()}
    if isinstance(value, list) and origin is list:
        return [_value(inside[0], each) for each in cast("Any", value)]
    return cast("Any", value)


def _one_of(options: tuple[Any, ...], value: Any) -> Any:  # noqa: ANN401 - as above
    """Give a value as the first of several types that takes it; as it is where none does."""
    for option in options:
        try:
            built = _value(option, value)
        except ValidationError:
            continue
        if built is not value and built != value:
            return built
    return value


@lru_cache
def _tags(request: Any) -> frozenset[str]:  # noqa: ANN401 - as above
    """Name the constants that are always sent, of all classes beside a request."""
    beside = vars(sys.modules[request.__module__]).values()
    return frozenset(tag for each in beside for tag in getattr(each, "__tags__", ()))


def _without_tags(sent: Any, body: Any, tags: frozenset[str]) -> Any:  # noqa: ANN401 - JSON
    """Leave out the constants that a body lacks and that its classes add."""
    if isinstance(sent, dict) and isinstance(body, dict):
        given: dict[str, Any] = cast("dict[str, Any]", body)
        return {
            name: _without_tags(value, given.get(name), tags)
            for name, value in cast("dict[str, Any]", sent).items()
            if name in given or name not in tags
        }
    if isinstance(sent, list) and isinstance(body, list):
        pairs = zip(cast("Any", sent), cast("Any", body), strict=False)
        return [_without_tags(one, other, tags) for one, other in pairs]
    return cast("Any", sent)
