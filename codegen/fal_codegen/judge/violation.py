"""Why a body was refused: violations of one named limit each."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from json import JSONEncoder

from jsonschema_rs import ValidationError, ValidationErrorKind

from fal_codegen.contract import Document, Json, Path, is_text, joined_pointer, resolve_pointer
from fal_codegen.judge.compiling import DOCUMENTED

_written = JSONEncoder(ensure_ascii=False, allow_nan=False).encode

DEPTH = 100
"""Levels of nesting a body may have: no contract needs them, and native code below has a stack."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One limit that a body breaks.

    `path` leads to the offending `value` in the body; for a missing or an unexpected property it
    ends with the property's name, and a missing one has the object that lacks it as its value.
    `keyword` and `limit` are the JSON Schema keyword and its argument as the document has them.

    Two keywords are ours: `falseSchema` where the schema is `false`, and `depth` for a body nested
    too deeply to be read at all (its value is left out).
    """

    path: Path
    keyword: str
    limit: Json
    value: Json


def unrepresentable(value: Json, path: Path = ()) -> Iterator[Violation]:
    """Find what no JSON text in UTF-8 can carry: lone surrogates, NaN, infinities, an abyss."""
    if len(path) > DEPTH:
        yield Violation(path, "depth", DEPTH, None)
        return
    match value:
        case str() if not is_text(value):
            yield Violation(path, "type", "string", value)
        case float() if not math.isfinite(value):
            yield Violation(path, "type", "number", value)
        case list():
            for index, item in enumerate(value):
                yield from unrepresentable(item, (*path, index))
        case dict():
            for name, item in value.items():
                yield from unrepresentable(name, (*path, name))
                yield from unrepresentable(item, (*path, name))
        case _:
            return


def is_representable(value: Json) -> bool:
    """Tell whether a JSON text in UTF-8 can carry a value, so that `unrepresentable` finds nothing.

    Writing the value tells it at once of nearly all; the others are walked.
    """
    try:
        text = _written(value).encode()
    except (ValueError, RecursionError):
        return False
    shallow = text.count(b"[") + text.count(b"{") <= DEPTH
    return shallow or not any(unrepresentable(value))


def explain(
    errors: Iterable[ValidationError], document: Document, body: Json
) -> tuple[Violation, ...]:
    """Turn the library's errors into violations of concrete limits.

    A refusing `anyOf` or `oneOf` is explained by its most fitting branch.
    """
    return tuple(each for error in errors for each in _explain(error, document, body))


def _explain(error: ValidationError, document: Document, body: Json) -> tuple[Violation, ...]:
    path = tuple(error.instance_path)
    keyword, limit = _rule(error, document)
    value = _follow(body, path)
    match error.kind:
        case (
            ValidationErrorKind.AnyOf(context=branches)
            | ValidationErrorKind.OneOfNotValid(context=branches)
        ) if branches:
            return _most_fitting(path, [explain(branch, document, body) for branch in branches])
        case ValidationErrorKind.Required(property=name):
            return (Violation((*path, name), keyword, limit, value),)
        case (
            ValidationErrorKind.AdditionalProperties(unexpected=names)
            | ValidationErrorKind.UnevaluatedProperties(unexpected=names)
        ):
            return _each(path, keyword, limit, value, names)
        case ValidationErrorKind.FalseSchema() if keyword == "additionalProperties":
            return _each(path, keyword, limit, value, value if isinstance(value, dict) else ())
        case _:
            return (Violation(path, keyword, limit, value),)


def _rule(error: ValidationError, document: Document) -> tuple[str, Json]:
    """Give the keyword that refused and its argument as the document has it."""
    *steps, last = map(str, error.schema_path)
    keyword = DOCUMENTED.get(last, last)
    if isinstance(error.kind, ValidationErrorKind.FalseSchema):
        return keyword if keyword == "additionalProperties" else "falseSchema", False
    return keyword, resolve_pointer(document, joined_pointer((*steps, keyword)))


def _each(
    path: Path, keyword: str, limit: Json, value: Json, names: Iterable[str]
) -> tuple[Violation, ...]:
    return tuple(
        Violation((*path, name), keyword, limit, _follow(value, (name,))) for name in names
    )


def _most_fitting(here: Path, branches: list[tuple[Violation, ...]]) -> tuple[Violation, ...]:
    """Choose the branch the body was most likely meant for: of its type, not null, least broken."""

    def distance(branch: tuple[Violation, ...]) -> tuple[bool, bool, int]:
        types = [each.limit for each in branch if each.path == here and each.keyword == "type"]
        return bool(types), "null" in types, len(branch)

    return min(branches, key=distance)


def _follow(value: Json, path: Path) -> Json:
    """Give what is at a path; None where the library left a step out, as it does for a name ""."""
    for step in path:
        if isinstance(value, list):
            place = int(step) if isinstance(step, int) else len(value)
            value = value[place] if place < len(value) else None
        elif isinstance(value, dict):
            value = value.get(str(step))
    return value
