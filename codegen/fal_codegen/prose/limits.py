"""Limits that sentences state of a field, under the keywords they would have in a schema."""

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from fal_codegen.contract import (
    KEYWORDS,
    Array,
    Claim,
    Enum,
    Json,
    Keyword,
    Scalar,
    Shape,
    bounds_of,
    is_idle,
    without_null,
)
from fal_codegen.prose.amounts import (
    BETWEEN,
    FILES,
    HIGH,
    LEAST,
    LOW,
    MOST,
    TO,
    Amount,
    Number,
    amounts,
    number,
    read,
)
from fal_codegen.prose.files import BYTES, facets, formats
from fal_codegen.prose.sentences import clauses, sentences, simplified

Stated: TypeAlias = tuple[str, str, Number]
"""Where below its place a sentence states a limit, `/*` for the items, then keyword and value."""

_UNIT = r"(?: ?(?:ms|x|px|s|%|°|k|seconds?|pixels|frames|fps))?"
_END = rf"{_UNIT}(?: \(?inclusive\)?)?[\])]?(?:[.;:!]?$| where\b)"
_VERY = r"(?:being|is) (?:the )?(?:most|least|strictest|strongest|weakest|loosest)\b"
_MEANS = r"(?:=|means|is)"
_RANGES = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"^{LOW}{TO}{HIGH}{_UNIT}[)\].;]*$",
        rf"\((?:range:? )?{LOW}{TO}{HIGH}{_UNIT}\)?(?:$|[.;:]| where\b)",
        rf"\brang(?:e|es|ing)(?: is| of|:| from| between)?:? \[?{LOW}(?:{TO}| and ){HIGH}{_END}",
        rf"{BETWEEN}{_END}",
        rf"\b(?:supports?|accepts?|takes|values?):? (?:from |of )?{LOW}{TO}{HIGH}{_END}",
        rf"\b(?:must|should) be ?{LEAST} and {MOST}{_END}",
        rf"\b(?:integer|number|float|value) {MOST}{_END}",
        rf"(?:^|\()(?:and |or |has a |is )?{MOST}{_END}",
        rf"(?:^|\()(?:and |or |has a |is )?{LEAST}{_END}",
        rf"\(?{LEAST}{_UNIT} required\b",
        rf"\b(?:must|should|may|can)(?: be| not)?(?: be)? ?{MOST}{_END}",
        rf"\b(?:must|should) be ?{LEAST}{_END}",
        rf"\bgreater than or equal to {LOW}",
        rf"\bless than or equal to {HIGH}",
    )
]
"""How a clause about a number states what it may be."""
_SCALE = [
    re.compile(rf"\b(?<![\d.]){LOW} {_VERY}.{{1,60}}?\b{HIGH} {_VERY}", re.IGNORECASE),
    re.compile(
        rf"(?<![\w.]){LOW} ?{_MEANS} (?:no|minimal|minimum|least|lowest|fully)\b[^.;=]{{1,60}}?"
        rf"(?<![\w.]){HIGH} ?{_MEANS} (?:max|maximum|full|fully|complete|most|highest)\b",
        re.IGNORECASE,
    ),
]
"""How a whole sentence states it by what its ends mean, often with a comma between them."""
_STEP = re.compile(
    rf"\b(?:must|should|has to|needs to) be (?:an? )?(?:\w+ )?\(?"
    rf"(?:multiples? of|divisible by) (?P<step>{LOW})"
    rf"|(?:^|\()(?:an? |in )?multiples? of (?P<of>{LOW.replace('low', 'other')})[).]*$",
    re.IGNORECASE,
)
_BEYOND = {
    "exclusiveMinimum": re.compile(
        rf"\bmust be (?:strictly )?(?:greater|larger|more|higher) than {LOW}{_END}", re.IGNORECASE
    ),
    "exclusiveMaximum": re.compile(
        rf"\bmust be (?:strictly )?(?:less|smaller|lower) than {LOW}{_END}", re.IGNORECASE
    ),
}
"""How a clause states an end that a number must not reach."""
_ABOUT_VALUES = re.compile(r"\b(?:lower|higher|larger|smaller|extreme|default)\b", re.IGNORECASE)
_COUNTS = [
    re.compile(rf"(?:^|\()(?:up to|max(?:imum)?(?: of)?|at most) {HIGH}[).]*$", re.IGNORECASE),
]
"""How a clause about a list states how many, without a word for what."""
_COUNTED = re.compile(rf"\({LOW}{TO}{HIGH}\)\.?$", re.IGNORECASE)
"""The same, unless the list is one of numbers."""
_SYNONYMS = {"clip": "video", "picture": "image", "photo": "image"}
_EACH = re.compile(r"\b(?:each|every|per (?:file|image|video|audio|item))\b", re.IGNORECASE)
_CHARACTERS = ("character", "char", "symbol")
_FILE_SIZE, _DURATION = ("min_file_size", "max_file_size"), ("min_duration", "max_duration")
_SECONDS = {"s": 1, "sec": 1, "second": 1, "minute": 60, "min": 60, "hour": 3600}


def stated(text: str, place: str, shape: Shape) -> tuple[Claim, ...]:
    """Give the limits that a description states of its place.

    Keywords are JSON Schema's, and those of fal's `x-fal` for files: `max_file_size` in bytes,
    `min_duration` and `max_duration` in seconds. What is said first holds.
    """
    shape = without_null(shape)
    name = place.removesuffix("/*").rpartition("/")[2]
    found: dict[tuple[str, str], Claim] = {}
    for sentence in sentences(text):
        limits = tuple(dict.fromkeys(_stated(sentence, name, shape)))
        if len({each[:2] for each in limits}) < len(limits):
            continue  # several amounts of one thing: it is not clear which one holds
        for below, keyword, value in limits:
            if keyword in KEYWORDS and is_idle(keyword, value):
                continue
            claim = Claim(place + below, keyword, value, sentence)
            found.setdefault((claim.place, keyword), claim)
        for claim in _formats(sentence, place, shape):
            found.setdefault((claim.place, claim.keyword), claim)
    return tuple(found.values())


