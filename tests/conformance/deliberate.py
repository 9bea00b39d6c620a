"""What a request decides otherwise than JSON Schema on purpose, as judges that decide the same."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from fal_codegen.contract import Document, Json
from jsonschema import ValidationError, validators  # type: ignore[import-untyped]

from tests.conformance.closed import REQUEST, closed
from tests.second_validator import PatternsRead

_extended: Any = validators.extend  # pyright: ignore - jsonschema has no types


def _same(document: Document) -> Document:
    return document


def _standard(validator: Any) -> Any:  # noqa: ANN401 - jsonschema has no types
    return validator


@dataclass(frozen=True, slots=True)
class Row:
    """A deliberate difference: its reason, and a judge that has it.

    `document` changes what is judged by, `validator` the class that judges.
    """

    reason: str
    document: Callable[[Document], Document] = _same
    validator: Callable[[Any], Any] = _standard


def _no_whole_floats(standard: Any) -> Any:  # noqa: ANN401 - as above
    checker = standard.TYPE_CHECKER.redefine("integer", _is_integer)
    return _extended(standard, type_checker=checker)


def _is_integer(_checker: object, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _tolerant_multiples(standard: Any) -> Any:  # noqa: ANN401 - as above
    return _extended(standard, validators={"multipleOf": _multiple_of})


def _multiple_of(
    _validator: object, step: float, value: Json, _schema: Json
) -> Iterator[ValidationError]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return
    rest = Fraction(str(value)) % Fraction(str(step))
    near = min(rest, Fraction(str(step)) - rest)
    whole = Fraction(str(value)).denominator == Fraction(str(step)).denominator == 1
    if near > (0 if whole else abs(Fraction(str(value))) / 10**9):
        yield ValidationError(f"{value} is no multiple of {step}")


ROWS: Mapping[str, Row] = {
    "unlisted": Row(
        "A field that the contract does not list is refused: a misspelt name would otherwise be "
        "dropped in silence.",
        document=closed,
    ),
    "whole float": Row(
        "2.0 is no integer in a request: no caller means it, and other languages read it as a "
        "float.",
        validator=_no_whole_floats,
    ),
    "multiple": Row(
        "What is a multiple of a fraction is decided as the service does it, which tolerates what "
        "binary fractions cost: a billionth of the value.",
        validator=_tolerant_multiples,
    ),
}
"""Everything that a request decides otherwise on purpose, each with its reason."""


def judges(document: Document, *rows: str) -> Callable[[Json], bool | None]:
    """Give a judge of bodies by a document whose request stands at `REQUEST`.

    It says None where jsonschema cannot: a pattern in another language, a reference cut off.
    """
    standard: Any = PatternsRead
    for row in rows:
        document = ROWS[row].document(document)
        standard = ROWS[row].validator(standard)
    whole = _without_dialect({"$ref": f"#/{REQUEST}", **document})
    validator = standard(whole)

    def judge(body: Json) -> bool | None:
        try:
            return bool(validator.is_valid(body))
        except Exception:  # noqa: BLE001 - whatever it stumbles over, it has no opinion
            return None

    return judge


def _without_dialect(value: Json) -> Any:  # noqa: ANN401 - JSON, for a library without types
    """Leave out `$schema`, by which python-jsonschema would take its own judge again."""
    match value:
        case dict():
            return {
                word: _without_dialect(each) for word, each in value.items() if word != "$schema"
            }
        case list():
            return [_without_dialect(each) for each in value]
        case _:
            return value
