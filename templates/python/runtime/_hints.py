# The runtime of fal-codegen, from templates/python/runtime/_hints.py: edit it there.
"""What helps with what is refused: what it is, and the nearest known word."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

_HINTED = 20
"""Mistakes of one value for which the nearest right word is looked for."""


def what_it_is(given: object) -> str:
    """Say what was given: `a list`, `nothing` for None, a class by its name."""
    if isinstance(given, type):
        return f"the class {given.__name__}"
    name = type(given).__name__
    article = "an" if name[0] in "AEIOUaeiou" else "a"
    return "nothing" if given is None else f"{article} {name}"


_IN_JSON = {
    "fromhex": "bytes(…)",
    "toreadonly": "bytes(…)",
    "isoformat": ".isoformat()",
    "total_seconds": ".total_seconds()",
    "model_dump": ".model_dump(mode='json')",
    "tolist": ".tolist()",
    "hex": "str(…)",
    "as_integer_ratio": "float(…)",
    "__dataclass_fields__": "dataclasses.asdict(…)",
    "_member_map_": ".value",
    "isdisjoint": "list(…)",
}
"""How values are written for JSON that has no word for them, by an attribute that gives their kind
away: other bytes, dates, spans of time, models, numpy's, UUIDs, Decimals, dataclasses, members of
enums, and sets."""


def in_json(value: object) -> str:
    """Give a question about what may have been meant for JSON; nothing where nobody can tell."""
    if isinstance(value, float):
        return ": JSON has no such number"
    here = next((spelt for name, spelt in _IN_JSON.items() if hasattr(type(value), name)), "")
    return f" (did you mean {here}?)" if here else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """Give a question about the nearest known word; nothing if none is near."""
    found = nearest_word(word, known)
    return f" (did you mean {found}?)" if found else ""


def nearest_word(word: str, known: Iterable[str]) -> str | None:
    """Give the nearest known word, if one is near."""
    from difflib import get_close_matches  # for mistakes alone

    names = {name.lower(): name for name in sorted(known, reverse=True)}
    found = get_close_matches(word.lower(), names, 1)
    return names[found[0]] if found else None


def with_hints(error: ValidationError, kind: type[BaseModel]) -> ValidationError:
    """Give the same error, with the nearest right spelling of fields and of listed values.

    Kinds, places and values of what is wrong stay as they are. Of many mistakes, as each member of
    a union may have some, the first are hinted: looking for what is near takes time.
    """
    entries = error.errors(include_url=False)
    hints = [hint_of(entry, kind) if at < _HINTED else "" for at, entry in enumerate(entries)]
    if not any(hints):
        return error
    pairs = zip(entries, hints, strict=True)
    hinted = [_entry(entry, f"{entry['msg']}{hint}") for entry, hint in pairs]
    return ValidationError.from_exception_data(error.title, hinted)


def hint_of(entry: ErrorDetails, kind: type[BaseModel] | None = None) -> str:
    """Give a question about what was probably meant; nothing where that is not to be guessed."""
    value, context = entry["input"], entry.get("ctx", {})
    if entry["type"] == "frozen_instance":
        return ": replace() gives a changed one"
    if entry["type"] == "extra_forbidden" and kind:
        *above, name = entry["loc"]
        return nearest(str(name), _fields_at(kind, above))
    if entry["type"] == "literal_error" and isinstance(value, str):
        return nearest(value, re.findall("'([^']*)'", str(context.get("expected", ""))))
    return ""


def _entry(entry: ErrorDetails, message: str) -> InitErrorDetails:
    kind: Any = entry["type"]  # for type checkers it must be literal, as the text
    text: Any = message
    error = PydanticCustomError(kind, text, entry.get("ctx"))
    return InitErrorDetails(type=error, loc=entry["loc"], input=entry["input"])


def _fields_at(kind: type[BaseModel], place: Iterable[str | int]) -> Iterator[str]:
    """Give the names of the fields of whatever class may stand at a place."""
    kinds = [kind]
    for step in place:
        named = [each for each in kinds if each.__name__ == step]
        kinds = named or [below for each in kinds for below in _classes_at(each, step)] or kinds
    for each in kinds:
        yield from (field.alias or name for name, field in each.__pydantic_fields__.items())


@lru_cache(256)
def _classes_at(kind: type[BaseModel], step: str | int) -> tuple[type[BaseModel], ...]:
    """Give the classes of a field, which may be hundreds: each mistake within them asks for all."""
    fields = kind.__pydantic_fields__.items()
    steps = (field.annotation for name, field in fields if step in {name, field.alias})
    return tuple(each for annotation in steps for each in _classes(annotation))


def _classes(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _classes(inner)
