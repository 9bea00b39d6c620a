"""Field lists on pages: header lines, each followed by descriptions and notes in any order."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from fal_codegen.contract import Json
from fal_codegen.pages.blocks import Block
from fal_codegen.pages.entries import Entry
from fal_codegen.pages.literals import literal, number, read, spans, typed
from fal_codegen.pages.types import shape

_NOTE = re.compile(
    r"(Default|Range|Minimum|Maximum|Options|Possible (?:enum )?values|Examples): ?(.+)"
    r"|(Array of|One of).*",
    re.DOTALL,
)
_LABEL = re.compile(r"\*\*[^*]+\*\*:")
_DEFAULT = re.compile(r"\s*Default value: `([^`]*)`\.?$")


@dataclass(slots=True)
class Draft:
    """A field while its lines are being gathered; `notes` are keyed by the page's own words."""

    name: str
    word: str
    required: bool
    said: list[str] = field(default_factory=list[str])
    notes: dict[str, str] = field(default_factory=dict[str, str])


def gather(page: Iterable[Block], header: Callable[[str], Draft | None]) -> list[Draft]:
    """Collect the fields that headers open; a heading, code or a bold label ends one."""
    drafts: list[Draft] = []
    within = False
    for block in page:
        draft = header(block.text)
        if draft:
            drafts.append(draft)
            within = True
        elif block.kind != "text" or _LABEL.fullmatch(block.text):
            within = False
        elif within:
            _add(drafts[-1], block.text)
    return drafts


def from_json(draft: Draft) -> Entry:
    """Finish a field of a page that spells its values as JSON."""
    values = tuple(literal(text) for text in spans(draft.notes.get("Options", "")))
    spelled = draft.notes.get("Default")
    if spelled is None:
        return _entry(draft, " ".join(draft.said), values)
    said, _ = _said(draft)
    return _entry(draft, said, values, literal(next(spans(spelled), spelled)))


def from_plain(draft: Draft) -> Entry:
    """Finish a field of a page that spells its values without JSON's quotes.

    Allowed values are strings, unless the default is a bare number; of a nullable enum the pages
    leave the quotes away, so its bare default tells nothing.
    """
    said, repeated = _said(draft)
    texts = tuple(spans(draft.notes.get("Possible values", "")))
    if len(texts) == 1:
        texts = tuple(text.strip() for text in texts[0].split(","))
    numeric = draft.word != "Enum" and repeated is not None and number(literal(repeated))
    values = tuple(literal(text) if numeric else text for text in texts)
    spelled = draft.notes.get("Default", repeated)
    if spelled is None:
        return _entry(draft, said, values)
    return _entry(draft, said, values, typed(spelled, shape(draft.word, values)))


def _entry(draft: Draft, said: str, values: tuple[Json, ...], *default: Json) -> Entry:
    low, high = _range(draft.notes)
    return Entry(
        name=draft.name,
        word=draft.word,
        required=draft.required,
        has_default=bool(default),
        default=default[0] if default else None,
        minimum=low,
        maximum=high,
        values=values,
        examples=_examples(draft.notes.get("Examples", "")),
        description=said,
    )


def _add(draft: Draft, text: str) -> None:
    note = _NOTE.fullmatch(text)
    if note is None:
        draft.said.append(" ".join(text.split()))
    elif note.group(1):
        key = note.group(1).replace("enum ", "")
        draft.notes.setdefault(key, note.group(2).strip())


def _said(draft: Draft) -> tuple[str, str | None]:
    """Split the description from the default that the page repeats at its end."""
    text = " ".join(filter(None, draft.said))
    found = _DEFAULT.search(text)
    return (text[: found.start()], found.group(1)) if found else (text, None)


def _range(notes: dict[str, str]) -> tuple[Json, Json]:
    """Read `Range: `1` to `4``, or one bound alone."""
    ends = [*map(literal, spans(notes.get("Range", ""))), None, None][:2]
    low, high = (
        literal(next(spans(notes.get(key, "")), "")) if end is None else end
        for key, end in zip(("Minimum", "Maximum"), ends, strict=True)
    )
    return (low if number(low) else None), (high if number(high) else None)


def _examples(text: str) -> tuple[Json, ...]:
    try:
        listed = read(f"[{text}]")
    except ValueError:
        return ()
    return tuple(listed) if isinstance(listed, list) else ()