def claims(text: str, place: str, shape: Shape) -> tuple[Claim, ...]:
    """Give the limits that a description states and the shape there does not promise."""
    whole = without_null(shape)
    return tuple(
        claim
        for claim in stated(text, place, shape)
        if not isinstance(whole, Enum)
        and not _promised(
            whole.items if isinstance(whole, Array) and claim.place.endswith("/*") else whole,
            claim,
        )
    )


def counts_items(amount: Amount, name: str) -> bool:
    """Tell whether an amount is one of a list's items, by the name of the list.

    It names what is counted, or a kind of file where the list's name has none.
    """
    known = any(kind in name for kind in FILES)
    return any(
        word == "file"
        or (word in FILES and not known)
        or (word in name.lower().split("_"))
        or (len(word) > 2 and word in name.lower() and word not in _SECONDS)  # noqa: PLR2004
        for word in (_SYNONYMS.get(each, each) for each in amount.words)
    )


def _stated(sentence: str, name: str, shape: Shape) -> Iterator[Stated]:
    match shape:
        case Array():
            forms = _COUNTS if _may_hold_numbers(shape.items) else [*_COUNTS, _COUNTED]
            yield from _of_list(sentence, name, forms)
            yield from _of_files(sentence, name, "/*")
        case Scalar(type="string"):
            for amount in amounts(sentence):
                yield from _of_text(amount, name)
            yield from _of_files(sentence, name)
        case Scalar(type="integer" | "number"):
            yield from _of_number(sentence)
        case Enum(values=values) if any(_numeric(value) is not None for value in values):
            yield from _of_number(sentence)
        case _:
            return


def _formats(sentence: str, place: str, shape: Shape) -> Iterator[Claim]:
    """Read the formats of a file, not of what an archive of training data holds."""
    listed = isinstance(shape, Array)
    name = place.removesuffix("/*").rpartition("/")[2]
    inner = without_null(shape.items) if isinstance(shape, Array) else shape
    if "_url" in name and "data_url" not in name and inner == Scalar("string"):
        found = formats(sentence)
        if found:
            yield Claim(f"{place}/*" if listed else place, "formats", found, sentence)


def _may_hold_numbers(shape: Shape) -> bool:
    return isinstance(without_null(shape), Array | Scalar) and shape != Scalar("string")


def _of_list(sentence: str, name: str, counts: Sequence[re.Pattern[str]]) -> Iterator[Stated]:
    bare = (each for clause in clauses(simplified(sentence)) for each in read(counts, clause))
    for amount in (*amounts(sentence), *bare):
        if not amount.words or counts_items(amount, name):
            yield from amount.limits(bounds_of("items"))
        elif _EACH.search(sentence):
            yield from _of_text(amount, name, "/*")


def _of_text(amount: Amount, name: str, below: str = "") -> Iterator[Stated]:
    """Read what is said of a string: its own length, or the size and duration of its file."""
    unit = amount.words[0] if amount.words else ""
    if any(word in _CHARACTERS for word in amount.words):
        yield from amount.limits(bounds_of("length"), 1, below)
    elif "_url" in name and unit in BYTES and amount.low is None:
        yield from amount.limits(_FILE_SIZE, BYTES[unit], below)
    elif "_url" in name and unit in _SECONDS:
        yield from amount.limits(_DURATION, _SECONDS[unit], below)


def _of_files(sentence: str, name: str, below: str = "") -> Iterator[Stated]:
    if "_url" in name:
        yield from ((below, keyword, value) for keyword, value in facets(sentence))


def _of_number(sentence: str) -> Iterator[Stated]:
    whole = simplified(sentence)
    for amount in read(_SCALE, whole):
        yield from amount.limits(bounds_of("value"))
    for clause in clauses(whole):
        if not _ABOUT_VALUES.search(clause.partition("(")[0]):
            for amount in read(_RANGES, clause):
                yield from amount.limits(bounds_of("value"))
        if step := _STEP.search(clause):
            value = number(step["step"] or step["of"])
            if value:
                yield "", "multipleOf", value
        for keyword, form in _BEYOND.items():
            end = number(found["low"]) if (found := form.search(clause)) else None
            if end is not None:
                yield "", keyword, end


def _promised(shape: Shape, claim: Claim) -> bool:
    """Tell whether a shape's own limits say as much, or there is nothing to say."""
    known, value = KEYWORDS.get(claim.keyword), claim.value
    if known is None or not isinstance(value, int | float):
        return False
    limits = shape.limits if isinstance(shape, Scalar | Array) else ()
    alike = (each for each in limits if _same_end(KEYWORDS[each.keyword], known))
    ends = [each.value for each in alike if isinstance(each.value, int | float)]
    if known.tighter == "multiple":
        return bool(ends)
    least = known.tighter == "higher"
    return any(end >= value if least else end <= value for end in ends)


def _same_end(one: Keyword, other: Keyword) -> bool:
    return (one.of, one.tighter) == (other.of, other.tighter)


def _numeric(value: Json) -> Number | None:
    try:
        return number(str(value)) if not isinstance(value, bool) else None
    except ValueError:
        return None
