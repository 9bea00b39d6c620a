"""Limits that sentences state: counts, lengths, ranges, durations and sizes of files.

One set of patterns serves the descriptions in documents and the text of pages. What is conditional
or can be read in two ways is left alone: a wrong claim is worse than a missing one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from fal_codegen.contract import (
    KEYWORDS,
    Array,
    Claim,
    Keyword,
    Scalar,
    Shape,
    bounds_of,
    without_null,
)

Number: TypeAlias = int | float

_LONGEST = 4_000
"""Characters of a text that are read: it is hostile, and the longest real one has under 3,000."""
_NUMBER = r"\d{1,10}(?:,\d{3}){0,3}(?:\.\d{1,6})?(?![\d,.]*\d)"
_LOW, _HIGH = rf"(?P<low>-?{_NUMBER})", rf"(?P<high>-?{_NUMBER})"
_TO = r"(?:[a-z]{1,2})?(?: ?[-–] ?| to )"  # noqa: RUF001 - texts write both dashes
_SIZE = r"(?: (?:file )?(?:size|duration))?(?: of| is|:)?"
_MOST = rf"\b(?:up to|at most|no more than|max(?:imum)?{_SIZE}) {_HIGH}"
_LEAST = rf"\b(?:at least|no fewer than|min(?:imum)?{_SIZE}) {_LOW}"
_BETWEEN = rf"\bbetween {_LOW}(?:[a-z]{{1,2}})? (?:and|to) {_HIGH}"
_FREE = r"(?<![\w.,%#-])"
_UNIT = r" ?(?:(?P<role>reference|input|source|utf-8) )?(?P<unit>[a-z]{1,15})\b"
_END = r"(?: seconds?)?(?: \(?inclusive\)?)?\)?\W*$"
_AMOUNTS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_FREE}{_LOW}{_TO}{_HIGH}{_UNIT}",
        rf"{_BETWEEN}{_UNIT}",
        rf"{_MOST}{_UNIT}",
        rf"{_LEAST}{_UNIT}",
        rf"{_FREE}{_HIGH}{_UNIT} or (?:shorter|less|fewer)\b",
    )
]
"""How a sentence states an amount of something; the unit decides of what."""
_COUNTS = [re.compile(rf"\((?:up to|max(?:imum)?(?: of)?) {_HIGH}\)", re.IGNORECASE)]
"""How a sentence about a list states how many, without a word for what."""
_RANGES = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\({_LOW}{_TO}{_HIGH}\)\W*$",
        rf"\b(?:range:?|ranging from) {_LOW}{_TO}{_HIGH}{_END}",
        rf"{_BETWEEN}{_END}",
        rf"^{_MOST}{_END}",
        rf"\({_MOST}{_END}",
        rf"\({_LEAST}{_END}",
    )
]
"""How a sentence about a number states what it may be."""
_CONDITION = re.compile(
    r"\b(?:if(?! more)|when|unless|depend\w*|var(?:y|ies)|recommend\w*|try|otherwise|total"
    r"|combined|across)\b",
    re.IGNORECASE,
)
_EACH = re.compile(r"\b(?:each|per (?:file|image|video))\b", re.IGNORECASE)
FILES = ("image", "video", "audio", "file")
_BYTES = {"kb": 2**10, "mb": 2**20, "gb": 2**30}
"""What the service calls 10.0MB is 10485760 in its `x-fal` (recorded documents)."""
_FILE_SIZE, _DURATION = ("min_file_size", "max_file_size"), ("min_duration", "max_duration")
_SECONDS = {"s": 1, "sec": 1, "second": 1, "minute": 60, "hour": 3600}


Stated: TypeAlias = tuple[str, str, Number]
"""Where below its place a sentence states a limit, `/*` for the items, then keyword and value."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What a sentence allows of a unit, which is in the singular and in small letters: `image`."""

    low: Number | None
    high: Number | None
    unit: str = ""
    role: str = ""

    def limits(
        self, keywords: tuple[str, str], scale: int = 1, below: str = ""
    ) -> Iterator[Stated]:
        """Give the two ends under their keywords."""
        for keyword, end in zip(keywords, (self.low, self.high), strict=True):
            if end is not None:
                yield below, keyword, end * scale


