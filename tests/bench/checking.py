"""How fast every endpoint of the catalogue is checked, and told to be as it was."""

from functools import partial
from pathlib import Path

from tests.bench.measure import Measured, Row, in_turns, run, tool


def check(home: Path, properties: str = "--no-properties") -> Measured:
    """Check a project, without drawing bodies unless asked."""
    return run([tool("fal-codegen"), "--project", str(home), "check", properties])


def anew(home: Path, properties: str = "--no-properties") -> Measured:
    """Check what nothing is kept of."""
    (home / ".fal-codegen/checked.json").unlink(missing_ok=True)
    return check(home, properties)


def rows(home: Path) -> list[Row]:
    """Measure a project whose client is generated."""
    (cold,) = in_turns(2, partial(anew, home))
    (still,) = in_turns(5, partial(check, home))
    drawn = anew(home, "--properties")
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
        Row(
            "638 endpoints checked, 100 bodies drawn for each property",
            f"{drawn.seconds:.0f} s",
            f"at most 360 s; processor time {drawn.user:.0f} s",
        ),
    ]
