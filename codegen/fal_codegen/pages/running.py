"""Limits and fields in a sentence of running text."""

import re
from collections.abc import Iterator
from dataclasses import replace

from fal_codegen.contract import Array, Claim, Enum, Json, Scalar
from fal_codegen.pages.literals import plain, spans
from fal_codegen.pages.page import Page
from fal_codegen.pages.types import innermost
from fal_codegen.prose import FILES, Amount, amounts, stated

_ONE_OF = re.compile(r"\bat least one(?: of)?:? (.{1,200})", re.IGNORECASE)
_EITHER = re.compile(
    r"\beither `?(\w+)`? or `?(\w+)`? (?:must|should|has to|is|needs?)\b", re.IGNORECASE
)
_CONDITION = re.compile(r"\b(?:if|when|unless)\b", re.IGNORECASE)
_MEDIUM = re.compile(r"\b(image|video|audio|pdf)", re.IGNORECASE)
_SIZE = re.compile(r"\b\d{2,5} ?[x×] ?\d{2,5}\b")  # noqa: RUF001 - pages write both signs
_SIDES = re.compile(r"\bwidth and height (must be .+)", re.IGNORECASE)
_SNAKE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
_WIRE = frozenset(
    "fal_client request_id response_url status_url cancel_url fal_key on_queue_update with_logs "
    "webhook_url queue_position gateway_request_id".split()
)
_SIZED = ("resolution", "image_size")
_ROLES = frozenset({"reference", "input", "source"})
_MAKING = re.compile(r"\b(?:generat|creat|produc|return|output)\w*\b", re.IGNORECASE)
_OTHERS = re.compile(r"\b(?:compet\w+|other|than|standard|most models)\b", re.IGNORECASE)
_MONEY = re.compile(r"\$|\b(?:price|cost|billed|charged|counts as|unit|megapixel)", re.IGNORECASE)


def in_text(sentence: str, page: Page) -> Iterator[Claim]:
    """Read counts, sizes, fields that go together, and code that looks like a field and is none.

    What fits no field of the endpoint is left alone, and so are prices.
    """
    if _MONEY.search(sentence):
        return
    for amount in amounts(sentence):
        yield from _amount(amount, sentence, page)
    yield from together(sentence, page)
    yield from _unknown(sentence, page)
    yield from _sizes(sentence, page)


def together(sentence: str, page: Page) -> Iterator[Claim]:
    """Read what several fields must do together: "at least one of", "either … or …"."""
    one_of = None if _CONDITION.search(sentence) else _ONE_OF.search(sentence)
    media = [found.lower() for found in _MEDIUM.findall(one_of[1])] if one_of else []
    if len(set(media)) > 1:
        names = [_source(medium, page) for medium in dict.fromkeys(media)]
        yield Claim("input", "anyOf", [{"required": [name]} for name in names], sentence)
    either = _EITHER.search(sentence)
    if either and page.fields.keys() >= {*either.groups()}:
        keyword = "oneOf" if "not both" in sentence.lower() else "anyOf"
        yield Claim("input", keyword, [{"required": [name]} for name in either.groups()], sentence)
    sides = _SIDES.search(sentence)
    if sides and "image_size" in page.fields:
        for side in ("width", "height"):
            for claim in stated(sides[1], f"input/image_size/{side}", Scalar("integer")):
                yield replace(claim, text=sentence)


def _amount(amount: Amount, sentence: str, page: Page) -> Iterator[Claim]:
    first = amount.words[0] if amount.words else ""
    if first in ("character", "char"):
        yield from _of(page, ("prompt", "text"), sentence)
    elif _ROLES & {*amount.words} and (unit := next(filter(FILES.__contains__, amount.words), "")):
        yield from _of(page, (_source(unit, page),), sentence)
    elif first == "image" and _MAKING.search(sentence) and amount.high is not None:
        yield from _most(page, ("num_images", "max_images"), amount, sentence)
    elif first == "second" and amount.low is None and not _OTHERS.search(sentence):
        yield from _most(page, ("duration",), amount, sentence)


def _of(page: Page, names: tuple[str, ...], sentence: str) -> Iterator[Claim]:
    """Read a sentence as one of the description of the first of these fields that there is."""
    entry = next(filter(None, map(page.fields.get, names)), None)
    if entry:
        for claim in stated(sentence, f"input/{entry.name}", entry.shape):
            if claim.keyword.endswith(("Items", "Length")):
                yield claim


def _most(page: Page, names: tuple[str, ...], amount: Amount, sentence: str) -> Iterator[Claim]:
    entry = next(filter(None, map(page.fields.get, names)), None)
    if entry and not isinstance(entry.shape, Array):
        yield Claim(f"input/{entry.name}", "maximum", amount.high, sentence)


def _unknown(sentence: str, page: Page) -> Iterator[Claim]:
    for name in spans(sentence):
        if _SNAKE.fullmatch(name) and name not in _WIRE and name not in page.words:
            yield Claim(f"input/{name}", "properties", None, sentence)


def _sizes(sentence: str, page: Page) -> Iterator[Claim]:
    entry = next(filter(None, map(page.fields.get, _SIZED)), None)
    shape = innermost(entry.shape) if entry else None
    if entry and isinstance(shape, Enum):
        known = set(map(plain, shape.values))
        sizes: list[Json] = [size for size in _SIZE.findall(sentence) if size not in known]
        if sizes:
            yield Claim(f"input/{entry.name}", "enum", sizes, sentence)


def _source(medium: str, page: Page) -> str:
    """Name the field that takes this medium: the endpoint's own, else by fal's usual naming."""
    names = (entry.name for entry in page.input if entry.name.endswith(("_url", "_urls")))
    return next((name for name in names if name.startswith(medium)), f"{medium}_url")
