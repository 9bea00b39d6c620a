"""How values are shown in a line."""

import json
from os.path import commonprefix

from fal_codegen.contract import Json, shortened

_LONGEST = 72
_LEAD = 24
"""So much of what two texts have in common is shown before the place where they part."""


def shown(value: Json, *, there: bool = False) -> str:
    """Spell a value in one line; None is `nothing`, unless it is `there`."""
    return in_line(_spelled(value, there=there))


def shown_apart(one: Json, other: Json, *, there: bool = False) -> tuple[str, str]:
    """Spell two values in one line each, so that where they differ is seen of long ones too.

    The first one is null where it is None and `there`, else nothing.
    """
    return _apart(_spelled(one, there=there), _spelled(other))


def shown_defaults(one: Json, other: Json) -> tuple[str, str]:
    """Spell two defaults, which come in lists, since they may be null."""
    return _apart(_spelled_default(one), _spelled_default(other))


def shown_default(value: Json) -> str:
    """Spell a default, which comes in a list, since it may be null."""
    return in_line(_spelled_default(value))


def unwrapped(value: Json) -> Json:
    """Give a default that comes in a list, since it may be null."""
    return value[0] if isinstance(value, list) and value else value


def _spelled(value: Json, *, there: bool = False) -> str:
    if value is None and not there:
        return "nothing"
    return value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)


def _spelled_default(value: Json) -> str:
    return _spelled(value[0], there=True) if isinstance(value, list) and value else _spelled(value)


def _apart(*texts: str) -> tuple[str, str]:
    alike = len(commonprefix(texts))  # noqa: RUF071 # Texts are no paths
    apart = alike < max(map(len, texts))
    start = alike - _LEAD if apart and alike > _LONGEST - _LEAD else 0
    one, other = (f"{'…' * bool(start)}{in_line(text[start:])}" for text in texts)
    return one, other


def in_line(text: str) -> str:
    """Cut a text that is too long for a line."""
    return shortened(text, _LONGEST)
