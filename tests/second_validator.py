"""python-jsonschema, which shares nothing with our judge, as a second opinion.

Three of its keywords are put right: where it reads patterns, fractions and texts as Python does.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from fal_codegen.contract import is_text
from jsonschema import Draft202012Validator, ValidationError  # type: ignore[import-untyped]
from jsonschema.validators import extend  # type: ignore[import-untyped]

_END = re.compile(r"(?<!\\)\$(?=$|[|)])")


def _pattern(_: object, pattern: str, value: object, _schema: object) -> Iterator[ValidationError]:
    """Read `$` as the very end of a text; Python's takes a newline after it, JSON Schema's not."""
    if isinstance(value, str) and not re.search(_END.sub(r"\\Z", pattern), value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


def _multiple_of(
    _: object, step: float, value: object, _schema: object
) -> Iterator[ValidationError]:
    """Divide decimals as they are written, so that 0.3 is a multiple of 0.1."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return
    if (Fraction(repr(value)) / Fraction(repr(step))).denominator != 1:
        yield ValidationError(f"{value!r} is not a multiple of {step!r}")


def _is_string(_: object, value: object) -> bool:
    """Know half a surrogate pair for no text; Python has strings of it."""
    return isinstance(value, str) and is_text(value)


_types = Draft202012Validator.TYPE_CHECKER.redefine("string", _is_string)
PatternsRead: Any = extend(Draft202012Validator, {"pattern": _pattern})  # pyright: ignore[reportUnknownVariableType] - untyped here
"""python-jsonschema as it is, but for the end of a text."""
_Validator: Any = extend(PatternsRead, {"multipleOf": _multiple_of}, type_checker=_types)  # pyright: ignore[reportUnknownVariableType] - as above


def second_validator(schema: object, **options: object) -> Any:  # noqa: ANN401 - it has no types
    """Give a validator of a schema of JSON Schema 2020-12."""
    return _Validator(schema, **options)
