"""Fields that want the URL of a file, and so may be given a local file instead."""

import re

from fal_codegen.contract import (
    Array,
    Field,
    Scalar,
    Shape,
    nullable,
    without_null,
)
from fal_codegen.emit.limits import annotations, field_call
from fal_codegen.emit.references import Schema, reference

FILE_TYPES = ("FileUrl", "FileUrls")
"""The runtime's types of such a field, and of a list of them; definitions that are not written."""

_NAMED = re.compile(r"(?:.*_)?urls?")
_URL = Scalar("string")


def file_field(field: Field) -> tuple[Schema, list[str]] | None:
    """Give schema and annotations of a field of files; None for any other field.

    Only its name tells: documents have no type for it (corpus). A URL with limits of its own stays
    a string, for they are not a local file's.
    """
    found = _file_type(without_null(field.shape)) if _NAMED.fullmatch(field.name) else None
    if found is None:
        return None
    name, notes = found
    file = reference(name)
    return ({"anyOf": [file, {"type": "null"}]} if nullable(field.shape) else file), notes


def _file_type(shape: Shape) -> tuple[str, list[str]] | None:
    if shape == _URL:
        return "FileUrl", []
    match shape:
        case Array(items=items, prefix=(), limits=limits) if items == _URL:
            return "FileUrls", [*field_call(limits), *annotations(limits)]
        case _:
            return None
