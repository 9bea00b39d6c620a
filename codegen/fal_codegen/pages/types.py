"""A page's type words, such as `list<ImageFile>`, and the shapes they stand for."""

import re
from collections.abc import Iterator

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
    options,
    without_null,
)
from fal_codegen.prose import unescaped

_SCALARS = {
    "string": "string",
    "integer": "integer",
    "float": "number",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
}
_OTHER = frozenset({"object", "void", "any"})
"""Words for what promises nothing."""
_LIST = "list<"
_LONGEST = 400
_NAME = re.compile(r"(?=[\w.-]*[A-Z])(?:[A-Z]|\w+__)[\w.-]*")
"""A type of its own; one that two modules have is called after its module, `kit__image__Image`."""
_ENUM = re.compile(r"(?<![\w.-])[\w.-]{0,100}Enum\b")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")


def plain_type(spelled: str) -> str:
    """Take links, escapes and blanks away: `list< [Image](#type) >` becomes `list<Image>`."""
    if len(spelled) > _LONGEST:
        return spelled
    text = spelled.replace("&lt;", "<").replace("&gt;", ">")
    text = unescaped(_LINK.sub(r"\1", text)).replace("`", "")
    text = re.sub(r"\s*([<>])\s*", r"\1", text)
    return " | ".join(part.strip() for part in text.split("|"))


def is_type(word: str) -> bool:
    """Tell whether a text is a type word of any page."""
    if len(word) > _LONGEST:
        return False
    return all(_is_one(part) for part in _alternatives(word))


def common_type(word: str) -> str:
    """Spell a type word alike for all forms: any enum is `enum`, `string | null` `string|null`."""
    text = _ENUM.sub("enum", word)
    return re.sub(r" \| null\b", "|null", text)


def shape(word: str, values: tuple[Json, ...] = (), limits: tuple[Limit, ...] = ()) -> Shape:
    """Give the shape of a type word with the allowed values and the range beside it.

    A word with a capital names another type. What is none of these, such as `object`, and a union
    with an enum whose values are not shown, promises nothing.
    """
    if len(word) > _LONGEST:
        return Anything()
    parts = list(_alternatives(word))
    if len(parts) == 1:
        return _one(parts[0], values, limits)
    shapes = [_one(part, values if _ENUM.fullmatch(part) else (), limits) for part in parts]
    known = all(each != Anything() for each in shapes)
    return Union(tuple(shapes)) if known else Anything()


def word(shape: Shape, name: str) -> str:
    """Spell the type of a field of this name as llms.txt does: null is lost, and so are constants.

    A nullable enum is an `Enum`, any other is called after its field (pages as served).
    """
    inner = without_null(shape)
    match inner:
        case Scalar(type="number"):
            return "float"
        case Scalar(type=type_):
            return type_
        case Enum(values=(value,)):
            return _of_value(value)
        case Enum():
            return "Enum" if inner != shape else f"{_camel(name)}Enum"
        case Array(items=items):
            return f"{_LIST}{word(items, name)}>"
        case Ref(name=target):
            return target
        case Union():
            words = (
                "Enum" if isinstance(each, Enum) else word(each, name) for each in options(inner)
            )
            return " | ".join(dict.fromkeys(words)) or "object"
        case _:
            return "object"


def innermost(shape: Shape) -> Shape:
    """Give the shape that a field's range and allowed values are about.

    In lists, that of the items; of a union, its enum.
    """
    while isinstance(shape, Array) or shape != without_null(shape):
        shape = shape.items if isinstance(shape, Array) else without_null(shape)
    enums = (each for each in options(shape) if isinstance(each, Enum))
    return next(enums, shape)


def _one(word: str, values: tuple[Json, ...], limits: tuple[Limit, ...]) -> Shape:
    if word.startswith(_LIST) and word.endswith(">"):
        return Array(shape(word[len(_LIST) : -1].strip(), values, limits))
    if values and (_ENUM.fullmatch(word) or word in _SCALARS):
        return Enum(values)
    if word in _SCALARS:
        return NULL if word == "null" else Scalar(_SCALARS[word], limits)
    return Ref(word) if _NAME.fullmatch(word) and not _ENUM.fullmatch(word) else Anything()


def _alternatives(word: str) -> Iterator[str]:
    """Split at the bars that are not within angle brackets."""
    depth, start = 0, 0
    for index, sign in enumerate(word):
        depth += (sign == "<") - (sign == ">")
        if sign == "|" and not depth:
            yield word[start:index].strip()
            start = index + 1
    yield word[start:].strip()


def _is_one(word: str) -> bool:
    if word.startswith(_LIST) and word.endswith(">"):
        return is_type(word[len(_LIST) : -1].strip())
    return word in _SCALARS or word in _OTHER or _NAME.fullmatch(word) is not None


def _of_value(value: Json) -> str:
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "float"
        case str():
            return "string"
        case _:
            return "object"


def _camel(name: str) -> str:
    return "".join(re.findall(r"[A-Za-z0-9]+", name.replace("_", " ").title())) or "Value"
