"""What the pytest plugin costs a start of pytest."""

import sys
from functools import partial
from pathlib import Path

from tests.bench.measure import Row, in_turns, run

TURNS = 15
_START = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir")


def rows(root: Path) -> list[Row]:
    """Start pytest on one empty test, with the plugin and without; `root` is a folder to use."""
    folder = root / "pytest"
    folder.mkdir()
    test = folder / "test_nothing.py"
    test.write_text("def test_nothing() -> None: ...\n", "utf-8")
    command = [*_START, str(folder), str(test)]
    with_it, without = in_turns(
        TURNS, partial(run, command), partial(run, [*command, "-p", "no:fal_codegen"])
    )
    return [
        Row(
            "the pytest plugin, at a start of pytest that uses none of it",
            f"{(with_it.seconds - without.seconds) * 1000:.0f} ms",
            f"of {with_it.seconds * 1000:.0f} ms",
        )
    ]
