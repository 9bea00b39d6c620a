"""Violations as the 422 of the service, whose models speak pydantic (documentation page)."""

import sys
from typing import cast

from pydantic_core import PydanticKnownError
from pydantic_core.core_schema import ErrorType

from fal_codegen.contract import KEYWORDS, Json
from fal_codegen.emulator.outcome import Outcome
from fal_codegen.judge import Violation

_TYPES: dict[str, ErrorType] = {
    "string": "string_type",
    "integer": "int_type",
    "number": "float_type",
    "boolean": "bool_type",
    "array": "list_type",
    "object": "dict_type",
    "null": "none_required",
}

_OTHERS: dict[str, ErrorType] = {
    "required": "missing",
    "additionalProperties": "extra_forbidden",
    "unevaluatedProperties": "extra_forbidden",
    "enum": "literal_error",
    "const": "literal_error",
}
"""What breaks a keyword that is no limit. Anything else is a `value_error`."""

_ERRORS = "https://docs.fal.ai/errors"  # service's source
_LARGEST_SIZE = 2**63 - 1
CONTEXTS: dict[ErrorType, tuple[str, ...]] = {
    "literal_error": ("expected",),
    "greater_than_equal": ("ge",),
    "less_than_equal": ("le",),
    "greater_than": ("gt",),
    "less_than": ("lt",),
    "multiple_of": ("multiple_of",),
    "string_too_short": ("min_length",),
    "string_too_long": ("max_length",),
    "string_pattern_mismatch": ("pattern",),
    "too_short": ("field_type", "min_length", "actual_length"),
    "too_long": ("field_type", "max_length", "actual_length"),
}
"""The names that the context of pydantic's errors has; most of them hold the broken limit."""


def refusal(violations: tuple[Violation, ...]) -> Outcome:
    """Give the 422 for a body that breaks these limits."""
    listed = {each.path for each in violations if each.keyword in {"enum", "const"}}
    errors = [
        _error(each)
        for each in violations
        if not (
            each.keyword == "type" and each.path in listed
        )  # a wrong literal needs no second error
    ]
    return _unprocessable(errors)


def invalid_json(position: int, reason: str) -> Outcome:
    """Give the 422 for a body that is no JSON."""
    return _unprocessable(
        [
            {
                "loc": ["body", position],
                "msg": "JSON decode error",
                "type": "json_invalid",
                "url": f"{_ERRORS}#json_invalid",
                "ctx": {"error": reason},
                "input": {},
            }
        ]
    )


def _unprocessable(errors: list[dict[str, Json]]) -> Outcome:
    return Outcome(
        422,
        {"detail": [*errors]},
        headers=(("x-fal-billable-units", "0"),),  # service's source
        error=str(errors[0]["msg"]),
        error_type=str(errors[0]["type"]),
    )


def _error(violation: Violation) -> dict[str, Json]:
    type_ = _type(violation)
    context = {name: _fact(name, violation) for name in CONTEXTS.get(type_, ())}
    message = f"Value error, {violation.keyword} is broken"
    if type_ != "value_error":
        try:
            message = PydanticKnownError(type_, {**context}).message()
        except TypeError:  # a limit that its library names no place of, such as of a field ""
            type_, context = "value_error", {}
    return {
        "loc": ["body", *violation.path],
        "msg": message,
        "type": type_,
        "url": f"{_ERRORS}#{type_}",
        **({"ctx": context} if context else {}),
        "input": violation.value,
    }


def _type(violation: Violation) -> ErrorType:
    keyword, limit = violation.keyword, violation.limit
    if keyword == "type":
        first = limit[0] if isinstance(limit, list) and limit else limit
        return _TYPES.get(str(first), "value_error")
    if keyword in KEYWORDS:
        return cast("ErrorType", KEYWORDS[keyword].error)
    return _OTHERS.get(keyword, "value_error")


def _fact(name: str, violation: Violation) -> Json:
    value, limit = violation.value, violation.limit
    match name:
        case "field_type":
            return "Dictionary" if isinstance(value, dict) else "List"
        case "actual_length":
            return len(value) if isinstance(value, list | dict) else None
        case "expected":
            return _either(
                limit if isinstance(limit, list) and violation.keyword == "enum" else [limit]
            )
        case "min_length" | "max_length" if isinstance(limit, int):
            return min(limit, _LARGEST_SIZE)
        case _:  # pydantic wants an int where a document may say 3.0
            return int(limit) if isinstance(limit, float) and limit.is_integer() else _near(limit)


def _near(limit: Json) -> Json:
    """Give a number as pydantic can say it: one beyond all floats as the last of them."""
    if isinstance(limit, int) and abs(limit) > sys.float_info.max:
        return sys.float_info.max if limit > 0 else -sys.float_info.max
    return limit


def _either(values: list[Json]) -> str:
    *others, last = (repr(value) for value in values)
    return f"{', '.join(others)} or {last}" if others else last
