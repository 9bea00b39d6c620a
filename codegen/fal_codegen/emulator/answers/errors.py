"""Violations as the 422 of the service, whose models speak pydantic (documentation page)."""

from dataclasses import dataclass

from pydantic_core import PydanticKnownError
from pydantic_core.core_schema import ErrorType

from fal_codegen.contract import Json
from fal_codegen.emulator.outcome import Outcome
from fal_codegen.judge import Violation


@dataclass(frozen=True, slots=True)
class _Rule:
    """A pydantic error type and the names its context has; most of them hold the broken limit."""

    type: ErrorType
    context: tuple[str, ...] = ()


_TYPES: dict[str, ErrorType] = {
    "string": "string_type",
    "integer": "int_type",
    "number": "float_type",
    "boolean": "bool_type",
    "array": "list_type",
    "object": "dict_type",
    "null": "none_required",
}

_RULES = {
    "required": _Rule("missing"),
    "additionalProperties": _Rule("extra_forbidden"),
    "unevaluatedProperties": _Rule("extra_forbidden"),
    "enum": _Rule("literal_error", ("expected",)),
    "const": _Rule("literal_error", ("expected",)),
    "minimum": _Rule("greater_than_equal", ("ge",)),
    "maximum": _Rule("less_than_equal", ("le",)),
    "exclusiveMinimum": _Rule("greater_than", ("gt",)),
    "exclusiveMaximum": _Rule("less_than", ("lt",)),
    "multipleOf": _Rule("multiple_of", ("multiple_of",)),
    "minLength": _Rule("string_too_short", ("min_length",)),
    "maxLength": _Rule("string_too_long", ("max_length",)),
    "pattern": _Rule("string_pattern_mismatch", ("pattern",)),
    "minItems": _Rule("too_short", ("field_type", "min_length", "actual_length")),
    "maxItems": _Rule("too_long", ("field_type", "max_length", "actual_length")),
    "minProperties": _Rule("too_short", ("field_type", "min_length", "actual_length")),
    "maxProperties": _Rule("too_long", ("field_type", "max_length", "actual_length")),
}


def refusal(violations: tuple[Violation, ...]) -> Outcome:
    """Give the 422 for a body that breaks these limits."""
    listed = {each.path for each in violations if each.keyword in {"enum", "const"}}
    errors = [
        _error(each)
        for each in violations
        if not (each.keyword == "type" and each.path in listed)  # a literal says its type as well
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
                "ctx": {"error": reason},
                "input": {},
            }
        ]
    )


def _unprocessable(errors: list[dict[str, Json]]) -> Outcome:
    return Outcome(
        422, {"detail": [*errors]}, error=str(errors[0]["msg"]), error_type=str(errors[0]["type"])
    )


def _error(violation: Violation) -> dict[str, Json]:
    rule = _rule(violation)
    context = {name: _fact(name, violation) for name in rule.context}
    if rule.type == "value_error":
        message = f"Value error, {violation.keyword} is broken"
    else:
        message = PydanticKnownError(rule.type, {**context}).message()
    return {
        "loc": ["body", *violation.path],
        "msg": message,
        "type": rule.type,
        **({"ctx": context} if context else {}),
        "input": violation.value,
    }


def _rule(violation: Violation) -> _Rule:
    if violation.keyword == "type":
        limit = violation.limit
        return _Rule(_TYPES[str(limit[0] if isinstance(limit, list) else limit)])
    return _RULES.get(violation.keyword, _Rule("value_error"))


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
        case _:  # 3.0 is a length to JSON Schema, not to pydantic
            return int(limit) if isinstance(limit, float) and limit.is_integer() else limit


def _either(values: list[Json]) -> str:
    *others, last = (repr(value) for value in values)
    return f"{', '.join(others)} or {last}" if others else last
