"""The prices that a page names, as data."""

import re
from collections.abc import Iterable, Iterator

from fal_codegen.pages.blocks import Block, line_of
from fal_codegen.pages.page import Price
from fal_codegen.prose import sentences

_PRICE = re.compile(
    r"\\?\$(?P<amount>\d{1,6}(?:\.\d{1,8})?)\**(?: ?/ ?| per | for (?:each|every|an?|one) )"
    r"(?P<unit>(?:\d+ )?[a-z]+(?: second| pixel| token)?)",
    re.IGNORECASE,
)


def prices(page: Iterable[Block]) -> tuple[Price, ...]:
    """Give every "$0.03 per image" of these blocks, in US dollars and the page's own unit."""
    return tuple(price for block in page for price in _prices(block))


def _prices(block: Block) -> Iterator[Price]:
    for sentence in sentences(block.text):
        line = line_of(sentence, block)
        for found in _PRICE.finditer(sentence):
            yield Price(float(found["amount"]), found["unit"].lower(), sentence, line)
