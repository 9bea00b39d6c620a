"""python-jsonschema, which shares nothing with our judge, as a second opinion.

Three of its keywords are put right: where it reads patterns, fractions and texts as Python does.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from fal_codegen.contract import Json, is_text
from jsonschema import Draft202012Validator, ValidationError  # type: ignore[import-untyped]
from jsonschema.validators import extend  # type: ignore[import-untyped]

_END = re.compile(r"(?<!\\)\$(?=$|[|)])")

_LETTER = r"[^\W\d_]"
"""How Python spells a letter of any script."""


def _pattern(_: object, pattern: str, value: object, _schema: object) -> Iterator[ValidationError]:
    """Read `$` as the very end of a text; Python's takes a newline after it, JSON Schema's not."""
    spelled = _END.sub(r"\\Z", pattern).replace(r"\p{L}", _LETTER)
    if isinstance(value, str) and not re.search(spelled, value):
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


@dataclass(frozen=True, slots=True)
class Deviation:
    """One thing that our judge decides otherwise than python-jsonschema, with an example.

    `change` is what puts python-jsonschema right.
    """

    reason: str
    schema: Json
    value: Json
    change: Mapping[str, Any]


DELIBERATE: Mapping[str, Deviation] = {
    "the end of a text": Deviation(
        "in JSON Schema `$` is the very end, in Python a newline may follow",
        {"type": "string", "pattern": "^a$"},
        "a\n",
        {"validators": {"pattern": _pattern}},
    ),
    "decimals": Deviation(
        "0.3 is three times 0.1 as it is written, and as the service takes it",
        {"type": "number", "multipleOf": 0.1},
        0.3,
        {"validators": {"multipleOf": _multiple_of}},
    ),
    "half a character": Deviation(
        "half a surrogate pair is no text, and can neither be sent nor come back",
        {"type": "string"},
        "\ud800",
        {"type_checker": _types},
    ),
}
"""Where our judge differs from python-jsonschema on purpose."""
PatternsRead: Any = extend(Draft202012Validator, **DELIBERATE["the end of a text"].change)  # pyright: ignore[reportUnknownVariableType] - untyped here
"""python-jsonschema as it is, but for the end of a text."""


def _changed(validator: Any, change: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as below
    """Give a class of validators with other keywords or types."""
    return extend(validator, **change)  # pyright: ignore[reportUnknownVariableType] - as above


def second_validator(
    schema: object, *, deliberate: Iterable[str] = tuple(DELIBERATE), **options: object
) -> Any:  # noqa: ANN401 - it has no types
    """Give a validator of a schema of JSON Schema 2020-12, put right in what is `deliberate`."""
    validator: Any = Draft202012Validator
    for name in deliberate:
        validator = _changed(validator, DELIBERATE[name].change)
    return validator(schema, **options)
