"""Fields that want the URL of a file, and so may be given a local file instead."""

import re
from typing import TypeAlias

from fal_codegen.contract import (
    Array,
    Field,
    Json,
    Limit,
    Scalar,
    Shape,
    bounds_of,
    nullable,
    without_null,
)
from fal_codegen.emit.limits import annotations

Schema: TypeAlias = dict[str, Json]

FILE_TYPES = ("FileUrl", "FileUrls")
"""The runtime's types of such a field, and of a list of them; definitions that are not written."""

_NAMED = re.compile(r"(?:.*_)?urls?")
_URL = Scalar("string")
_COUNTS = dict(zip(bounds_of("items"), ("min_length", "max_length"), strict=True))
"""Limits on a list, as pydantic's `Field` calls them."""


def file_field(field: Field) -> tuple[Schema, list[str]] | None:
    """Give schema and annotations of a field of files; None for any other field.

    Only its name tells: documents have no type for it (corpus). A URL with limits of its own stays
    a string, for they are not a local file's.
    """
    found = _file_type(without_null(field.shape)) if _NAMED.fullmatch(field.name) else None
    if found is None:
        return None
    name, notes = found
    file: Schema = {"$ref": f"#/$defs/{name}"}
    return ({"anyOf": [file, {"type": "null"}]} if nullable(field.shape) else file), notes


def _file_type(shape: Shape) -> tuple[str, list[str]] | None:
    if shape == _URL:
        return "FileUrl", []
    match shape:
        case Array(items=items, prefix=(), limits=limits) if items == _URL:
            return "FileUrls", _notes(limits)
        case _:
            return None


def _notes(limits: tuple[Limit, ...]) -> list[str]:
    counts = ", ".join(
        f"{_COUNTS[each.keyword]}={each.value}" for each in limits if each.keyword in _COUNTS
    )
    return [f"Field({counts})"] * bool(counts) + annotations(limits)
