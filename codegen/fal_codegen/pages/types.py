"""A page's type words, such as `list<ImageFile>`, and the shapes they stand for."""

import re

from fal_codegen.contract import (
    NULL,
    Anything,
    Array,
    Enum,
    Json,
    Limit,
    Ref,
    Scalar,
    Shape,
    Union,
    without_null,
)

_SCALARS = {
    "string": "string",
    "integer": "integer",
    "float": "number",
    "number": "number",
    "boolean": "boolean",
}
_LIST = "list<"
_LONGEST = 200
_NAME = re.compile(r"(?=[\w.-]*[A-Z])[\w.-]+")


def shape(word: str, values: tuple[Json, ...] = (), limits: tuple[Limit, ...] = ()) -> Shape:
    """Give the shape of a type word with the allowed values and the range beside it.

    A nullable enum is typed `Enum`, any other `<Field>Enum` (documentation pages). A word with a
    capital names another type; what is neither, such as `object` or `A | B`, promises nothing.
    """
    if word.startswith(_LIST) and word.endswith(">") and len(word) <= _LONGEST:
        return Array(shape(word[len(_LIST) : -1].strip(), values, limits))
    if values and word == "Enum":
        return Union((Enum(values), NULL))
    if values and (word.endswith("Enum") or word in _SCALARS) and "|" not in word:
        return Enum(values)
    if word in _SCALARS:
        return Scalar(_SCALARS[word], limits)
    return Ref(word) if _NAME.fullmatch(word) else Anything()


def word(shape: Shape, name: str) -> str:
    """Spell the type of a field of this name as a page would; what pages never show is lost."""
    match shape:
        case Scalar(type="number"):
            return "float"
        case Scalar(type=type_):
            return type_
        case Enum():
            return f"{_camel(name)}Enum"
        case Array(items=items):
            return f"{_LIST}{word(items, name)}>"
        case Ref(name=target):
            return target
        case Union():
            return _union(without_null(shape), name)
        case _:
            return "object"


def innermost(shape: Shape) -> Shape:
    """Give the shape that a field's range and allowed values are about: in lists, of the items."""
    while isinstance(shape, Array) or shape != without_null(shape):
        shape = shape.items if isinstance(shape, Array) else without_null(shape)
    return shape


def _union(rest: Shape, name: str) -> str:
    if isinstance(rest, Union):
        return " | ".join(word(option, name) for option in rest.options) or "object"
    return "Enum" if isinstance(rest, Enum) else word(rest, name)


def _camel(name: str) -> str:
    return "".join(re.findall(r"[A-Za-z0-9]+", name.replace("_", " ").title())) or "Value"
