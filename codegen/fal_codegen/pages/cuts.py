"""What proves that a text ends before its last page does."""

import re
from collections.abc import Iterator

from fal_codegen.contract import Problem
from fal_codegen.pages.html_blocks import is_html
from fal_codegen.pages.page import Page

_SECTION = re.compile(r"^[ \t]*#{1,6}[ \t]+(\S[^\n]*)$", re.MULTILINE)
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})([^\n]*)$", re.MULTILINE)
_MARK = re.compile(r"(?:\\?`){3,}")
_NAME_ALONE = re.compile(r"- \*\*(?:`[^`]*`\*{0,2} ?)?")
_TITLE = r"^[# \t\[]*{}\b"
_SCHEMA = re.compile(_TITLE.format("Schema"), re.MULTILINE)
_OUTPUT_SCHEMA = re.compile(r"^[# \t]*Output Schema\b", re.MULTILINE | re.IGNORECASE)
_OUTPUT = re.compile(_TITLE.format("Output"), re.MULTILINE | re.IGNORECASE)


def cut_off(text: str, last: Page) -> Iterator[Problem]:
    """Tell of a last page that ends in its field lists, where something in the text proves it."""
    page = "\n".join(text.split("\n")[last.line - 1 :])
    if last.form == "mintlify" and "<Tabs>" in text.rpartition("</Tabs>")[2]:
        yield Problem("", f"the page of {last.id} ends before its tabs do; the rest is not read")
    elif _lacks_output(page, last):
        yield Problem("", f"the page of {last.id} ends before its output; the rest is not read")
    elif _fence_open(page, last) or _broken(page, last):
        line = text.rstrip("\n").count("\n") + 1
        yield Problem("", f"line {line}: {last.id} ends among its fields; the rest is not read")


def _titles(page: str) -> list[str]:
    return [found[1].strip().lower() for found in _SECTION.finditer(page)]


def _lacks_output(page: str, last: Page) -> bool:
    """Tell whether the section is missing that pages of this form as served always have."""
    if last.form == "llms.txt":
        return _OUTPUT_SCHEMA.search(page) is None
    if last.form != "api-page" or last.output or is_html(page):
        return False
    return bool(_SCHEMA.search(page)) and not _OUTPUT.search(page)


def _fence_open(page: str, last: Page) -> bool:
    """Tell whether code never ends; converters spell fences in too many ways to tell of theirs."""
    fence = ""
    for mark, rest in _FENCE.findall(page) if last.form == "llms.txt" else ():
        if not fence:
            fence = mark
        elif mark.startswith(fence) and not rest.strip():
            fence = ""
    return bool(fence)


def _broken(page: str, last: Page) -> bool:
    """Tell whether the last line, in a list of fields, leaves a field or a sign open.

    Of a description's line, whose words are anyone's, only one without a line end is asked.
    """
    if not (titles := _titles(page)) or not titles[-1].startswith(("input", "output")):
        return False
    if last.form == "mintlify" and page.count("<ParamField") > page.count("</ParamField"):
        return "/>" not in page.rpartition("<ParamField")[2]
    above, _, line = page.rstrip("\n").rpartition("\n")
    line = _MARK.sub("", line.strip())
    ours = line.startswith(("- ", "<", "|"))
    if page.endswith("\n") and not ours:
        return False
    row = line.startswith("|") and not line.endswith("|") and above.rstrip().endswith("|")
    pairs = any(line.count(start) > line.count(end) for start, end in ("()", "[]"))
    quotes = ours and line.replace('\\"', "").count('"') % 2 == 1
    name = _NAME_ALONE.fullmatch(line) is not None
    return bool(row or pairs or quotes or name or line.count("`") % 2)
