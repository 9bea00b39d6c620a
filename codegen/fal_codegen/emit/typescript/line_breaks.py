"""How values and types are laid out: as prettier would, so that it has nothing to change."""

from collections.abc import Iterable, Sequence

from fal_codegen.contract import Json, is_number
from fal_codegen.emit.typescript.text import key, scalar

_WIDTH = 80
_STEP = 2
_SHORT_KEY = 5
"""Columns of a key from which on a line of its own brings a text closer to the margin."""


def constant_text(name: str, arguments: Sequence[str], value: dict[str, Json]) -> str:
    """Spell an endpoint's constant, an object with a line or more for each of its entries."""
    start = f"export const {name}: Endpoint<"
    flat = f"{start}{', '.join(arguments)}> ="
    if len(flat) + 2 <= _WIDTH:
        return f"{flat} {_lines(value, 0)};"
    if len(flat) <= _WIDTH:
        return f"{flat}\n{' ' * _STEP}{_lines(value, _STEP)};"
    listed = ",\n".join(f"{' ' * _STEP}{each}" for each in arguments)
    return f"{start}\n{listed}\n> = {_lines(value, 0)};"


def value_text(value: Json, indent: int, before: int) -> str:
    """Spell a value whose line has so many columns before it; more lines stand at an indent."""
    flat = _flat(value)
    if not _breaks(value) and before + len(flat) + 1 <= _WIDTH:
        return flat
    match value:
        case dict():
            return _lines(value, indent)
        case list() if _all_numbers(value):
            return _block("[", _filled([*map(scalar, value)], indent + _STEP), indent)
        case list():
            inner = indent + _STEP
            return _block("[", (f"{value_text(each, inner, inner)}," for each in value), indent)
        case _:
            return flat


def union_text(members: Sequence[str], indent: int, before: int) -> str:
    """Spell a union, with what stands between it and what comes before."""
    flat = " | ".join(members)
    margin = " " * (indent + _STEP)
    if len(members) == 1 or before + len(flat) + 2 <= _WIDTH or _is_optional(members):
        return f" {flat}"
    if len(margin) + len(flat) + 1 <= _WIDTH:
        return f"\n{margin}{flat}"
    return "".join(f"\n{margin}| {member}" for member in members)


def _is_optional(members: Sequence[str]) -> bool:
    """Tell whether a union is a type's name and null, which prettier never takes apart."""
    name, *others = members
    return others == ["null"] and name.isidentifier()


def _lines(value: dict[str, Json], indent: int) -> str:
    return _block("{", (_entry(*each, indent + _STEP) for each in value.items()), indent)


def _entry(name: str, value: Json, indent: int) -> str:
    spelled = key(name)
    before = indent + len(spelled) + 2
    text = value_text(value, indent, before)
    first, *others = text.split("\n", 1)
    fits = before + len(first) + (not others) <= _WIDTH
    if fits or (isinstance(value, str) and len(spelled) < _SHORT_KEY):
        return f"{spelled}: {text},"
    below = indent + _STEP
    return f"{spelled}:\n{' ' * below}{value_text(value, below, below)},"


def _block(opening: str, lines: Iterable[str], indent: int) -> str:
    margin = " " * indent
    inner = "".join(f"{margin}{' ' * _STEP}{line}\n" for line in lines)
    return f"{opening}\n{inner}{margin}{'}' if opening == '{' else ']'}"


def _flat(value: Json) -> str:
    match value:
        case dict():
            inner = ", ".join(f"{key(name)}: {_flat(each)}" for name, each in value.items())
            return f"{{ {inner} }}" if inner else "{}"
        case list():
            return f"[{', '.join(map(_flat, value))}]"
        case _:
            return scalar(value)


def _breaks(value: Json) -> bool:
    """Tell whether prettier lays a value out in lines, however short: a table, or one in it."""
    match value:
        case dict():
            return any(map(_breaks, value.values()))
        case list():
            return _is_table(value) or any(map(_breaks, value))
        case _:
            return False


def _is_table(value: list[Json]) -> bool:
    if len(value) < 2:  # noqa: PLR2004 - one row makes no table
        return False
    kind = type(value[0])
    return all(isinstance(row, dict | list) and type(row) is kind and len(row) > 1 for row in value)


def _all_numbers(value: list[Json]) -> bool:
    return len(value) > 1 and all(map(is_number, value))


def _filled(words: list[str], indent: int) -> Iterable[str]:
    """Put as many numbers on a line as fit."""
    line = ""
    for word in words:
        longer = f"{line} {word}," if line else f"{word},"
        if indent + len(longer) > _WIDTH:
            yield line
            longer = f"{word},"
        line = longer
    yield line
