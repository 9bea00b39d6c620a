"""What copying does to a page's text: blanks, quotes and fences of kinds that no page has."""

import re

_BLANKS = str.maketrans(
    {
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
        "\N{FIGURE SPACE}": " ",
        "\N{ZERO WIDTH SPACE}": "",
        "\N{WORD JOINER}": "",
        "\N{ZERO WIDTH NO-BREAK SPACE}": "",
        "\N{SOFT HYPHEN}": "",
    }
)
_QUOTE = (
    "[\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}]"
)
_TAKEN = re.compile(rf"[{''.join(map(chr, _BLANKS))}{_QUOTE[1:-1]}]")
_WITHIN_CODE = rf'[^"`<>\n{_QUOTE[1:-1]}]{{0,1000}}'
_WITHIN_ATTRIBUTE = rf'[^"`\n{_QUOTE[1:-1]}]{{0,1000}}'
_QUOTED = [
    re.compile(rf"(?<=\w=){_QUOTE}({_WITHIN_ATTRIBUTE}){_QUOTE}"),
    re.compile(rf"(?<=`){_QUOTE}({_WITHIN_CODE}){_QUOTE}(?=`)"),
    re.compile(rf"(?<=Default value: ){_QUOTE}({_WITHIN_CODE}){_QUOTE}"),
]
"""Where pages have straight quotes: around attributes, values in code, and repeated defaults."""
_ITEM = rf"{_QUOTE}[^\n{_QUOTE[1:-1]}]*{_QUOTE}"
_NAMED = re.compile(
    rf"^[ \t]*(?:{_QUOTE}[\w-]{{1,100}}{_QUOTE}[ \t]*:.*|{_ITEM}(?:,[ \t]*{_ITEM})*,?[ \t]*"
    r"|- (?:Options|Default|Examples): .*)$",
    re.MULTILINE,
)
"""A line of JSON, or of values below a field; prose that begins and ends with a quote is none."""
_FENCED = re.compile(r"\s*(`{3,}|~{3,})(?:markdown|md|mdx|text|txt)[ \t]*\n", re.IGNORECASE)


def uncopied(text: str) -> str:
    """Give a text with the signs that the page had; its lines stay where they are."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BLANKS)
    for form in _QUOTED:
        text = form.sub(r'"\1"', text)
    text = _NAMED.sub(_straight, text)
    return _unfenced(text)


def escaped(json: str) -> str:
    """Spell in JSON what would be taken for a sign of copying."""
    return _TAKEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json)


def _straight(found: re.Match[str]) -> str:
    """Give a line straight quotes; one that has some keeps the others, which are its own."""
    return found[0] if '"' in found[0] else re.sub(_QUOTE, '"', found[0])


def _unfenced(text: str) -> str:
    """Take away a fence that a whole page stands in."""
    start = _FENCED.match(text)
    end = text.rstrip()
    if start is None or not end.endswith(f"\n{start[1]}"):
        return text
    return "\n" * start[0].count("\n") + text[start.end() : len(end) - len(start[1])]
