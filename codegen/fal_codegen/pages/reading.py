"""A text with documentation pages in it, read page by page; or how near it came to having one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fal_codegen.contract import EndpointId, Problem
from fal_codegen.pages.api_page import read_api_page
from fal_codegen.pages.copied import uncopied
from fal_codegen.pages.cuts import cut_off
from fal_codegen.pages.forms import FORMS, FormName
from fal_codegen.pages.html_blocks import is_html
from fal_codegen.pages.llms import read_llms
from fal_codegen.pages.llms_copied import NAMES_MODEL
from fal_codegen.pages.mintlify import read_copied_mintlify, read_mintlify
from fal_codegen.pages.mintlify_copied import NAMES_ENDPOINT
from fal_codegen.pages.page import Page

LONGEST = 40_000_000
"""Characters of a text that are read: a whole documentation site is a few millions."""
_LONGEST_PAGE = 1_000_000
_LONGEST_HTML = 8_000_000
_BEGINS = re.compile(r"[^\n]+\n\s*(?:>|Source: |URL Source: |url: )")
_START = re.compile(r"# \S|Title: \S")
_FENCE = re.compile(r"\s*(`{3,}(?=[^`]*$)|~{3,}|(?:\\`){3})")
_INPUT = re.compile(
    r"^[#* \t]*(?:\d+(?:\.\d+)*\\?\.?[ \t]+)?input(?: schema)?[:* \t]*(?:\\?\[.*|\\?#.*|\{.*)?$"
    r"|<h[1-6]\b[^<>]*>\s*input\b",
    re.MULTILINE | re.IGNORECASE,
)
_MODEL_ID = "**Model ID**"
_ENDPOINT_ID = re.compile(r"\*\*Endpoint\s+ID:\*\*")
"""A converter may wrap it."""


@dataclass(frozen=True, slots=True)
class Pages:
    """What a text came to: its pages, and what kept others from being read."""

    pages: tuple[Page, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A part of the text that may be a page, and the number of its first line."""

    text: str
    first: int


def read_pages(text: str) -> Pages:
    """Read every documentation page in a text, whichever forms they have.

    Where there is none, the one problem says which form the text came nearest to, and where it
    broke.
    """
    if len(text) > LONGEST:
        message = f"a text of {len(text)} characters, more than the {LONGEST} read"
        return Pages(problems=(Problem("", message),))
    text = uncopied(text)
    found = list(_readings(text))
    pages = tuple(each for each in found if isinstance(each, Page) and (each.input or each.output))
    problems = tuple(each for each in found if isinstance(each, Problem))
    empty = tuple(
        Problem("", f"line {each.line}: no field of {each.id} is shown")
        for each in found
        if isinstance(each, Page) and not (each.input or each.output)
    )
    if not pages and not problems:
        problems = (_nearest(text),)
        empty = ()
    cut = cut_off(text, pages[-1]) if pages else ()
    return Pages(pages, (*problems, *empty, *_lost(pages), *cut))


def _lost(pages: Iterable[Page]) -> Iterator[Problem]:
    """Tell of field lists that a reader mode left out, where an example of theirs is there."""
    for page in pages:
        for side, shown, other, example in (
            ("input", page.input, page.output, page.input_example),
            ("output", page.output, page.input, page.output_example),
        ):
            if example and other and not shown:
                said = f"{page.id} shows an example of its {side}, and no field of it"
                yield Problem("", f"line {page.line}: {said}")


def read_page(text: str, id_: EndpointId) -> Page | Problem:
    """Read what a text says of one endpoint: the first of its pages that is about it."""
    read = read_pages(text)
    for page in read.pages:
        if page.id == id_:
            return page
    if read.pages:
        named = ", ".join(sorted({str(page.id) for page in read.pages})[:3])
        return Problem("", f"the page is about {named}, not {id_}")
    return read.problems[0]


def _readings(text: str) -> Iterator[Page | Problem]:
    """Read the chunks; those that are no page of their own may lead up to an API page."""
    if is_html(text):
        yield from _html_pages(text)
        return
    lead: list[_Chunk] = []
    for chunk in _pages(text):
        if len(chunk.text) > _LONGEST_PAGE:
            size = f"{len(chunk.text)} characters, more than the {_LONGEST_PAGE} read"
            yield Problem("", f"line {chunk.first}: a page of {size}")
        elif _ENDPOINT_ID.search(chunk.text):
            yield from read_mintlify(chunk.text, chunk.first)
        elif _MODEL_ID in chunk.text or NAMES_MODEL.search(chunk.text):
            yield read_llms(chunk.text, chunk.first)
        elif NAMES_ENDPOINT.search(chunk.text):
            yield from read_copied_mintlify(chunk.text, chunk.first)
        elif _INPUT.search(chunk.text):
            yield from _api_pages(chunk, lead)
        else:
            lead.append(chunk)
            continue
        lead.clear()


