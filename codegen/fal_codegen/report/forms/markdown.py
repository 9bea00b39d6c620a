"""Markdown, for a pull request or a job's summary.

A comment on GitHub holds 65,536 characters; what has no room is counted.
"""

import re
from collections.abc import Iterable, Iterator

from fal_codegen.pipeline import Report
from fal_codegen.report.entries import Entry, compared, entries, headline, left_out, untold
from fal_codegen.report.wording import as_sentence

_ROOM = 60_000
"""How much is filled: what closes the text, and a reader's own words, must fit behind it."""
_SHOWN = 20
"""How many entries are seen at once; more are folded."""
_WIDE = "&#8203;"
"""A space of no width: behind it, GitHub takes no text for a name to tell or an address."""
_MARKS = str.maketrans(
    {
        **{mark: f"\\{mark}" for mark in "\\`*_[]#|~$!"},
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
    }
)
_LINKS = re.compile(r"(?<=[@#])|(?<=\bwww)(?=\.)|(?<=:)(?=\S)", re.IGNORECASE)
_TITLES = {
    "drift": "What changed",
    "check": "Where witnesses disagree",
    "probe": "What the service does otherwise",
}


def render(report: Report, whole: str) -> str:
    """Give the sum in the first line, then what was found, a long list folded."""
    found = entries(report)
    blocks = [
        _Block("Cannot tell", [f"- {inert(each)}" for each in untold(report)]),
        *(_block(verb, found) for verb in _TITLES),
        _Block("Accepted", _lines(entry for entry in found if entry.accepted), folded=True),
    ]
    text = f"**fal-codegen:** {inert(headline(report))}.\n"
    text += f"\n{inert(compared(report))}\n" if compared(report) else ""
    room, cut = _ROOM - len(text), 0
    for block in blocks:
        lines, rest = block.fitting(room)
        cut += rest
        lines_kept = "".join(f"{line}\n" for line in lines)
        text, room = text + lines_kept, room - len(lines_kept)
    return f"{text}\n{inert(left_out(cut, whole))}.\n" if cut else text


class _Block:
    """A title with a list below it."""

    def __init__(self, title: str, lines: list[str], *, folded: bool = False) -> None:
        self._title, self._lines, self._folded = title, lines, folded

    def fitting(self, room: int) -> tuple[list[str], int]:
        """Give as many lines as there is room for, and how many are left."""
        kept: list[str] = []
        room -= len(self._title) + 200
        for line in self._lines:
            room -= len(line) + 1
            if room < 0:
                break
            kept.append(line)
        return [*self._laid(kept)], len(self._lines) - len(kept)

    def _laid(self, lines: list[str]) -> Iterator[str]:
        shown = [] if self._folded else lines[:_SHOWN]
        if shown:
            yield from ("", f"### {self._title}", "", *shown)
        if more := lines[len(shown) :]:
            said = f"{len(more)} more" if shown else f"{self._title}: {len(more)}"
            yield from ("", f"<details><summary>{said}</summary>", "", *more, "", "</details>")


def _block(verb: str, found: Iterable[Entry]) -> _Block:
    mine = [entry for entry in found if entry.verb == verb and not entry.accepted]
    lines = _lines(mine)
    if verb != "probe":
        remedies = dict.fromkeys((entry.rule, entry.remedy) for entry in mine if entry.remedy)
        lines += [f"- {rule}: {inert(as_sentence(remedy))}" for rule, remedy in remedies]
    return _Block(_TITLES[verb], lines)


def _lines(found: Iterable[Entry]) -> list[str]:
    """Give a line for each entry, one for the same of several endpoints."""
    alike: dict[tuple[str, ...], list[Entry]] = {}
    for entry in found:
        key = (entry.level, entry.rule, entry.line, entry.accepted)
        alike.setdefault(key, []).append(entry)
    return [_line(first, len(others)) for first, *others in alike.values()]


def _line(entry: Entry, others: int) -> str:
    more = f" and {others} more" if others else ""
    said = f"**{entry.level}** {code(entry.endpoint)}{more} {inert(entry.line)}"
    why = f" (accepted: {inert(entry.accepted)})" if entry.accepted else ""
    return f"- {said} {code(f'{entry.rule} {entry.id}')}{why}"


def inert(text: str) -> str:
    """Escape what Markdown or GitHub would act upon: marks, HTML, names, references, addresses."""
    return _LINKS.sub("\0", text).translate(_MARKS).replace("\0", _WIDE)


def code(text: str) -> str:
    """Give a text as code, whatever quotes it holds."""
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    space = " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}"
