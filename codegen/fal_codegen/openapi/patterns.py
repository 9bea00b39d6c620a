"""Patterns, in the part of their language that every engine reads alike.

JSON Schema's patterns are ECMAScript's; our requests ask Rust's engine, callers may ask another.
"""

import re

_CLASSES = {"d": "0-9", "w": "A-Za-z0-9_"}
"""What ECMAScript means by the letters; other engines count every script's letters and digits."""
_TOKEN = re.compile(
    r"\\(?P<letter>[dwDW])"
    r"|(?P<set>\[(?!\^?\])\^?(?:\\[^A-Za-z0-9]|\\[dwnrt]|[^\\\[\]&~])+\])"
    r"|(?P<same>\\[^A-Za-z0-9]|\\[nrt]|\\u[0-9A-Fa-f]{4}|\\[pP]\{\w{1,30}\}|\(\?:|\((?!\?)|[^\\\[\](])",
    re.DOTALL,
)


def spelled(pattern: str) -> str | None:
    """Spell a pattern without the letters that engines read differently.

    None for what only some engines know: looking around, references back, flags, other escapes.
    """
    if "--" in pattern or _TOKEN.sub("", pattern):
        return None
    return _TOKEN.sub(_spelled, pattern)


def _spelled(token: re.Match[str]) -> str:
    if token["letter"]:
        negation = "^" if token["letter"].isupper() else ""
        return f"[{negation}{_CLASSES[token['letter'].lower()]}]"
    if token["set"]:
        return re.sub(r"\\(.)", lambda inner: _CLASSES.get(inner[1], inner[0]), token["set"])
    return token["same"]
