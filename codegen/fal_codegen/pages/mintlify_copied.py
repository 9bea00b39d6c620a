"""A Mintlify page copied from a browser: its text without markup, of the tab that was open."""

import html
import json
import re
from collections.abc import Iterator, Sequence

from fal_codegen.pages.blocks import Block
from fal_codegen.pages.types import is_type, plain_type

NAMES_ENDPOINT = re.compile(r"^.*\bEndpoint ID: ?([\w.-]+(?:/[\w.-]+)+)[ \t]*$", re.MULTILINE)
"""The line that says whose page it is."""
_URL = re.compile(r"\bEndpoint: ?((?:[A-Z]+ )?https?://\S+)")
_TITLES = frozenset(
    (
        *("quick start", "examples", "input schema", "output schema", "input example"),
        *("output example", "related", "limitations", "pricing", "about", "overview"),
    )
)
_EXAMPLES = frozenset(("input example", "output example"))
_LEVEL = 3
_NAME = re.compile(r"[A-Za-z_]\w{0,99}")
_HEADER = re.compile(
    r"(?P<type>(?!required\b|default:)[A-Za-z][\w<>|, ]{0,199}?)?[ \t]*"
    r'(?P<required>required)?[ \t]*(?:default:"?(?P<default>.*?)"?)?'
)
_MOST_LINES = 5
"""Lines below a name that may be its type, `required` and its default, blank ones among them."""
_RANGE = re.compile(r"Range: ?([-+.\deE]+) to ([-+.\deE]+)")
_LISTED = re.compile(r"(Possible (?:enum )?values|\w+ restricted to): ?([^`\n]+)")
_STEP = re.compile(r"(?<=`), step: ?([.\d]+)$")
_LIMITED = re.compile(r"^(\w+) (range|restricted to): ")


def copied_blocks(text: str, first: int = 1) -> Iterator[Block]:
    """Give the blocks that the page itself would have: its headings, fields, examples and texts."""
    lines = [line.strip() for line in text.split("\n")]
    index, shows_json = 0, False
    while index < len(lines):
        line, number = lines[index], first + index
        field = field_tag(lines, index)
        if field:
            tag, index = field
            yield Block("tag", tag, number)
            continue
        if named := NAMES_ENDPOINT.fullmatch(line):
            if url := _URL.search(line):
                yield Block("text", f"**Endpoint:** `{url[1]}`", number)
            yield Block("text", f"**Endpoint ID:** `{named[1]}`", number)
        elif url := _URL.match(line):
            yield Block("text", f"**Endpoint:** `{url[1]}`", number)
        elif line.lower() in _TITLES:
            shows_json = line.lower() in _EXAMPLES
            yield Block("heading", line, number, _LEVEL)
        elif shows_json and line[:1] in ("{", "["):
            shows_json, code = False, _json("\n".join(lines[index:]))
            yield Block("code", code or line, number)
            index += code.count("\n")
        elif line:
            yield Block("text", _marked(line), number)
        index += 1


def field_tag(lines: Sequence[str], index: int) -> tuple[str, int] | None:
    """Read a name with its type below it as the tag that it was, and tell where it ends."""
    name = _NAME.fullmatch(lines[index])
    if not name:
        return None
    found: dict[str, str] = {}
    end = index + 1
    for at in range(index + 1, min(index + 1 + _MOST_LINES, len(lines))):
        header = _HEADER.fullmatch(lines[at])
        said = {
            key: value for key, value in (header.groupdict() if header else {}).items() if value
        }
        if lines[at] and (not said or said.keys() & found.keys() or not _fits(said, found)):
            break
        if said:
            found, end = {**found, **said}, at + 1
    if "type" not in found:
        return None
    default = f' default="{html.escape(found["default"])}"' if "default" in found else ""
    required = " required" if "required" in found else ""
    return f'<ParamField body="{name[0]}" type="{found["type"].strip()}"{required}{default}>', end


def _fits(said: dict[str, str], found: dict[str, str]) -> bool:
    """Tell whether a line is what comes next below a name: first of all a type."""
    word = said.get("type", "").strip()
    return is_type(plain_type(word)) if word else "type" in found


def _json(text: str) -> str:
    try:
        end = json.JSONDecoder(strict=False).raw_decode(text)[1]
    except (ValueError, RecursionError):
        return ""
    return text[:end]


def _marked(line: str) -> str:
    """Give values and names of fields the marks of code that a browser does not copy."""
    line = _RANGE.sub(r"Range: `\1` to `\2`", line)
    if listed := _LISTED.fullmatch(line):
        values = ", ".join(f"`{each.strip()}`" for each in listed[2].split(","))
        line = f"{listed[1]}: {values}"
    return _LIMITED.sub(r"`\1` \2: ", _STEP.sub(r", step: `\1`", line))
