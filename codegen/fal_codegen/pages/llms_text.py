"""Writer of llms.txt pages, for the emulator: the form of fal's, the words our own.

It writes nothing that a page as served does not have: no type's own fields, no bound at one end, no
list of limitations.
"""

import json
import re
from collections.abc import Iterable, Iterator

from fal_codegen.contract import Json
from fal_codegen.pages.copied import escaped
from fal_codegen.pages.entry import Entry
from fal_codegen.pages.page import Page

_MARKDOWN = re.compile(r"^(\d{0,9})([!-/:-@\[-_{-~]|`(?=``))")


def write_llms(page: Page) -> str:
    """Write the page that `read_page` reads back with the same fields, ranges, values and order."""
    return "\n".join(_lines(page)) + "\n"


def _lines(page: Page) -> Iterator[str]:
    yield f"# {page.id.partition('/')[2].replace('/', ' ').replace('-', ' ').title()}\n"
    if page.about:
        yield f"> {_shield(page.about)}\n"
    yield "## Overview\n"
    yield f"- **Endpoint**: `https://fal.run/{page.id}`"
    yield f"- **Model ID**: `{page.id}`"
    if page.category:
        yield f"- **Category**: {page.category}"
    yield "\n## API Information\n"
    yield "### Input Schema\n"
    yield from _fields(page.input)
    yield from _example("Required Parameters Example", page.required_example)
    yield from _example("Full Example", page.input_example)
    yield "### Output Schema\n"
    yield from _fields(page.output)
    yield from _example("Example Response", page.output_example)


def _fields(shown: Iterable[Entry]) -> Iterator[str]:
    for one in shown:
        need = "required" if one.required else "optional"
        yield f"- **`{one.name}`** (`{one.word}`, _{need}_):"
        yield from (f"  {line}" for line in _notes(one))
        yield ""


def _notes(one: Entry) -> Iterator[str]:
    repeats = one.has_default and (one.default or isinstance(one.default, str))
    repeated = f" Default value: `{_json(one.default)}`" if repeats else ""
    if one.description or repeated:
        yield (_shield(one.description) + repeated).strip()
    if one.has_default:
        yield f"- Default: `{_json(one.default)}`"
    if one.minimum is not None and one.maximum is not None:
        step = "" if one.step is None else f", step: `{_json(one.step)}`"
        yield f"- Range: `{_json(one.minimum)}` to `{_json(one.maximum)}`{step}"
    if " | " in one.word:
        yield f"- One of: {one.word}"
    elif one.values:
        yield "- Options: " + ", ".join(f"`{_json(value)}`" for value in one.values)
    if one.examples:
        yield "- Examples: " + ", ".join(map(_json, one.examples))


def _example(label: str, value: Json) -> Iterator[str]:
    if value is not None:
        shown = escaped(json.dumps(value, indent=2, ensure_ascii=False))
        yield f"**{label}**:\n\n```json\n{shown}\n```\n"


def _json(value: Json) -> str:
    """Spell a value so that it is safe between backticks."""
    return escaped(json.dumps(value, ensure_ascii=False).replace("`", "\\u0060"))


def _shield(text: str) -> str:
    """Keep a line's first sign from being read as markdown."""
    return _MARKDOWN.sub(r"\1\\\2", " ".join(text.split()))
