"""Limits and fields in a sentence of running text."""

import re
from collections.abc import Iterator
from dataclasses import replace

from fal_codegen.contract import (
    KEYWORDS,
    Array,
    Claim,
    Enum,
    Json,
    Scalar,
    Union,
    bounds_of,
    items_of,
    without_null,
)
from fal_codegen.pages.entry import Entry
from fal_codegen.pages.labels import items, source_name
from fal_codegen.pages.literals import plain, spans, typed
from fal_codegen.pages.page import Page
from fal_codegen.pages.types import innermost
from fal_codegen.prose import (
    FILES,
    HIGH,
    LOW,
    TO,
    Amount,
    amounts,
    clauses,
    named,
    read,
    simplified,
    stated,
    stated_default,
)

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
_DOCSTRING = re.compile(r"``[^`]{1,100}``")
"""Code as Python's docstrings mark it: what a server calls its own."""
_SIZED = ("resolution", "image_size")
_ROLES = frozenset({"reference", "input", "source"})
_MAKING = re.compile(
    r"\b(?:generat|creat|produc|return|output|batch|(?<!per )request|(?<!per )run)\w*\b",
    re.IGNORECASE,
)
_TAKING = re.compile(
    r"\b(?:reference|upload|provide|process|combin|accept|take|tak|blend|fus)\w* (?:in |from )?"
    r"(?:up to|at most|at least|between|as many as|a maximum of|a minimum of)?\b",
    re.IGNORECASE,
)
_PER_CALL = re.compile(r"\bper (?:request|call|run|generation|prompt)\b", re.IGNORECASE)
_SECONDS = {"second": 1, "minute": 60}
_SYNONYMS = {"picture": "image", "photo": "image", "clip": "video"}
_DEFAULT_OF = re.compile(r"\bdefault ([a-z][a-z _]{2,30}?) is ([^\s,;]{1,40})", re.IGNORECASE)
_GIVEN_FILM = re.compile(
    r"\b(?:input|reference|source|uploaded) (?:videos?|clips?|footage|audio)\b", re.IGNORECASE
)
_FILM = r"(?:videos?|clips?|films?|footage|audio)"
_LASTING = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<![\w.$]){LOW}{TO}{HIGH}[ -]seconds?(?= (?:long|in length|{_FILM}|of {_FILM})\b)",
        rf"\b(?:{_FILM}|durations?|lengths?)(?: from| of| between)? {LOW}(?:{TO}| and ){HIGH} sec",
    )
]
"""How running text says how long something made may be, from one end to the other."""
_LENGTHS = re.compile(
    r"(?<![\w.$-])(\d{1,3}s?(?:, \d{1,3}s?){0,20},? or \d{1,3})(?:s\b|[ -]seconds?\b)",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\b(?:compet\w+|other|than|standard|most models)\b", re.IGNORECASE)
_OFFERED = re.compile(
    r"\b(?:support\w*|offer\w*|available|includ\w+|choose|options?|render\w*|generat\w*)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z0-9]+")
_GIVEN = re.compile(r"\b(?:inputs?|references?|sources?|upload\w*)\b", re.IGNORECASE)
_AS_INPUT = re.compile(
    r"\b(?:images?|videos?|audio|files?) as (?:an? )?(?:inputs?|references?)\b", re.IGNORECASE
)
_RANGED = r" (?:is |must be |should be |goes |ranges )?(?:from|between) "
_PRICE = re.compile(
    r"(?:\b(?:at|for) )?~?\$\d[\d.,]*\**(?:(?: ?/ ?| per | for (?:each|every|an?|one) )[\w-]+)?"
)
_MONEY = re.compile(r"\$|\b(?:price|cost|billed|charged|counts as|unit|megapixel)", re.IGNORECASE)


def in_text(sentence: str, page: Page) -> Iterator[Claim]:
    """Read counts, sizes, fields that go together, and code that looks like a field and is none.

    What fits no field of the endpoint is left alone, and so are prices.
    """
    free = _PRICE.sub("", sentence)
    if _MONEY.search(free):
        return
    for amount in amounts(free):
        for claim in _amount(amount, free, page):
            yield replace(claim, text=sentence)
    for claim in _lasting(free, page):
        yield replace(claim, text=sentence)
    yield from _given(free, page)
    yield from together(sentence, page)
    yield from _unknown(sentence, page)
    yield from _named(sentence, page)
    yield from _worded(sentence, page)
    if free == sentence:
        yield from _sizes(sentence, page)


def together(sentence: str, page: Page) -> Iterator[Claim]:
    """Read what several fields must do together: "at least one of", "either … or …"."""
    one_of = None if _CONDITION.search(sentence) else _ONE_OF.search(sentence)
    media = [found.lower() for found in _MEDIUM.findall(one_of[1])] if one_of else []
    if len(set(media)) > 1:
        names = [source_name(medium, page) for medium in dict.fromkeys(media)]
        yield Claim("input", "anyOf", [{"required": [name]} for name in names], sentence)
    either = _EITHER.search(sentence)
    if either and page.fields.keys() >= {*either.groups()}:
        keyword = "oneOf" if "not both" in sentence.lower() else "anyOf"
        yield Claim("input", keyword, [{"required": [name]} for name in either.groups()], sentence)
    sides = _SIDES.search(sentence)
    if sides and ", or " not in sides[1] and "image_size" in page.fields:
        for side in ("width", "height"):
            for claim in stated(sides[1], f"input/image_size/{side}", Scalar("integer")):
                yield replace(claim, text=sentence)


def _amount(amount: Amount, sentence: str, page: Page) -> Iterator[Claim]:
    words = [_SYNONYMS.get(word, word) for word in amount.words]
    first = words[0] if words else ""
    file = next(filter(FILES.__contains__, words), "")
    source = page.fields.get(source_name(file, page)) if file else None
    if first in ("character", "char"):
        yield from _of(page, ("prompt", "text"), sentence)
    elif source and (
        _ROLES & {*words} or _takes(amount, simplified(sentence)) or _AS_INPUT.search(sentence)
    ):
        yield from items(amount, source, sentence)
    elif {"image", "generation"} & {*words[:2]} and _makes(sentence, source):
        yield from _most(page, ("num_images", "max_images"), amount, sentence)
    elif first in _SECONDS and amount.low is None and not _OTHERS.search(sentence):
        whole = replace(amount, high=(amount.high or 0) * _SECONDS[first])
        yield from _most(page, ("duration",), whole, sentence)
    elif listed := next(
        (page.fields[f"{word}s"] for word in words if f"{word}s" in page.fields), None
    ):
        yield from items(amount, listed, sentence)


def _lasting(sentence: str, page: Page) -> Iterator[Claim]:
    """Read how long something made may be: "3 to 15-second clips", "5 or 10 seconds"."""
    entry = page.fields.get("duration")
    if entry is None or _OTHERS.search(sentence) or _GIVEN_FILM.search(sentence):
        return
    for clause in clauses(simplified(sentence)):
        for amount in read(_LASTING, clause):
            yield from _most(page, ("duration",), amount, sentence)
    shape = innermost(entry.shape)
    found = _LENGTHS.search(simplified(sentence))
    if found and isinstance(shape, Enum) and any(clauses(simplified(sentence))):
        known = {plain(value).lower().removesuffix("s"): value for value in shape.values}
        named = re.findall(r"\d+", found[1])
        if sum(each in known for each in named) * 2 >= len(named):
            values = [known.get(each, typed(each, shape)) for each in named]
            yield Claim(f"input/{entry.name}", "enum", values, sentence)


def _takes(amount: Amount, sentence: str) -> bool:
    """Tell whether a verb of taking stands before an amount: "reference up to 10 images"."""
    return any(
        re.match(rf"\W*{number}\b", sentence[found.end() :])
        for found in _TAKING.finditer(sentence)
        for number in {amount.low, amount.high} - {None}
    )


def _makes(sentence: str, source: Entry | None) -> bool:
    """Tell whether images of a sentence are those that come out, and not those that go in."""
    taken = source is not None and isinstance(source.shape, Array)
    return bool(_MAKING.search(sentence) or (_PER_CALL.search(sentence) and not taken))


def _named(sentence: str, page: Page) -> Iterator[Claim]:
    """Read what a sentence says of the one field that it names, and of a field's default."""
    names = [name for name in dict.fromkeys(spans(sentence)) if name in page.fields]
    if len(names) == 1:
        entry = page.fields[names[0]]
        place, rest = f"input/{entry.name}", sentence.replace(f"`{entry.name}`", "").strip()
        for claim in (*stated(rest, place, entry.shape), *stated_default(rest, place, entry.shape)):
            yield replace(claim, text=sentence)
    for found in _DEFAULT_OF.finditer(sentence):
        named = page.fields.get("_".join(found[1].lower().split()))
        said = f"Default: {found[2]}"
        for claim in stated_default(said, f"input/{named.name}", named.shape) if named else ():
            yield replace(claim, text=sentence)


def _worded(sentence: str, page: Page) -> Iterator[Claim]:
    """Read values of the one field that a sentence has the words of, but not a choice of them."""
    if not _OFFERED.search(sentence) or _OTHERS.search(sentence):
        return
    text = f" {' '.join(_WORD.findall(sentence.lower()))} "
    found = [
        entry
        for entry in page.input
        for words in (entry.name.replace("_", " "),)
        if f" {words} " in text or f" {words}s " in text
    ]
    found = [entry for entry in found if isinstance(innermost(entry.shape), Enum)]
    if len(found) != 1:
        return
    for claim in named(sentence, f"input/{found[0].name}", found[0].shape):
        if not {*map(plain, items_of(claim.value))} < {*map(plain, found[0].values)}:
            yield claim


def _given(sentence: str, page: Page) -> Iterator[Claim]:
    """Read what a sentence says of the files of one kind that are given: sizes and formats."""
    media = {found.lower() for found in _MEDIUM.findall(sentence)}
    source = page.fields.get(source_name("".join(media), page)) if len(media) == 1 else None
    if source and _GIVEN.search(sentence):
        for claim in stated(sentence, f"input/{source.name}", source.shape):
            if claim.keyword not in KEYWORDS:
                yield claim


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
        for _, keyword, value in amount.limits(bounds_of("value")):
            yield Claim(f"input/{entry.name}", keyword, value, sentence)


def _unknown(sentence: str, page: Page) -> Iterator[Claim]:
    for name in spans(_DOCSTRING.sub("", sentence)):
        if _SNAKE.fullmatch(name) and name not in _WIRE and name not in page.words:
            yield Claim(f"input/{name}", "properties", None, sentence)


def _sizes(sentence: str, page: Page) -> Iterator[Claim]:
    sized = [entry for entry in map(page.fields.get, _SIZED) if entry]
    if any(isinstance(without_null(entry.shape), Union) for entry in sized):
        return  # one of them takes any size
    entry = sized[0] if sized else None
    shape = innermost(entry.shape) if entry else None
    if entry and isinstance(shape, Enum):
        known = set(map(plain, shape.values))
        sizes: list[Json] = [size for size in _SIZE.findall(sentence) if size not in known]
        if sizes:
            yield Claim(f"input/{entry.name}", "enum", sizes, sentence)
