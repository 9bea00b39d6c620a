"""docs/wire.md names for every fact where it comes from, and a test that there is."""

import re
from collections import Counter
from pathlib import Path

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "wire.md"
README = TESTS.parent / "README.md"
MARKS = ("seen", "code", "doc", "3rd", "guess")
ROW = re.compile(r"\| (?P<what>.+) \| (?P<marks>[\w, ]+) \| `(?P<test>test_\w+)` \|")
HEADS = ("| what |", "|---")
FOLDERS = ("emulator", "interop", "runtime")


def table_lines() -> list[str]:
    lines = PAGE.read_text().splitlines()
    return [line for line in lines if line.startswith("|") and not line.startswith(HEADS)]


def test_every_fact_about_the_wire_has_a_mark_and_a_test_that_exists() -> None:
    text = "\n".join(
        path.read_text() for folder in FOLDERS for path in (TESTS / folder).glob("test_*.py")
    )
    there = set(re.findall(r"def (test_\w+)\(", text))
    lines = table_lines()
    assert len(lines) > 40
    for line in lines:
        row = ROW.fullmatch(line)
        assert row, line
        assert set(row["marks"].split(", ")) <= {*MARKS}, line
        assert row["test"] in there, line


def test_no_fact_about_the_wire_stands_there_twice() -> None:
    facts = [line.split(" | ")[0] for line in table_lines()]
    assert len(facts) == len(set(facts))


def counted() -> str:
    """The facts of each section by their marks, as README shows them."""
    lines = [f"| | facts | {' | '.join(MARKS)} |", "| --- " * (len(MARKS) + 2) + "|"]
    for section in PAGE.read_text("utf-8").split("\n## ")[1:]:
        rows = [row for line in section.splitlines() if (row := ROW.fullmatch(line))]
        marks = Counter(mark for row in rows for mark in row["marks"].split(", "))
        if rows:
            numbers = [len(rows), *(marks[mark] or "" for mark in MARKS)]
            lines.append(f"| {section.partition(chr(10))[0]} | {' | '.join(map(str, numbers))} |")
    return "\n".join(lines)


def test_the_readme_counts_them_by_where_they_come_from() -> None:
    text = README.read_text("utf-8")
    shown = text.partition("<!-- wire -->\n")[2].partition("\n<!-- /wire -->")[0]
    assert shown == counted()
    assert f"is {len(table_lines())} facts" in text
