"""What the command costs before it does anything: its help, and what a shell completes."""

import sys
from functools import partial

from tests.bench.measure import ROOT, Row, in_turns, run, tool

TURNS = 15
_COMPLETED = {
    "_FAL_CODEGEN_COMPLETE": "bash_complete",
    "COMP_WORDS": f"fal-codegen --project {ROOT} fetch fal-ai/nano",
    "COMP_CWORD": "4",
}


def rows() -> list[Row]:
    """Measure processor time, which a busy machine changes least."""
    command = tool("fal-codegen")
    shown, completed, click = in_turns(
        TURNS,
        partial(run, [command, "--help"]),
        partial(run, [command], env=_COMPLETED),
        partial(run, [sys.executable, "-c", "import click"]),
    )
    return [
        Row(
            f"processor time of {what}",
            f"{measured.user * 1000:.0f} ms",
            f"{measured.user / click.user:.2f}x `import click`",
        )
        for what, measured in (
            ("`fal-codegen --help`", shown),
            ("completing an endpoint's id", completed),
        )
    ]
