"""What a page says of fields outside their own notes: in Limitations, descriptions, and text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from fal_codegen.contract import Claim, Enum, Json, items_of, json_equal
from fal_codegen.pages.blocks import Block, line_of
from fal_codegen.pages.drafts import Draft
from fal_codegen.pages.entry import Entry
from fal_codegen.pages.labels import labelled, tabled
from fal_codegen.pages.literals import listed, literal, plain, typed
from fal_codegen.pages.page import Page, Statement, Where
from fal_codegen.pages.running import in_text, together
from fal_codegen.pages.types import innermost
from fal_codegen.prose import named, sentences, stated, stated_default

_LIMITATION = re.compile(
    r"`(\w+)` (?:range: (\S+) to (\S+?)(?:,? \(?step:? ([^\s)]+)\)?)?|restricted to: (.+))"
)


def limitations(blocks: Iterable[Block], page: Page) -> tuple[Statement, ...]:
    """Read the list of that name: ranges with their steps, and allowed values."""
    return tuple(
        Statement(claim, "limitations", block.line)
        for block in blocks
        if block.kind == "text"
        for claim in _limitation(" ".join(block.text.split()), page)
    )


def is_limitation(text: str) -> bool:
    """Tell a line of that list, as the service writes it, from a sentence below the same title."""
    return _LIMITATION.fullmatch(" ".join(text.split())) is not None


def fits(claim: Claim, page: Page) -> bool:
    """Tell whether a page's own notes on a field say what a claim says."""
    entry = entry_of(page, claim.place)
    match entry, claim.keyword:
        case None, _:
            return False
        case _, "minimum":
            return json_equal(entry.minimum, claim.value)
        case _, "maximum":
            return json_equal(entry.maximum, claim.value)
        case _, "enum":
            values = items_of(claim.value)
            return set(map(plain, values)) == set(map(plain, entry.values))
        case _, "multipleOf":
            return json_equal(entry.step, claim.value)
        case _, "default":
            return entry.has_default and plain(entry.default) == plain(claim.value)
        case _:
            return False


def described(drafts: Iterable[Draft], page: Page) -> tuple[Statement, ...]:
    """Find what the descriptions of the input's fields say: limits, defaults and values."""
    found: dict[tuple[str, str], Statement] = {}
    for draft in drafts:
        for block in draft.said:
            for claim in _described(block.text, page.fields[draft.name], page):
                made = _placed(claim, "description", block)
                found.setdefault((claim.place, claim.keyword), made)
        for claim in _listed_below(draft, page.fields[draft.name], page):
            block = next((each for each in draft.said if claim.text in each.text), draft.said[0])
            found.setdefault((claim.place, claim.keyword), _placed(claim, "description", block))
        repeated = _repeated(draft, page.fields[draft.name])
        if repeated:
            found.setdefault((repeated.claim.place, "default"), repeated)
    return tuple(found.values())


def about_fields(blocks: Iterable[Block], page: Page) -> tuple[Statement, ...]:
    """Find limits and fields in running text, labelled lines and tables."""
    shown = list(blocks)
    found = [_placed(*each) for each in _about_fields(shown, page)]
    return tuple(each for index, each in enumerate(found) if each not in found[:index])


def entry_of(page: Page, place: str) -> Entry | None:
    """Find the field of the input that a place names."""
    return page.fields.get(place.removeprefix("input/").removesuffix("/*"))


def _limitation(text: str, page: Page) -> Iterator[Claim]:
    found = _LIMITATION.fullmatch(text)
    if not found:
        return
    name, low, high, step, values = found.groups()
    place = f"input/{name}"
    if values is None:
        ends = {"minimum": low, "maximum": high, "multipleOf": step}
        for keyword, spelled in ends.items():
            if spelled:
                yield Claim(place, keyword, literal(spelled.strip("`")), text)
    else:
        entry = entry_of(page, place)
        shape = innermost(entry.shape) if entry else None
        kept: list[Json] = [
            typed(value, shape) if isinstance(shape, Enum) else value for value in listed(values)
        ]
        yield Claim(place, "enum", kept, text)


def _described(text: str, entry: Entry, page: Page) -> Iterator[Claim]:
    place = f"input/{entry.name}"
    yield from stated(text, place, innermost(entry.shape) if entry.values else entry.shape)
    yield from named(text, place, entry.shape, page.fields)
    yield from stated_default(text, place, entry.shape)
    for sentence in sentences(text):
        yield from together(sentence, page)


def _listed_below(draft: Draft, entry: Entry, page: Page) -> tuple[Claim, ...]:
    """Read values that a description explains in a list, each in a block of its own."""
    if len(draft.said) < 2:  # noqa: PLR2004
        return ()
    text = "\n".join(f"- {block.text}" for block in draft.said)
    found = named(text, f"input/{entry.name}", entry.shape, page.fields)
    return tuple(replace(claim, text=claim.text.removeprefix("- ")) for claim in found)


def _repeated(draft: Draft, entry: Entry) -> Statement | None:
    """Tell of a default that the description ends with and the note below it contradicts."""
    spelled, noted = draft.notes.get("Repeated"), draft.notes.get("Default")
    if spelled is None or noted is None or not entry.has_default:
        return None
    said = typed(spelled, entry.shape)
    if plain(said) in (plain(entry.default), plain(plain(entry.default))):
        return None
    text = f"Default value: `{spelled}`"
    claim = Claim(f"input/{entry.name}", "default", said, text)
    return Statement(claim, "description", draft.repeated_at)


def _about_fields(shown: list[Block], page: Page) -> Iterator[tuple[Claim, Where, Block]]:
    for block in shown:
        if block.kind == "row":
            continue
        for sentence in sentences(block.text):
            for claim in (*in_text(sentence, page), *labelled(sentence, page)):
                yield claim, "text", block
    for claim, block in tabled([block for block in shown if block.kind == "row"], page):
        yield claim, "table", block


def _placed(claim: Claim, where: Where, block: Block) -> Statement:
    """Give a statement with the line of the sentence in its block."""
    return Statement(claim, where, line_of(claim.text, block))
