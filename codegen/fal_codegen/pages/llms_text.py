"""Writer of llms.txt pages, for the emulator: the form of fal's, the words our own."""

import json
import re
from collections.abc import Iterable, Iterator

from fal_codegen.contract import Claim, Json, Object, Page
from fal_codegen.pages.entries import Entry, entries

_MARKDOWN = re.compile(r"^(\d{0,9})([!-/:-@\[-_{-~]|`(?=``))")


def write_llms(page: Page) -> str:
    """Write the page that `read_page` reads back with the same fields, types, limits and order."""
    return "\n".join(_lines(page)) + "\n"


def _lines(page: Page) -> Iterator[str]:
    told = page.endpoint
    yield f"# {told.id.partition('/')[2].replace('/', ' ').replace('-', ' ').title()}\n"
    if told.about:
        yield f"> {_shield(told.about)}\n"
    yield "## Overview\n"
    yield f"- **Endpoint**: `https://fal.run/{told.id}`"
    yield f"- **Model ID**: `{told.id}`"
    if told.category:
        yield f"- **Category**: {told.category}"
    yield "\n## API Information\n"
    yield "### Input Schema\n"
    yield from _fields(entries(told.input))
    yield from _example("Full Example", page.input_example)
    yield "### Output Schema\n"
    yield from _fields(entries(told.output))
    yield from _example("Example Response", page.output_example)
    yield from _types(page)
    yield from _section("Limitations", page.limitations)
    yield from _section("Notes", page.prose)


def _fields(shown: Iterable[Entry]) -> Iterator[str]:
    for one in shown:
        need = "required" if one.required else "optional"
        yield f"- **`{one.name}`** (`{one.word}`, _{need}_):"
        yield from (f"  {line}" for line in _told(one))
        yield ""


def _told(one: Entry) -> Iterator[str]:
    repeated = f" Default value: `{_json(one.default)}`" if one.has_default else ""
    if one.description or repeated:
        yield (_shield(one.description) + repeated).strip()
    if one.has_default:
        yield f"- Default: `{_json(one.default)}`"
    yield from _range(one)
    if one.values:
        yield "- Options: " + ", ".join(f"`{_json(value)}`" for value in one.values)
    if one.examples:
        yield "- Examples: " + ", ".join(map(_json, one.examples))


def _range(one: Entry) -> Iterator[str]:
    low, high = one.minimum, one.maximum
    if low is not None and high is not None:
        yield f"- Range: `{_json(low)}` to `{_json(high)}`"
    elif low is not None:
        yield f"- Minimum: `{_json(low)}`"
    elif high is not None:
        yield f"- Maximum: `{_json(high)}`"


def _types(page: Page) -> Iterator[str]:
    defined = [part for part in page.endpoint.parts if isinstance(part.shape, Object)]
    if defined:
        yield "### Other Types\n"
    for part in defined:
        yield f"#### {part.name}\n"
        yield from _fields(entries(part.shape))


def _section(title: str, claims: Iterable[Claim]) -> Iterator[str]:
    """List what was said, once each: one sentence may make several claims."""
    texts = dict.fromkeys(claim.text for claim in claims if claim.text)
    if texts:
        yield f"## {title}\n"
        yield from (f"* {_shield(text)}" for text in texts)
        yield ""


def _example(label: str, value: Json) -> Iterator[str]:
    if value is not None:
        yield f"**{label}**:\n\n```json\n{json.dumps(value, indent=2, ensure_ascii=False)}\n```\n"


def _json(value: Json) -> str:
    """Spell a value so that it is safe between backticks."""
    return json.dumps(value, ensure_ascii=False).replace("`", "\\u0060")


def _shield(text: str) -> str:
    """Keep a line's first sign from being read as markdown."""
    return _MARKDOWN.sub(r"\1\\\2", " ".join(text.split()))
