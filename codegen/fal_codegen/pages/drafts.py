"""Field lists on pages: header lines, each followed by descriptions and notes in any order."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from fal_codegen.contract import Json
from fal_codegen.pages.blocks import Block
from fal_codegen.pages.entry import Entry
from fal_codegen.pages.literals import listed, literal, number, plain, read, spans, typed
from fal_codegen.pages.types import shape

_NOTE = re.compile(
    r"(Default|Range|Minimum|Maximum): ?(`.+)|(Options|Possible (?:enum )?values): ?(.+)"
    r"|(Examples): ?(.+)|(Array of|One of).*",
    re.DOTALL,
)
_ADDED = re.compile(r"\n[ \t]*Possible (?:enum )?values: ?([^\n]+)")
_LABEL = re.compile(r"\*\*[^*]+\*\*:")
_ASIDE = re.compile(
    r"\*\*Note:\*\*\s.*|Note: (?:For custom|This property is only) .*|API only", re.DOTALL
)
"""What web pages say between the descriptions, and no document does."""
_DEFAULT = re.compile(
    r"\bDefault value:(?:\s+(?:`([^`]*)`|\\`\\`|(\"(?:[^\"\\]|\\.)*\"|\S+)))?\.?\s*$"
)


@dataclass(slots=True)
class Draft:
    """A field while its lines are being gathered; `notes` are keyed by the page's own words.

    `repeated_at` is the line of the default that the description ends with.
    """

    name: str
    word: str
    required: bool | None
    line: int = 0
    said: list[Block] = field(default_factory=list[Block])
    notes: dict[str, str] = field(default_factory=dict[str, str])
    repeated_at: int = 0

    @property
    def description(self) -> str:
        """The lines of the description as one, without the default that the page repeats."""
        return " ".join(filter(None, (" ".join(block.text.split()) for block in self.said)))


def gather(page: Iterable[Block], header: Callable[[Block], Draft | None]) -> list[Draft]:
    """Collect the fields that headers open; a heading, code or a bold label ends one."""
    drafts: list[Draft] = []
    within = False
    for block in page:
        draft = header(block)
        if draft:
            drafts.append(draft)
            within = True
        elif block.kind != "text" or _LABEL.fullmatch(block.text):
            within = False
        elif within:
            within = _add(drafts[-1], block)
    for draft in drafts:
        _split_values(draft)
        _split_default(draft)
    return drafts


def from_json(draft: Draft) -> Entry:
    """Finish a field of a page that spells its values as JSON."""
    options = draft.notes.get("Options", "")
    values: tuple[Json, ...] = tuple(map(literal, spans(options))) or _examples(options)
    values = values or tuple(listed(draft.notes.get("Possible values", "")))
    spelled = draft.notes.get("Default")
    if spelled is None:
        return _entry(draft, values)
    return _entry(draft, values, literal(next(spans(spelled), spelled)))


def from_plain(draft: Draft, shown: Json = None) -> Entry:
    """Finish a field of a page that spells its values without JSON's quotes.

    The page's example, `shown`, tells whether the values are strings; else a bare default does, and
    else the values themselves: if all of them can be numbers, they are.
    """
    texts = listed(draft.notes.get("Possible values", ""))
    spelled = draft.notes.get("Default", draft.notes.get("Repeated"))
    values = tuple(map(literal if _numeric(texts, spelled, shown) else str, texts))
    if spelled is None or spelled == "undefined" or "[object Object]" in spelled:
        return _entry(draft, values)
    if not spelled:
        return _entry(draft, values, *_empty(draft))
    return _entry(draft, values, typed(spelled, shape(draft.word, values)))


def _empty(draft: Draft) -> list[Json]:
    """Read a default that is spelled as nothing: an empty list, or an attribute's empty text."""
    if draft.word.startswith("list<"):
        return [[]]
    return [""] if "Default" in draft.notes and draft.word == "string" else []


def _numeric(texts: list[str], spelled: str | None, shown: Json) -> bool:
    if isinstance(shown, list):
        shown = shown[0] if shown else None
    if shown is not None and plain(shown) in texts:
        return not isinstance(shown, str)
    return all(number(literal(text)) for text in texts) and (spelled is None or spelled[:1] != '"')


def _entry(draft: Draft, values: tuple[Json, ...], *default: Json) -> Entry:
    low, high = _range(draft.notes)
    return Entry(
        name=draft.name,
        word=draft.word,
        required=draft.required,
        has_default=bool(default),
        default=default[0] if default else None,
        minimum=low,
        maximum=high,
        step=_step(draft.notes),
        values=values,
        examples=_examples(draft.notes.get("Examples", "")),
        description=draft.description,
        line=draft.line,
    )


def _add(draft: Draft, block: Block) -> bool:
    """Add a line to a field; False where the field ends with it."""
    note = _NOTE.fullmatch(block.text)
    if note is None:
        if _ASIDE.fullmatch(block.text):
            return block.text == "API only"
        draft.said.append(block)
        return True
    key, value = next(
        ((note[index], note[index + 1]) for index in (1, 3, 5) if note[index]), ("", "")
    )
    if key:
        draft.notes.setdefault(key.replace("enum ", ""), value.strip())
    return True


def _split_values(draft: Draft) -> None:
    """Take a line of values that somebody added to the description for a note."""
    for index, block in enumerate(draft.said):
        found = _ADDED.search(block.text)
        if found:
            draft.notes.setdefault("Possible values", found[1].strip())
            rest = f"{block.text[: found.start()]}{block.text[found.end() :]}".rstrip()
            draft.said[index] = Block(block.kind, rest, block.line)


def _split_default(draft: Draft) -> None:
    """Take the default that the page repeats from the end of a paragraph of the description."""
    for index, block in enumerate(draft.said):
        found = _DEFAULT.search(block.text)
        if found and "Repeated" not in draft.notes:
            draft.notes["Repeated"] = found[1] or found[2] or ""
            draft.repeated_at = block.line + block.text.count("\n", 0, found.start())
            draft.said[index] = Block(block.kind, block.text[: found.start()].rstrip(), block.line)


def _range(notes: dict[str, str]) -> tuple[Json, Json]:
    """Read `Range: `1` to `4``, or one bound alone."""
    ends = [*map(literal, spans(notes.get("Range", ""))), None, None][:2]
    low, high = (
        literal(next(spans(notes.get(key, "")), "")) if end is None else end
        for key, end in zip(("Minimum", "Maximum"), ends, strict=True)
    )
    return (low if number(low) else None), (high if number(high) else None)


def _step(notes: dict[str, str]) -> Json:
    """Read what stands behind a range, `, step: `0.5``."""
    spelled = next(spans(notes.get("Range", "").partition("step")[2]), "")
    value = literal(spelled)
    return value if number(value) and value else None


def _examples(text: str) -> tuple[Json, ...]:
    try:
        values = read(f"[{text}]")
    except ValueError:
        return ()
    return tuple(values) if isinstance(values, list) else ()
