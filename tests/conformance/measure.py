"""The suite through the generator: a table of what every body came to."""

import multiprocessing
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from pathlib import Path
from typing import get_args

from tests.bench.measure import ROOT
from tests.conformance.client import Crash, Refused, ask
from tests.conformance.deliberate import ROWS
from tests.conformance.suite import groups
from tests.conformance.verdicts import Kind, Verdict, verdicts
from tests.conformance.wraps import Trial, trials

PAGE = ROOT / "docs/json-schema.md"
README = ROOT / "README.md"
_MARKS = re.compile(r"(<!-- conformance -->\n)(.*)(<!-- /conformance -->)", re.DOTALL)
_BATCH = 40
_KINDS: tuple[Kind, ...] = get_args(Kind)


def measured(files: Sequence[str] = ()) -> list[Verdict]:
    """Judge every body of the suite in every place, or those of some keyword files."""
    chosen = [
        trial for group in groups() if not files or group.file in files for trial in trials(group)
    ]
    parts = [chosen[start : start + _BATCH] for start in range(0, len(chosen), _BATCH)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context) as pool:
        return list(chain.from_iterable(pool.map(_judged, parts)))


def _judged(trials: Sequence[Trial]) -> list[Verdict]:
    """Judge trials; what one place of a document breaks is taken apart."""
    found: list[Verdict] = []
    again: list[Trial] = []
    for trial, answer in zip(trials, ask(trials), strict=True):
        apart = list(trial.split()) if isinstance(answer, Crash | Refused) else []
        again += apart
        found += [] if apart else verdicts(trial, answer)
    return [*found, *(_judged(again) if again else ())]


def table(found: Iterable[Verdict]) -> str:
    """Give the table, a line for each keyword file, and what the deliberate differences are."""
    counts = Counter((each.trial.group.file, each.kind) for each in found)
    files = sorted({file for file, _ in counts})
    rows = [(file, [counts[file, kind] for kind in _KINDS]) for file in files]
    total = [sum(counts[file, kind] for file in files) for kind in _KINDS]
    return "\n".join((*_lines([("**all**", total), *rows]), "", *_deliberate()))


def _lines(rows: Iterable[tuple[str, list[int]]]) -> Iterator[str]:
    yield f"| keyword file | {' | '.join(_KINDS)} |"
    yield "| --- |" + " ---: |" * len(_KINDS)
    for name, row in rows:
        yield f"| {name} | {' | '.join(map(str, row))} |"


def _deliberate() -> Iterator[str]:
    yield "Deliberate:"
    yield ""
    yield from (f"- {row.reason}" for row in ROWS.values())


def summary(text: str) -> str:
    """Give the head of a table, the row of all keyword files, and when that was measured."""
    *table, measured = text.splitlines(keepends=True)
    return "".join((*table[:3], "\n", measured))


def shown(page: Path = PAGE) -> str:
    """Give what stands between a page's marks."""
    found = _MARKS.search(page.read_text("utf-8"))
    assert found is not None
    return found[2]


def show(text: str) -> None:
    """Write between the page's marks, and the summary between README's."""
    for page, part in ((PAGE, text), (README, summary(text))):
        page.write_text(_MARKS.sub(rf"\g<1>{part}\g<3>", page.read_text("utf-8")), "utf-8")
