"""Schemas compiled by the library that judges, in the one way that all of the room uses."""

from collections.abc import Callable, Mapping
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Any

from jsonschema_rs import Draft202012Validator, FancyRegexOptions, Registry

from fal_codegen.contract import (
    SCHEMAS_BY_NAME,
    Document,
    Json,
    equality_key,
    is_multiple,
    is_number,
)

if TYPE_CHECKING:
    from jsonschema_rs import KeywordValidator  # known to type checkers alone

PATTERNS = FancyRegexOptions(backtrack_limit=100_000)
"""How patterns are read; one that a text keeps busy for longer (some 10 ms) does not match it."""


class _MultipleOf:
    """The keyword as the service reads it, in place of the library's own."""

    def __init__(self, parent_schema: object, value: Any, schema_path: object) -> None:  # noqa: ANN401, ARG002 - the library's protocol
        self._step = value

    def validate(self, instance: Any) -> None:  # noqa: ANN401 - JSON
        """Raise for a number that is no multiple."""
        known = is_number(self._step) and self._step > 0
        if known and is_number(instance) and not is_multiple(instance, self._step):
            raise ValueError(f"{instance} is not a multiple of {self._step}")


LONG_ENUM = "enum of many fractions"
"""What `enum` is called while it is compiled, where it lists more than 100 fractions: the library
compares with one value after the other, and takes 1.5 µs for a fraction."""
_FAR_CONST = "far const"
_MANY = 100
_VALUES = frozenset(("const", "enum"))
"""Keywords below which there are values, and no schemas."""


class _LongEnum:
    """The keyword `enum`, with a set of its values; anything else of that name means nothing."""

    def __init__(self, parent_schema: object, value: Any, schema_path: object) -> None:  # noqa: ANN401, ARG002 - the library's protocol
        self._values = {*map(equality_key, value)} if _is_own_enum(value) else None

    def validate(self, instance: Any) -> None:  # noqa: ANN401 - JSON
        """Raise for a value that is not in it."""
        if self._values is not None and equality_key(instance) not in self._values:
            raise ValueError("is not one of the values")


class _FarConst(_LongEnum):
    """The keyword `const`, of a value in which a number is far: 1e23 is 10^23 to the library."""

    def __init__(self, parent_schema: object, value: Any, schema_path: object) -> None:  # noqa: ANN401 - the library's protocol
        super().__init__(parent_schema, [value], schema_path)


class _FarBound:
    """A bound that no double is exact beside, held to as Python does, and so the service.

    The library reads every number as the decimal that is written: 1.8446744073709552e+19, the
    double 2^64, is above a `maximum` of 2^64 to it.
    """

    def __init__(self, parent_schema: object, value: Any, schema_path: list[str | int]) -> None:  # noqa: ANN401, ARG002 - the library's protocol
        self._bound = value if _is_far(value) else None
        self._keeps = _FAR_BOUNDS[str(schema_path[-1])][1]

    def validate(self, instance: Any) -> None:  # noqa: ANN401 - JSON
        """Raise for a number beyond it."""
        bound = self._bound
        if bound is not None and is_number(instance) and not self._keeps(instance, bound):
            raise ValueError(f"{instance} is beyond {bound}")


_FAR = 2**53
"""From here on there are whole numbers between one double and the next."""
_FAR_BOUNDS: Mapping[str, tuple[str, Callable[[Any, Any], bool]]] = {
    "far minimum": ("minimum", ge),
    "far maximum": ("maximum", le),
    "far exclusiveMinimum": ("exclusiveMinimum", gt),
    "far exclusiveMaximum": ("exclusiveMaximum", lt),
}
DOCUMENTED = {
    LONG_ENUM: "enum",
    _FAR_CONST: "const",
    **{own: name for own, (name, _) in _FAR_BOUNDS.items()},
}
"""Keywords of ours, and what documents call them."""
_OWN = {name: own for own, name in DOCUMENTED.items()}


def with_own_keywords(document: Document) -> Document:
    """Give a document in which what the library is slow or other than the service at is ours."""
    return {
        _OWN[name] if _is_ours(name, each) else name: _below(name, each)
        for name, each in document.items()
    }


def _below(keyword: str, argument: Json) -> Json:
    if keyword in _VALUES:
        return argument
    if keyword in SCHEMAS_BY_NAME and isinstance(argument, dict):
        return {name: _inside(schema) for name, schema in argument.items()}
    return _inside(argument)


def _is_ours(name: str, argument: Json) -> bool:
    match name:
        case "enum":
            return _is_own_enum(argument)
        case "const":
            return _holds_far(argument)
        case _:
            return name in _OWN and _is_far(argument)


def _is_far(argument: Json) -> bool:
    return is_number(argument) and abs(argument) >= _FAR


def _holds_far(value: Json) -> bool:
    """Tell whether a number of a value is far, however deep; too deep is for the library to say."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case list() as items:
                waiting.extend(items)
            case dict() as fields:
                waiting.extend(fields.values())
            case each if _is_far(each):
                return True
            case _:
                pass
    return False


def _is_own_enum(values: Json) -> bool:
    return isinstance(values, list) and (is_long_enum(values) or _holds_far(values))


def _inside(schema: Json) -> Json:
    match schema:
        case dict():
            return with_own_keywords(schema)
        case list():
            return [*map(_inside, schema)]
        case _:
            return schema


def is_long_enum(values: Json) -> bool:
    """Tell whether a list has that many fractions."""
    return isinstance(values, list) and sum(isinstance(each, float) for each in values) > _MANY


_KEYWORDS: dict[str, "type[KeywordValidator]"] = {
    "multipleOf": _MultipleOf,
    LONG_ENUM: _LongEnum,
    _FAR_CONST: _FarConst,
    **dict.fromkeys(_FAR_BOUNDS, _FarBound),
}


def compiled(schema: Any, registry: Registry | None = None) -> Draft202012Validator:  # noqa: ANN401 - JSON, whose lists the library takes as its own
    """Compile a schema of JSON Schema 2020-12; formats are not asserted.

    Raises what the library raises for one that is none: `ValidationError`, `ReferencingError`.
    """
    return Draft202012Validator(
        schema,
        registry=registry,
        validate_formats=False,
        pattern_options=PATTERNS,
        keywords=_KEYWORDS,
    )
