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
    r"|max(?:imum)?\b(?! number of)|min(?:imum)\b(?! number of)|no (?:more|less|fewer|longer) than"
    r"|(?:less|more|fewer|larger|smaller|longer|greater) than|exceed|limited to|exactly"
    r"|multiples? of|divisible|between|combined|in total|adds? up)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\d")
_ALWAYS = re.compile(
    r"(?i:\bmust (?:not )?(?:be|have|contain|match|use|include|start|end)\b|\bcan(?:not|'t) be\b"
    r"|\bonly (?:supports?|accepts?|works?|available|used?|applie[sd]|takes)\b"
    r"|\b(?:required|needed|ignored) (?:if|when|unless)\b|\bnot both\b"
    r"|\bnot (?:supported|allowed)\b)"
    r"|\b(?:[Ii]n|[Ss]upports?) (?:only )?[A-Z][a-z]{3,}(?: and [A-Z][a-z]+)?(?: only\b|\.?$)"
)
"""What says a limit without a number."""
_ADVICE = re.compile(
    r"\b(?:recommend|suggest|typical|usual|ideal|optimal|best|prefer|default|higher values"
    r"|lower values|good|works well|try to|billing|billed|costs?)",
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
    claimed = {" ".join(each.claim.text.split()) for each in page.statements}
    lists = (("input", page.input), *page.types)
    for name, shown in lists:
        for entry in shown:
            for sentence in sentences(entry.description):
                if sentence not in claimed and _limits(sentence):
                    yield Unheld(f"{name}/{entry.name}", sentence, entry.line)


def _limits(sentence: str) -> bool:
    if _ADVICE.search(sentence):
        return False
    counted = _AMOUNT.search(sentence) and _LIMITS.search(sentence)
    return bool(counted or _ALWAYS.search(sentence))
