"""Limits in a page's words that no keyword holds, or that hold only sometimes.

`frames must be 8n+1`, a number of pixels in all, a language: nobody checks them, so they are shown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fal_codegen.pages.page import Page
from fal_codegen.prose import sentences

_LIMITS = re.compile(
    r"\b(?:must(?! be (?:true|false)\b)|has to|have to|needs? to be|at most|at least|up to"
    r"|(?<!= )max(?:imum)?\b(?! number of (?!.*\b(?:is|are|must)\b))"
    r"|(?<!\d )min\b(?=[^\w,]*\d)|minimum\b(?! number of (?!.*\b(?:is|are|must)\b))"
    r"|no (?:more|less|fewer|longer) than"
    r"|(?:less|more|fewer|larger|smaller|longer|greater) than|exceed|limited to|exactly"
    r"|multiples? of|divisible|between|combined|in total|adds? up)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\d|\b(?:two|three|four|five|six)\b", re.IGNORECASE)
_ALWAYS = re.compile(
    r"(?i:\bmust (?:not )?(?:be|have|contain|match|use|include|start|end)\b|\bcan(?:not|'t) be\b"
    r"|\bonly (?:supports?|accepts?|works?|available|used?|applie[sd]|takes)\b"
    r"|\b(?:required|needed|ignored) (?:if|when|unless)\b|\bnot both\b"
    r"|\bnot (?:supported|allowed)\b)"
    r"|\b(?:[Ii]n|[Ss]upports?) (?:only )?[A-Z][a-z]{3,}(?: and [A-Z][a-z]+)?(?: only\b|\.?$)"
)
"""What says a limit without a number."""
_CLAUSE = re.compile(r"[;,] (?!(?:and|or) \d)| (?=\()|(?<=\)) | but ")
_ASIDE = re.compile(r"^By default\b|\bbill(?:ing|ed)\b|\b(?:higher|lower) values\b", re.IGNORECASE)
"""What takes all of a sentence away: it says what values do, or what they cost."""
_ADVICE = re.compile(
    r"\b(?:recommend|suggest|typical|usual|ideal|optimal|best|prefer|default|good"
    r"|works well|try to|costs?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Unheld:
    """A sentence of a field's description that limits what it may be, and was not read."""

    place: str
    text: str
    line: int


def unheld(page: Page) -> tuple[Unheld, ...]:
    """Find what descriptions of the input, and of the page's types, limit beyond what was read."""
    return tuple(dict.fromkeys(_unheld(page)))


def _unheld(page: Page) -> Iterator[Unheld]:
    claimed = {
        ("/".join(each.claim.place.split("/")[:2]), " ".join(each.claim.text.split()))
        for each in page.statements
        if each.claim.keyword != "default"
    }
    lists = (("input", page.input), *page.types)
    for name, shown in lists:
        for entry in shown:
            place = f"{name}/{entry.name}"
            for sentence in sentences(entry.description):
                read = not claimed.isdisjoint(((place, sentence), ("input", sentence)))
                if not read and _limits(sentence):
                    yield Unheld(place, sentence, entry.line)


def _limits(sentence: str) -> bool:
    """Tell whether a sentence limits something, in a clause that gives no mere advice."""
    if _ASIDE.search(sentence):
        return False
    return any(map(_limits_itself, _CLAUSE.split(sentence)))


def _limits_itself(clause: str) -> bool:
    if _ADVICE.search(clause):
        return False
    counted = _AMOUNT.search(clause) and _LIMITS.search(clause)
    return bool(counted or _ALWAYS.search(clause))
