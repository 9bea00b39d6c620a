"""Print the table and the differences that nothing explains; write the table into docs.

Names of keyword files as arguments choose those, and leave the page alone.
"""

import sys

from tests.bench.measure import machine
from tests.conformance.measure import measured, show, table
from tests.conformance.suite import SUITE

_UNEXPLAINED = ("silent", "crash")


def main() -> None:
    """Measure, print, and write."""
    if not SUITE.is_dir():
        sys.exit(f"{SUITE}: no such folder; JSON_SCHEMA_TEST_SUITE names the suite's draft2020-12")
    files = sys.argv[1:]
    found = measured(files)
    text = table(found)
    print(text)  # noqa: T201 - the output of this command
    for each in found:
        if each.kind in _UNEXPLAINED:
            print(each.kind, each.trial.name, *each.probe[:2], each.why, sep=" | ")  # noqa: T201 - as above
    if not files:
        show(f"{text}\n\nMeasured by `make conformance` on {machine()}.\n")


if __name__ == "__main__":
    main()
