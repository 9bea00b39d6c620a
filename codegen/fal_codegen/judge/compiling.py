"""Schemas compiled by the library that judges, in the one way that all of the room uses."""

from typing import TYPE_CHECKING, Any

from jsonschema_rs import Draft202012Validator, FancyRegexOptions, Registry

from fal_codegen.contract import Document, Json, equality_key, is_multiple

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
        number = isinstance(instance, int | float) and not isinstance(instance, bool)
        known = isinstance(self._step, int | float) and self._step > 0
        if number and known and not is_multiple(instance, self._step):
            raise ValueError(f"{instance} is not a multiple of {self._step}")


LONG_ENUM = "enum of many fractions"
"""What `enum` is called while it is compiled, where it lists more than 100 fractions: the library
compares with one value after the other, and takes 1.5 µs for a fraction."""
_MANY = 100
_VALUES = frozenset(("const", "enum"))
"""Keywords below which there are values, and no schemas."""


class _LongEnum:
    """The keyword `enum`, with a set of its values; anything else of that name means nothing."""

    def __init__(self, parent_schema: object, value: Any, schema_path: object) -> None:  # noqa: ANN401, ARG002 - the library's protocol
        self._values = {*map(equality_key, value)} if is_long_enum(value) else None

    def validate(self, instance: Any) -> None:  # noqa: ANN401 - JSON
        """Raise for a value that is not in it."""
        if self._values is not None and equality_key(instance) not in self._values:
            raise ValueError("is not one of the values")


def with_long_enums(document: Document) -> Document:
    """Give a document whose enums of many fractions have the name by which they are quick."""
    return {
        LONG_ENUM if name == "enum" and is_long_enum(each) else name: (
            each if name in _VALUES else _inside(each)
        )
        for name, each in document.items()
    }


def _inside(schema: Json) -> Json:
    match schema:
        case dict():
            return with_long_enums(schema)
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
