"""The one door through which text of a document enters generated Python."""

import re
import textwrap
import unicodedata

from fal_codegen.contract import Json, shortened

_WIDTH = 94
"""Columns of a docstring without its quotes, which must fit the line of 100 too."""
_MARGIN = "    "
"""What stands before the lines of a class."""
_LONGEST = 4_000
"""Characters of a description that a docstring shows; the longest real one has under 3,000."""
_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
"""Unicode categories that do not show, or reorder what shows."""


def string(text: str) -> str:
    """Spell a string literal that evaluates to exactly this text."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{visible(quoted)}"'


def literal(value: Json) -> str:
    """Spell a value as Python."""
    match value:
        case str():
            return string(value)
        case list():
            return f"[{', '.join(map(literal, value))}]"
        case dict():
            items = (f"{string(key)}: {literal(each)}" for key, each in value.items())
            return f"{{{', '.join(items)}}}"
        case _:
            return repr(value)


def docstring(text: str) -> str:
    """Spell a docstring of a class or field between triple quotes, its first line not indented.

    Paragraphs stay apart. Nothing in the text can end the literal or hide in it. Empty for no text.
    """
    lines = wrapped(text, _WIDTH - len(_MARGIN))
    if not lines:
        return ""
    inner = f"\n{_MARGIN}".join(map(_inside_quotes, lines)).replace(f"\n{_MARGIN}\n", "\n\n")
    if len(lines) > 1:
        return f'"""{inner}\n{_MARGIN}"""'
    closed = inner[:-1] + '\\"' if inner.endswith('"') else inner
    return f'"""{closed}"""'


def wrapped(text: str, width: int) -> list[str]:
    """Give the lines of a text, cut where it is long; an empty one stands between paragraphs."""
    paragraphs = (
        textwrap.wrap(" ".join(part.split()), width, break_on_hyphens=False)
        for part in re.split(r"\n\s*\n", shortened(text, _LONGEST))
    )
    return [line for paragraph in paragraphs if paragraph for line in (*paragraph, "")][:-1]


def line(text: str) -> str:
    """Give a text as one line of a comment, whatever it holds."""
    return visible(" ".join(text.split()))


def _inside_quotes(line: str) -> str:
    """Escape backslashes, and every quote that two more follow."""
    return visible(re.sub(r'"(?="")', r'\\"', line.replace("\\", "\\\\")))


def visible(text: str) -> str:
    """Replace what does not show by its escape."""
    return "".join(
        character.encode("unicode_escape").decode("ascii")
        if unicodedata.category(character) in _INVISIBLE
        else character
        for character in text
    )
