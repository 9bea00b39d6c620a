"""Limits in a normal form: of two bounds on one side the tighter, of integers the inclusive."""

import math
from collections.abc import Iterator

from fal_codegen.contract import KEYWORDS, Json, Node

_LOWER = ("minimum", "exclusiveMinimum")
_UPPER = ("maximum", "exclusiveMaximum")


def bounds(words: Node, types: tuple[str, ...]) -> dict[str, tuple[str, Json]]:
    """Give the limits of an alternative by what they bound: the keyword and its argument.

    The two ends of numbers go by `minimum` and `maximum`, whichever keyword sets them.
    """
    found: dict[str, tuple[str, Json]] = {}
    whole = types == ("integer",)
    for end, keywords in (("minimum", _LOWER), ("maximum", _UPPER)):
        tightest = _tightest(words, keywords, whole=whole)
        if tightest is not None:
            found[end] = tightest
    for keyword in KEYWORDS:
        if keyword in words and keyword not in (*_LOWER, *_UPPER):
            found[keyword] = (keyword, words[keyword])
    return found


def _tightest(words: Node, keywords: tuple[str, str], *, whole: bool) -> tuple[str, Json] | None:
    inclusive, exclusive = keywords
    lower = inclusive == "minimum"
    ends = [*_ends(words, keywords, whole=whole)]
    if not ends:
        return None
    value, shut = max(ends) if lower else min(ends, key=lambda end: (end[0], not end[1]))
    return (exclusive if shut else inclusive), value


def _ends(
    words: Node, keywords: tuple[str, str], *, whole: bool
) -> Iterator[tuple[int | float, bool]]:
    """Give the bounds at one end, each with whether it is itself shut out."""
    lower = keywords[0] == "minimum"
    for keyword in keywords:
        bound = words.get(keyword)
        shut = keyword == keywords[1]
        if not isinstance(bound, int | float):
            continue
        if not whole:
            yield bound, shut
        elif lower:
            yield (math.floor(bound) + 1 if shut else math.ceil(bound)), False
        else:
            yield (math.ceil(bound) - 1 if shut else math.floor(bound)), False