def sentences(text: str) -> Iterator[str]:
    """Split a text; what is beyond any real description's length is not read."""
    return filter(None, map(str.strip, re.split(r"(?<=[.!?])\s+|\n", text[:_LONGEST])))


def amounts(sentence: str) -> tuple[Amount, ...]:
    """Give the amounts that a sentence states, unless they hold only sometimes."""
    return tuple(_read(_AMOUNTS, sentence))


def claims(text: str, place: str, shape: Shape) -> tuple[Claim, ...]:
    """Give what a description states of its place and the shape there does not promise.

    Keywords are JSON Schema's, and those of fal's `x-fal` for files: `max_file_size` in bytes,
    `min_duration` and `max_duration` in seconds. What is said first holds.
    """
    shape = without_null(shape)
    name = place.removesuffix("/*").rpartition("/")[2]
    found: dict[tuple[str, str], Claim] = {}
    for sentence in sentences(text):
        stated = tuple(dict.fromkeys(_stated(sentence, name, shape)))
        if len({each[:2] for each in stated}) < len(stated):
            continue  # several amounts of one thing: it is not clear which one holds
        for below, keyword, value in stated:
            inner = shape.items if isinstance(shape, Array) and below else shape
            if not _promised(inner, keyword, value):
                claim = Claim(place + below, keyword, value, sentence)
                found.setdefault((claim.place, keyword), claim)
    return tuple(found.values())


def counts_items(amount: Amount, name: str) -> bool:
    """Tell whether an amount is one of a list's items, by the name of the list.

    It names what is counted, or no kind of file where files are counted; a bare number counts.
    """
    if amount.unit in FILES and not any(kind in name for kind in FILES):
        return True
    return amount.unit in name.lower() and amount.unit not in _BYTES.keys() | _SECONDS.keys()


def _stated(sentence: str, name: str, shape: Shape) -> Iterator[Stated]:
    match shape:
        case Array():
            for amount in (*amounts(sentence), *_read(_COUNTS, sentence)):
                if counts_items(amount, name):
                    yield from amount.limits(bounds_of("items"))
                elif _EACH.search(sentence):
                    yield from _of_text(amount, name, "/*")
        case Scalar(type="string"):
            for amount in amounts(sentence):
                yield from _of_text(amount, name)
        case Scalar(type="integer" | "number"):
            for amount in _read(_RANGES, sentence):
                yield from amount.limits(bounds_of("value"))
        case _:
            return


def _of_text(amount: Amount, name: str, below: str = "") -> Iterator[Stated]:
    """Read what is said of a string: its own length, or the size and duration of its file."""
    if amount.unit in ("character", "char"):
        yield from amount.limits(bounds_of("length"), 1, below)
    elif "_url" in name and amount.unit in _BYTES and amount.low is None:
        yield from amount.limits(_FILE_SIZE, _BYTES[amount.unit], below)
    elif "_url" in name and amount.unit in _SECONDS:
        yield from amount.limits(_DURATION, _SECONDS[amount.unit], below)


def _read(forms: Iterable[re.Pattern[str]], sentence: str) -> Iterator[Amount]:
    for form in () if _CONDITION.search(sentence) else forms:
        for found in form.finditer(sentence):
            told = found.groupdict()
            low, high = _number(told.get("low")), _number(told.get("high"))
            if low is None or high is None or low <= high:
                unit, role = ((told.get(key) or "").lower() for key in ("unit", "role"))
                yield Amount(low, high, unit if unit == "s" else unit.removesuffix("s"), role)


def _number(text: str | None) -> Number | None:
    if text is None:
        return None
    value = float(text.replace(",", ""))
    return int(value) if value.is_integer() else value


def _promised(shape: Shape, keyword: str, value: Number) -> bool:
    """Tell whether a shape's own limits say as much, or there is nothing to say."""
    known = KEYWORDS.get(keyword)
    if known is None:
        return False
    limits = shape.limits if isinstance(shape, Scalar | Array) else ()
    alike = (each for each in limits if _same_end(KEYWORDS[each.keyword], known))
    ends = [each.value for each in alike if isinstance(each.value, int | float)]
    least = known.tighter == "higher"
    return known.idle(value) or any(end >= value if least else end <= value for end in ends)


def _same_end(one: Keyword, other: Keyword) -> bool:
    return (one.of, one.tighter) == (other.of, other.tighter)
