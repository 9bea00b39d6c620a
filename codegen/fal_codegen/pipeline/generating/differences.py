"""What generated/ has otherwise than it should, for people to read."""

import difflib
from collections.abc import Iterator

from fal_codegen.pipeline.generating.package import PackagePlan

_ENDS = "\\ the same lines, which end otherwise"
_EMPTY = "\\ an empty file, which is on one side alone"


def package_diff(plan: PackagePlan) -> Iterator[str]:
    """Give a unified diff from what generated/ holds to what it should hold, line by line.

    Of a file whose lines are the same it has a line that says what is not.
    """
    for path in plan.changes:
        old, new = plan.disk.get(path), plan.files.get(path)
        before, after = f"generated/{path}", f"generated/{path} (from contracts/)"
        shown = [*difflib.unified_diff(_lines(old), _lines(new), before, after, lineterm="")]
        same = _EMPTY if None in (old, new) else _ENDS
        yield from shown or (f"--- {before}", f"+++ {after}", same)


def _lines(data: bytes | None) -> list[str]:
    return (data or b"").decode("utf-8", "replace").splitlines()
