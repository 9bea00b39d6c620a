"""Amounts that sentences state: two ends, and the words after them that say of what."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from fal_codegen.prose.sentences import clauses, simplified

Number: TypeAlias = int | float

FILES = ("image", "video", "audio", "file")

_FORM = r"\d{1,10}(?:,\d{3}){0,3}(?:\.\d{1,6})?(?![\d,.]*\d)"
_GLUED = r"(?:ms|[a-z%°]{1,2}\b)?"
LOW, HIGH = rf"(?P<low>-?{_FORM})", rf"(?P<high>-?{_FORM})"
TO = rf"{_GLUED}(?: ?- ?| to | through | or )"
_OF = r"(?: (?:number|amount|length|size|duration|count|file size)(?: of [a-z ]{1,20})?)?"
_IS = r"(?:(?: is| are| of|:|=)? )"
MOST = (
    r"\b(?:up to|at most|(?:no|not|not be) (?:more|longer|larger|greater|higher) than"
    rf"|max(?:imum|\.)?{_OF}{_IS}(?:at most )?"
    r"|less than or equal to|(?:not|never) exceed|(?:cannot|can't) exceed"
    rf"|(?:limited|restricted|capped)(?: to| at)|limit(?: of|:| is)) ?{HIGH}"
)
LEAST = (
    r"\b(?:at least|(?:no|not) (?:fewer|less|shorter|smaller|lower) than|not be less than"
    rf"|min(?:imum|\.)?{_OF}{_IS}(?:at least )?|greater than or equal to) ?{LOW}"
)
BETWEEN = rf"\b(?:between|from) {LOW}{_GLUED} ?(?:and|to|through|-) ?{HIGH}"
_FREE = r"(?<![\w.,%#:/@-])"
_MUST = r"(?:must|should|needs? to|has to|have to) be (?:strictly )?"
_THAN = r"(?:less|shorter|smaller|fewer|lower) than|under|below"
_WORDS = r" ?(?P<words>(?:[a-z][a-z0-9-]{0,17}(?:\(s\))? ?){1,3})"
_FORMS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_FREE}{LOW}{TO}{HIGH}-?{_WORDS}",
        rf"{BETWEEN}-?{_WORDS}",
        rf"{MOST}-?{_WORDS}",
        rf"{LEAST}-?{_WORDS}",
        rf"\b(?:(?:{_MUST}|duration )(?:{_THAN})|under) {HIGH}{_WORDS}",
        rf"{_FREE}{HIGH}-?{_WORDS}?(?: or (?:shorter|less|fewer)| max(?:imum)?\b| limit\b)",
        rf"{_FREE}{LOW} or (?:more|longer){_WORDS}",
        rf"{_FREE}{LOW} ?(?P<words>seconds?|s|minutes?) (?:or|and) (?:more|longer)\b",
        rf"\b(?:less|smaller) than {HIGH} ?(?P<words>[kmg]i?b)\b",
        rf"\bonly {HIGH}(?= .*\b(?:supported|allowed|possible)\b){_WORDS}",
        rf"\bsupports? (?:only )?{HIGH} {_WORDS}(?:at the moment|for now|yet)?\W*$",
        rf"{_FREE}{HIGH} ?(?P<words>[kmg]i?b) (?:per|each)\b",
        rf"\bexactly (?P<both>{_FORM}) ?{_WORDS}",
    )
]
"""How a clause states an amount of something; the words after it decide of what."""
_STOPS = frozenset("or and total per of for in at is are was be to as with than".split())


@dataclass(frozen=True, slots=True)
class Amount:
    """What a sentence allows of something.

    `words` are those after the number, in the singular and in small letters: `reference`, `image`.
    """

    low: Number | None
    high: Number | None
    words: tuple[str, ...] = ()

    def limits(
        self, keywords: tuple[str, str], scale: int = 1, below: str = ""
    ) -> Iterator[tuple[str, str, Number]]:
        """Give the two ends under their keywords."""
        for keyword, end in zip(keywords, (self.low, self.high), strict=True):
            if end is not None:
                yield below, keyword, end * scale


def amounts(sentence: str) -> tuple[Amount, ...]:
    """Give the amounts that a sentence states, unless they hold only sometimes."""
    found = (each for clause in clauses(simplified(sentence)) for each in read(_FORMS, clause))
    return tuple(dict.fromkeys(found))


def read(forms: Iterable[re.Pattern[str]], clause: str) -> Iterator[Amount]:
    """Give what the forms find in a clause; of overlapping finds, the first form's."""
    taken: list[tuple[int, int]] = []
    for form in forms:
        for found in form.finditer(clause):
            groups = found.groupdict()
            numbers = [key for key in ("low", "high", "both") if groups.get(key)]
            start, end = found.start(numbers[0]), found.end(numbers[-1])
            if any(start < stop and begin < end for begin, stop in taken):
                continue
            amount = _amount(groups, found[0])
            if amount is not None:
                taken.append((start, end))
                yield amount


def _amount(groups: dict[str, str | None], text: str) -> Amount | None:
    if (groups.get("words") or "").lower().startswith("of "):
        return None  # "one of these" counts none of them
    low, high = number(groups.get("low")), number(groups.get("high"))
    both = number(groups.get("both"))
    if both is not None:
        low = high = both
    if low is not None and high is not None and low > high:
        return None
    if " or " in text and low is not None and high is not None and high - low > 1:
        return None  # two values, and none between them
    return Amount(low, high, _singular(groups.get("words") or ""))


def _singular(words: str) -> tuple[str, ...]:
    kept: list[str] = []
    for word in words.lower().replace("(s)", "").split():
        if word in _STOPS:
            break
        kept.append(word if word == "s" else word.removesuffix("s"))
    return tuple(kept)


def number(text: str | None) -> Number | None:
    """Read a number as texts write it: `15,000`, `0.5`."""
    if not text:
        return None
    value = float(text.replace(",", ""))
    return int(value) if value.is_integer() else value
