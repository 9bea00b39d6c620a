"""Lines and table rows that name a field in words: `Aspect ratios: 1:1, 16:9`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from fal_codegen.contract import Array, Claim, Enum, Json, Scalar, bounds_of, is_idle
from fal_codegen.pages.blocks import Block
from fal_codegen.pages.entry import Entry
from fal_codegen.pages.literals import plain
from fal_codegen.pages.page import Page
from fal_codegen.pages.types import innermost
from fal_codegen.prose import (
    HIGH,
    LOW,
    TO,
    Amount,
    amounts,
    clauses,
    named,
    simplified,
    stated,
    stated_default,
)

_LINE = re.compile(r"\W{0,10}([A-Za-z][\w ]{1,40}?)[`*]{0,3}:(?:\*\*)? +(.+)", re.DOTALL)
_IDLE = re.compile(
    r"\b(?:supported|available|allowed|output|possible|options?|range|values|choices|limit|max"
    r"|maximum|number of|per (?:request|call|run|generation))\b",
    re.IGNORECASE,
)
_MOST = re.compile(r"\b(?:max|maximum)\b", re.IGNORECASE)
_NOTE = re.compile(r" ?\([^()]{0,80}\)")
_NOTE_OF_WORDS = re.compile(r" ?\([^()\d]{0,80}\)")
_UNIT = re.compile(r"(?<=\d)[\"'`]? ?(?:seconds?|s|sec|images?|fps|px|x)$", re.IGNORECASE)
_INPUTS = re.compile(r"(?:reference|input|source) (image|video|audio|file)s?", re.IGNORECASE)
_GIVEN = re.compile(
    r"\b(image|video|audio|file)s? ?(?:urls?|files?|inputs?)? \(([^()]{1,40})\)", re.IGNORECASE
)
_LENGTH = re.compile(r"\b(?:duration|(?:^|video |clip )length)s?$", re.IGNORECASE)
_VIA = re.compile(r"\b(?:via|through|with) `(\w+)`", re.IGNORECASE)
_LISTED = re.compile(r"(?:`[^`]{1,60}`(?:,? (?:or|and) |, |$)){2,50}")
_SEPARATOR = re.compile(r",? and |,? or |, ?|; ?")
_RANGED = re.compile(
    r"\W{0,4}(?:the )?(?P<label>[a-z][\w ]{1,40}?)(?: \(| (?:(?:is|must be|should be|can be|goes"
    rf"|ranges?) )?(?:from|between) ){LOW}(?:{TO}| and ){HIGH}(?:\)|$|[.;:,])",
    re.IGNORECASE,
)
"""How a clause begins that states a range of the field it begins with."""
_ENDINGS = frozenset({"steps", "inference_steps", "scale"})
"""Words that stand for the one field that ends with them."""
_COUNT = re.compile(r"(?:up to |at most )?(\d{1,3})", re.IGNORECASE)
_ROLES = ("reference", "input", "source", "file")
_PROMPT = re.compile(
    r"\bprompt\b.*\b(?:length|limit|characters)\b|\b(?:prompt|text) limit\b", re.IGNORECASE
)
_FILE_SIZE = re.compile(r"\bfile size\b", re.IGNORECASE)
_FIELDS = frozenset({"parameter", "field", "name", "property", "argument", "input"})


def labelled(text: str, page: Page) -> Iterator[Claim]:
    """Read a line such as `Aspect ratios: 1:1, 16:9` as values of the field."""
    found = _LINE.fullmatch(text)
    if found:
        claims = list(_values(found[1], found[2], text, page))
        about, dash, values = found[2].rpartition(" - ")
        yield from claims or (_values(found[1], values, text, page) if about and dash else ())
        if claims:
            return
    yield from _ranged(text, page)


def _ranged(text: str, page: Page) -> Iterator[Claim]:
    """Read the range of the field that a clause begins with: `Steps (2-40): more is finer`."""
    for clause in clauses(_NOTE_OF_WORDS.sub("", simplified(text))):
        found = _RANGED.match(clause)
        entry = _labelled_entry(found["label"], page) if found else None
        if found and entry:
            said = f"Range: {found['low']} to {found['high']}"
            for claim in stated(said, f"input/{entry.name}", innermost(entry.shape)):
                yield replace(claim, text=text)


def tabled(rows: Sequence[Block], page: Page) -> Iterator[tuple[Claim, Block]]:
    """Read tables: rows that name a field first, tables of parameters, columns of values."""
    for header, group in groupby(rows, key=lambda row: row.header):
        table = [row for row in group if row.cells != header]
        parameters = bool(header) and _plain(header[0]).lower() in _FIELDS
        for row in table:
            claims = _parameter(header, row, page) if parameters else _row(row, page)
            yield from ((claim, row) for claim in claims)
        for index, title in enumerate(header if not parameters else ()):
            cells = [row.cells[index] for row in table if index < len(row.cells)]
            if len(cells) > 1 and all("," not in cell for cell in cells):
                text = f"{_plain(title)}: {', '.join(map(_plain, cells))}"
                yield from ((claim, table[0]) for claim in labelled(text, page))


def _row(row: Block, page: Page) -> Iterator[Claim]:
    if len(row.cells) > 1:
        label, values = map(_plain, row.cells[:2])
        found = list(_values(label, values, f"{label}: {values}", page))
        yield from found or _through(row, values, page)


def _through(row: Block, values: str, page: Page) -> Iterator[Claim]:
    """Read a row that names the field behind its amount: `1-4 images: via "num_images"`."""
    named_field = _VIA.search(" ".join(row.cells[2:]))
    entry = page.fields.get(named_field[1]) if named_field else None
    if entry and isinstance(entry.shape, Scalar) and entry.shape.type == "integer":
        for amount in amounts(values):
            for _, keyword, value in amount.limits(bounds_of("value")):
                yield Claim(f"input/{entry.name}", keyword, value, row.text)


def _parameter(header: Sequence[str], row: Block, page: Page) -> Iterator[Claim]:
    """Read the row of one field in a table of parameters."""
    name = _plain(row.cells[0]).strip("`")
    entry = page.fields.get(name)
    if entry is None:
        return
    place = f"input/{name}"
    for title, cell in zip(header[1:], row.cells[1:], strict=False):
        match _plain(title).lower():
            case "default":
                text = f"Default: {_plain(cell).strip('`')}"
                yield from stated_default(text, place, entry.shape)
            case "range" | "limits" | "limit":
                yield from stated(f"Range: {_plain(cell)}", place, entry.shape)
            case "description" | "notes":
                yield from stated(cell, place, entry.shape)
                yield from named(cell, place, entry.shape, page.fields) or _listing(
                    name, cell, row, page
                )
            case "options" | "values" | "allowed values":
                yield from _values(name, _plain(cell), row.text, page)
            case _:
                continue


def _listing(name: str, cell: str, row: Block, page: Page) -> Iterator[Claim]:
    """Read a description that is a list of values in code, and nothing else."""
    if _LISTED.fullmatch(cell.strip(" .")):
        yield from _values(name, cell.replace('"', ""), row.text, page)


def items(amount: Amount, source: Entry, sentence: str) -> Iterator[Claim]:
    """Read an amount of files as the length of the list that takes them."""
    if isinstance(source.shape, Array):
        for _, keyword, value in amount.limits(bounds_of("items")):
            if not is_idle(keyword, value):
                yield Claim(f"input/{source.name}", keyword, value, sentence)


def source_name(medium: str, page: Page) -> str:
    """Name the field that takes this medium: the endpoint's own, else by fal's usual naming."""
    names = (entry.name for entry in page.input if entry.name.endswith(("_url", "_urls")))
    return next((name for name in names if name.startswith(medium)), f"{medium}_url")


def _values(label: str, text: str, said: str, page: Page) -> Iterator[Claim]:
    most = f"up to {text}" if _MOST.search(label) and text[:1].isdigit() else text
    yield from _taken(label, most, said, page)
    entry = _labelled_entry(label, page)
    shape = innermost(entry.shape) if entry else None
    if entry is None:
        yield from _sized(label, text, said, page)
        return
    if isinstance(shape, Scalar | Enum):
        bare = _NOTE.sub("", most)
        range_ = bare if isinstance(shape, Scalar) else f"Range: {bare}"
        place = f"input/{entry.name}"
        for claim in (*stated(range_, place, shape), *stated_default(text, place, shape)):
            yield replace(claim, text=said)
    if isinstance(entry.shape, Array) and (count := _COUNT.fullmatch(most)):
        yield from items(Amount(None, int(count[1])), entry, said)
    for amount in amounts(most):
        if entry.name in ("duration", "num_images"):
            for _, keyword, value in amount.limits(bounds_of("value")):
                yield Claim(f"input/{entry.name}", keyword, value, said)
    if isinstance(shape, Enum):
        known = {plain(value).lower(): value for value in shape.values}
        small = all(plain(value) == plain(value).lower() for value in shape.values)
        words = [_UNIT.sub("", part.strip(" `\"'.*")) for part in _split(text)]
        values: list[Json] = [
            known.get(item.lower(), item.lower() if small and item.isalpha() else item)
            for item in words
            if item
        ]
        listed = sum(item.lower() in known for item in words)
        if len(values) > 1 and listed * 2 >= len(values) and not any(" " in str(v) for v in values):
            yield Claim(f"input/{entry.name}", "enum", values, said)


def _taken(label: str, text: str, said: str, page: Page) -> Iterator[Claim]:
    """Read how many files a label or a text says that a list takes: `Image URLs (up to 10)`."""
    told = [(found[1], text) for found in _INPUTS.finditer(label)]
    told += [(found[1], f"{found[2]} {found[1]}s") for found in _GIVEN.finditer(text)]
    for medium, stated_text in told:
        source = page.fields.get(source_name(medium.lower(), page))
        if source is None:
            continue
        counted = f"{stated_text} {medium}s" if _COUNT.fullmatch(stated_text) else stated_text
        for amount in amounts(counted):
            if amount.words and amount.words[0].startswith((medium.lower(), *_ROLES)):
                yield from items(amount, source, said)


def _sized(label: str, text: str, said: str, page: Page) -> Iterator[Claim]:
    """Read what a label says of the prompt's length, or of the one file that there is."""
    most = f"Up to {text}" if text[:1].isdigit() else text
    if _PROMPT.search(label) and (entry := page.fields.get("prompt") or page.fields.get("text")):
        for claim in stated(most, f"input/{entry.name}", entry.shape):
            if claim.keyword.endswith("Length"):
                yield replace(claim, text=said)
    files = [each for each in page.input if each.name.endswith(("_url", "_urls"))]
    if _FILE_SIZE.search(label) and len(files) == 1:
        for claim in stated(most, f"input/{files[0].name}", files[0].shape):
            if claim.keyword == "max_file_size":
                yield replace(claim, text=said)


def _split(text: str) -> list[str]:
    return _SEPARATOR.split(_NOTE.sub("", text))


def _labelled_entry(label: str, page: Page) -> Entry | None:
    """Find the field of a label: `Resolution options` is `resolution`."""
    taken = page.fields.get(source_name("image", page))
    for words in (label, _IDLE.sub("", label)):
        name = "_".join(words.lower().split())
        made = name == "images" and not (taken and isinstance(taken.shape, Array))
        if made or name == "number_of_images":
            name = "num_images"
        for tried in (name, name.removesuffix("s")):
            if tried in page.fields:
                return page.fields[tried]
        ending = [entry for entry in page.input if entry.name.endswith(f"_{name}")]
        if len(ending) == 1 and name in _ENDINGS:
            return ending[0]
    if _LENGTH.search(label):
        return page.fields.get("duration")
    return None


def _plain(cell: str) -> str:
    return cell.replace("**", "").strip()
