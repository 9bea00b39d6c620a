"""How fast every endpoint of the catalogue is checked, and told to be as it was."""

from functools import partial
from pathlib import Path

from tests.bench.measure import Measured, Row, in_turns, run, tool


def check(home: Path) -> Measured:
    """Check a project, without drawing bodies."""
    return run([tool("fal-codegen"), "--project", str(home), "check", "--no-properties"])


def anew(home: Path) -> Measured:
    """Check what nothing is kept of."""
    (home / ".fal-codegen/checked.json").unlink(missing_ok=True)
    return check(home)


def rows(home: Path) -> list[Row]:
    """Measure a project whose client is generated."""
    (cold,) = in_turns(2, partial(anew, home))
    (still,) = in_turns(5, partial(check, home))
    return [
        Row(
            "638 endpoints checked, no bodies drawn",
            f"{cold.seconds:.1f} s",
            f"at most 15 s; processor time {cold.user:.1f} s",
        ),
        Row(
            "the same, nothing changed",
            f"{still.seconds:.2f} s",
            f"at most 1 s; processor time {still.user:.2f} s",
        ),
    ]
