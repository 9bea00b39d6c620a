"""Tables that list fields, a row each: how people write fal's field lists down by hand."""

import re
from collections.abc import Mapping, Sequence

from fal_codegen.pages.blocks import Block
from fal_codegen.pages.drafts import Draft
from fal_codegen.pages.literals import read, spans
from fal_codegen.pages.types import is_type, plain_type

_FIRST = frozenset({"parameter", "field", "name", "property", "argument"})
_NAME = re.compile(r"[`* ]*([A-Za-z_]\w*)[`* ]*")
_YES = re.compile(r"(?:yes|true|required|✅|✓|✔|x$)", re.IGNORECASE)
_REQUIRED = re.compile(r"^\W{0,4}required\b[.:*]", re.IGNORECASE)
_DEFAULT = re.compile(r"\bDefaults?(?: value)?:? ?(`[^`]{1,300}`)\.?$")
_ENUM = re.compile(r"enum: ?(?=[`\w])", re.IGNORECASE)
_PART = re.compile(
    r"(?:null|string|integer|float|number|boolean|object)$|list<|enum: ", re.IGNORECASE
)
_BREAK = re.compile(r"<br ?/?>|\n")
_SAID = re.compile(r"^Default(?: value)?: ?", re.IGNORECASE)
_VALUES = re.compile(r"Possible (?:enum )?values: ?(.+)", re.IGNORECASE)
_UNKNOWN = "any"


def row_header(block: Block) -> Draft | None:
    """Read a row of a table with a column for names first, and one for types.

    A default is what is spelled as a value; "random" is none.
    """
    titles = [_plain(title) for title in block.header]
    cells = dict(zip(titles, _unparted(titles, block.cells), strict=False))
    if block.kind != "row" or block.cells == block.header or "type" not in cells:
        return None
    name = _NAME.fullmatch(block.cells[0])
    if titles[0] not in _FIRST or not name:
        return None
    word, values = _type(cells["type"])
    said = cells.get("description", cells.get("notes", ""))
    notes = {"Possible values": values} if values else {}
    draft = Draft(name[1], word, _required(cells, said), block.line, notes=notes)
    noted = next((cell for title, cell in cells.items() if title.startswith("default")), "")
    for note in _BREAK.split(noted):
        _note(draft, note.strip())
    ended = _DEFAULT.search(said)
    if "Default" not in draft.notes and ended and _note(draft, ended[1]):
        said = said[: ended.start()].rstrip()
    if said:
        draft.said.append(Block("text", said, block.line))
    return draft


def _unparted(titles: Sequence[str], cells: Sequence[str]) -> list[str]:
    """Put a type together again that a bar of its own, as in `string | null`, has cut in cells."""
    whole = list(cells)
    at = titles.index("type") if "type" in titles else -2
    while titles[at + 1 : at + 2] == ["required"] and _PART.match(whole[at + 1].strip("`* ")):
        whole[at] = f"{whole[at]} | {whole.pop(at + 1)}"
        whole.append("")
    return whole


def _type(cell: str) -> tuple[str, str]:
    """Give the word of a type, and the values that stand in it: "enum: `a`, `b`"."""
    parts = [part.strip("* ") for part in cell.split(" | ")]
    listed = next((part for part in parts if _ENUM.match(part)), "")
    word = plain_type(" | ".join("Enum" if part == listed else part for part in parts).strip("`"))
    return (word if is_type(word) else _UNKNOWN), _ENUM.sub("", listed)


def _required(cells: Mapping[str, str], said: str) -> bool | None:
    """Tell whether a field must be sent; None where neither a column nor the notes say so."""
    if _REQUIRED.match(said):
        return True
    return bool(_YES.match(_plain(cells["required"]))) if "required" in cells else None


def _note(draft: Draft, note: str) -> bool:
    """Keep what a cell notes, a default or values; False where it is neither."""
    values = _VALUES.match(note)
    key = "Possible values" if values else "Default"
    text = values[1] if values else _value(_SAID.sub("", note))
    if text:
        draft.notes.setdefault(key, text)
    return bool(text)


def _value(cell: str) -> str:
    """Give the value of a cell as pages spell it; "" for a word that is none, and for null."""
    text = next(spans(cell), cell.strip())
    try:
        value = read(text)
    except ValueError:
        return text if text != cell.strip() else ""
    return "" if value is None or isinstance(value, dict) else text


def _plain(text: str) -> str:
    return text.strip("*`\\ ").lower()
