"""Run drift over mutants: `python -m tests.drift.fuzz [COUNT] [SEED]`."""

import sys
from collections.abc import Iterator, Sequence

from .run import Outcome, run

DECIDED = 0.995
FOUND = 0.95


def report(outcome: Outcome) -> Iterator[str]:
    """Give the table by kind, and what is wrong, line by line."""
    yield f"{'kind':24} mutants proven witness unknown found by search"
    for kind, tally in sorted(outcome.kinds.items()):
        row = (tally.mutants, tally.proven, tally.witnessed, tally.unknown, tally.found)
        yield f"{kind:24} {row[0]:7} {row[1]:6} {row[2]:7} {row[3]:7} {row[4]:15}"
    sought = outcome.bite.total()
    yield f"the search finds {outcome.found:.1%} of {sought} that break by construction"
    yield f"decided: {outcome.decided:.2%} of {outcome.real_asked} mutants of real documents"
    yield from (f"wrong: {line}" for line in outcome.wrong)


def main(arguments: Sequence[str]) -> int:
    """Run, report, and give the exit code."""
    count, seed = (int(each) for each in (*arguments, *("2000", "7")[len(arguments) :]))
    outcome = run(count, seed)
    sys.stdout.writelines(f"{line}\n" for line in report(outcome))
    well = not outcome.wrong and outcome.found >= FOUND and outcome.decided >= DECIDED
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
