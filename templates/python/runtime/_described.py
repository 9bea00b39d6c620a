# The runtime of fal-codegen, from templates/python/runtime/_described.py: edit it there.
"""Classes that can be looked at before they are used: their signatures, and their fields' texts.

Neither costs anything until it is asked for.
"""

import ast
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema

_DESCRIBED = "__described__"


def signature(kind: type[BaseModel] | None) -> inspect.Signature:
    """Build a class, which has a signature of its own then."""
    if kind is None:
        raise AttributeError("__signature__")
    kind.model_rebuild()
    own: Any = vars(kind)["__signature__"]
    found: inspect.Signature = own.__get__(None, kind)
    return found


def described_fields(kind: type[BaseModel]) -> dict[str, FieldInfo]:
    """Give the fields of a class, each with the text below it as its description."""
    kind.model_rebuild()
    fields: dict[str, FieldInfo] = kind.__pydantic_fields__
    if _DESCRIBED not in vars(kind):
        for parent in kind.__mro__:
            for name, text in _texts(parent.__module__).get(parent.__qualname__, {}).items():
                if name in fields and fields[name].description is None:
                    fields[name].description = text
        setattr(kind, _DESCRIBED, True)
    return fields


def described_schema(
    kind: type[BaseModel], core_schema: CoreSchema, handler: GetJsonSchemaHandler
) -> dict[str, Any]:
    """Give the JSON schema of a class, each property with the text below its field."""
    schema = handler(core_schema)
    found = handler.resolve_ref_schema(schema).get("properties", {})
    for name, field in described_fields(kind).items():
        place = found.get(field.alias or name, found.get(name))
        if place is not None and field.description:
            place.setdefault("description", field.description)
    return schema


@cache
def _texts(module: str) -> dict[str, dict[str, str]]:
    """Read the texts below the fields of a module's classes, from its source; none without one."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except (OSError, TypeError, KeyError, SyntaxError):
        return {}
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return {each.name: dict(_texts_of(each)) for each in classes}


def _texts_of(kind: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, text in zip(kind.body, kind.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
            and isinstance(text.value.value, str)
        ):
            yield field.target.id, inspect.cleandoc(text.value.value)
