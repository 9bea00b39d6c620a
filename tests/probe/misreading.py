"""Ways in which a service misreads a body, or validates it by something else."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from fal_codegen.contract import Json

from .workshop import INPUT, Body, Schema


def changed(path: str, **keywords: Any) -> Schema:  # noqa: ANN401 - arguments of keywords
    """Give the contract with other keywords at a place; None takes one away."""
    schema = deepcopy(INPUT)
    here: Any = schema
    for step in path.split("/"):
        here = here[step] if step in here else here["properties"][step]
    for keyword, value in keywords.items():
        here.pop(keyword, None)
        if value is not None:
            here[keyword] = value
    return schema


def reading(name: str, read: Callable[[Any], Any]) -> Callable[[Body], Json]:
    """Read a field of the body in a way of its own."""
    return lambda body: {**body, name: read(body[name])} if name in body else body


def dropping(name: str, when: Callable[[Any], bool]) -> Callable[[Body], Json]:
    """Take a field for absent."""
    return lambda body: {k: v for k, v in body.items() if k != name or not when(v)}


def text(read: Callable[[str], Any]) -> Callable[[Any], Any]:
    return lambda value: read(value) if isinstance(value, str) else value


def whole(value: Any) -> bool:  # noqa: ANN401 - any JSON
    return isinstance(value, int) and not isinstance(value, bool)


Bug = tuple[Schema, Callable[[Body], Json], tuple[str, ...], str]
"""The schema, the reading, where it is found (`place keyword`), and the verdict."""


def same(body: Body) -> Json:
    return body


def when(test: Callable[[Body], bool], then: Callable[[Body], Json]) -> Callable[[Body], Json]:
    return lambda body: then(body) if test(body) else body


def without(body: Body, *names: str) -> Body:
    return {name: value for name, value in body.items() if name not in names}


def astral(value: str) -> str:
    return "".join("xx" if ord(c) > 0xFFFF else c for c in value)


def beside_another(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Leave out a third item that is like the first."""
    return value[:2] if isinstance(value, list) and value[2:3] == value[:1] != [] else value  # pyright: ignore[reportUnknownVariableType] - any JSON


def in_bytes(value: str) -> str:
    return value.encode("utf-8", "surrogatepass").decode("latin-1")


def number_in(value: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(value) if not isinstance(json.loads(value), list | dict) else value
    except ValueError:
        return value