def _html_pages(text: str) -> Sequence[Page | Problem]:
    """Read HTML, which is one page; most of its characters are scripts."""
    if len(text) > _LONGEST_HTML:
        size = f"{len(text)} characters of HTML, more than the {_LONGEST_HTML} read"
        return (Problem("", size),)
    return read_api_page(text)


def _api_pages(chunk: _Chunk, lead: Sequence[_Chunk]) -> Sequence[Page | Problem]:
    """Read a chunk alone, and with what leads up to it where it does not name its endpoint.

    Code that a browser copied may have comments that look like titles.
    """
    found = read_api_page(chunk.text, chunk.first)
    if lead and any(isinstance(each, Problem) for each in found):
        whole = _joined((*lead, chunk))
        if len(whole.text) <= _LONGEST_PAGE:
            return read_api_page(whole.text, whole.first)
    return found


def _pages(text: str) -> Iterator[_Chunk]:
    """Put a reference page together again that has titles of its own in the middle.

    A page of a site begins with what it is about, or with its source; what does not, and names no
    endpoint, belongs to the reference above it.
    """
    parts: list[_Chunk] = []
    for chunk in _chunks(text):
        copied = any(NAMES_ENDPOINT.search(each.text) for each in parts)
        if parts and not (_goes_on(chunk.text) or (copied and not _named(chunk.text))):
            yield _joined(parts)
            parts.clear()
        if parts or any(each.search(chunk.text) for each in (_ENDPOINT_ID, NAMES_ENDPOINT)):
            parts.append(chunk)
        else:
            yield chunk
    if parts:
        yield _joined(parts)


def _joined(parts: Sequence[_Chunk]) -> _Chunk:
    return _Chunk("\n".join(part.text for part in parts), parts[0].first)


def _goes_on(text: str) -> bool:
    return not (_named(text) or _BEGINS.match(text) or _INPUT.search(text))


def _named(text: str) -> bool:
    """Tell whether a text says whose page it is; code that was copied has comments like titles."""
    names = (_ENDPOINT_ID, NAMES_ENDPOINT, NAMES_MODEL)
    return _MODEL_ID in text or any(each.search(text) for each in names)


def _chunks(text: str) -> Iterator[_Chunk]:
    """Cut where a page begins: at a title in the first column, outside of code."""
    lines = text.split("\n")
    start, fence = 0, ""
    for index, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark:
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        elif not fence and index > start and _START.match(line):
            yield _Chunk("\n".join(lines[start:index]), start + 1)
            start = index
    yield _Chunk("\n".join(lines[start:]), start + 1)


_HEADING = r"(?:^|\n)[# \t\[]*(?:\d{{1,3}}\\?\.[ \t]*)?{}\b[^\n]*(?:\n|$)"
_MARKS: dict[FormName, tuple[tuple[str, str], ...]] = {
    "llms.txt": (
        (r"\*\*Model ID\*\*: `[^`\n]+`", "the line **Model ID**: `owner/name`"),
        (_HEADING.format("Input Schema"), 'the heading "Input Schema"'),
        (r"\*\*`[^`\n]+`\*\* \(`", "a field, as in - **`prompt`** (`string`, _required_):"),
    ),
    "mintlify": (
        (
            r"\*\*Endpoint ID:\*\* `[^`\n]+`|\bEndpoint ID: [\w.-]+/",
            "the line **Endpoint ID:** `owner/name`",
        ),
        (r"<(?:Param|Response)Field\b", "a field, as in <ParamField"),
        (_HEADING.format("Input Schema"), 'the heading "Input Schema"'),
    ),
    "api-page": (
        (_HEADING.format("Schema"), 'the heading "Schema"'),
        (_HEADING.format("Input"), 'the heading "Input"'),
        (r"(?:^|\n)`[^`\n]+` ?`[^`\n]+`", "a field, as in `prompt` `string`"),
    ),
}
"""What gives a form away, in the order in which a page has it."""


def _nearest(text: str) -> Problem:
    """Say which form a text came nearest to, what it still has of it, and what it lacks."""
    text = text[:_LONGEST_PAGE]
    met = {
        form: [re.search(pattern, text) for pattern, _ in marks] for form, marks in _MARKS.items()
    }
    form = max(_MARKS, key=lambda each: sum(map(bool, met[each])))
    if is_html(text):
        return Problem("", "HTML without a list of fields; read the endpoint's llms.txt instead")
    if not any(met[form]):
        return Problem("", "no documentation page: not a mark of an llms.txt, Mintlify or API page")
    lacks = [what for found, (_, what) in zip(met[form], _MARKS[form], strict=True) if not found]
    reached = max(found.end() for found in met[form] if found)
    line = text[:reached].rstrip("\n").count("\n") + 1
    if not lacks:
        return Problem("", f"nearest to {FORMS[form].title}; line {line}: no field can be read")
    return Problem(
        "", f"nearest to {FORMS[form].title}; it breaks at line {line}: {lacks[0]} is missing"
    )
