"""The prices that a page names, as data."""

import re
from collections.abc import Iterable, Iterator

from fal_codegen.pages.blocks import Block, line_of
from fal_codegen.pages.page import Price
from fal_codegen.prose import sentences

_AMOUNT = r"(?P<amount>\d{1,3}(?:,\d{3}){1,2}(?:\.\d{1,2})?|\d{1,6}(?:\.\d{1,8})?)"
_SUM = rf"\\?\${_AMOUNT}"
_UNIT = (
    r"(?P<unit>(?:(?:extra|additional|started|first|further) )?(?:\d[\w-]* ){0,2}[a-z]+"
    r"(?: (?:(?:video|input|output|audio) )?(?:second|pixel|token|character|minute)s?)?)"
)
_EACH = r"(?: ?/ ?| per | for (?:each|every|an?|one|the(?= first\b)) )"
_ASIDE = r"\**(?: ?\([^()$]{1,30}\))?"
_OTHER = rf"(?:,? (?:or|and) \**\\?\$\d[\d.,]*{_ASIDE})"
_FOR = r"\bfor (?:(?:every|each|an?) )?\**(?P<unit>\w[\w -]{1,30}?)\**,?"
_PRICES = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_SUM}{_ASIDE}{_OTHER}{{0,3}}{_EACH}{_UNIT}",
        rf"(?<![\w.,$]){_AMOUNT}\** ?\\?\${_EACH}{_UNIT}",
        rf"\b(?:cost|price) per (?P<unit>[a-z][\w ]{{1,30}}?)\**: ?\**{_SUM}",
        rf"{_FOR} (?:your request|it|this)(?: will)? costs? \**{_SUM}",
        rf"^(?P<unit>\d[\w -]{{2,40}}) costs? \**{_SUM}",
        rf"^\**(?P<unit>\d[\w-]*(?: [\w-]{{1,20}}){{1,3}})\**: \**{_SUM}",
    )
]
"""How a sentence names a price: the sum and for what, in either order; what stands first holds."""


def prices(page: Iterable[Block]) -> tuple[Price, ...]:
    """Give every "$0.03 per image" of these blocks, in US dollars and the page's own unit."""
    return tuple(price for block in page for price in _prices(block))


def _prices(block: Block) -> Iterator[Price]:
    for sentence in sentences(block.text):
        line = line_of(sentence, block)
        found = {
            each.start("amount"): each
            for form in reversed(_PRICES)
            for each in _all(form, sentence)
        }
        for _, each in sorted(found.items()):
            amount = float(each["amount"].replace(",", ""))
            yield Price(amount, each["unit"].lower(), sentence, line)


def _all(form: re.Pattern[str], sentence: str) -> Iterator[re.Match[str]]:
    """Give all matches; those of several sums before one unit overlap."""
    start = 0
    while found := form.search(sentence, start):
        yield found
        start = found.end("amount")
