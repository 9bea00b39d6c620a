"""Measure, print a table, and write it into README between its marks."""

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import (
    beside_schemathesis,
    checking,
    client,
    command,
    drifting,
    emulator,
    fetching,
    generation,
    large,
    plugin,
    soak,
    typescript,
    verdicts,
)
from tests.bench.measure import CORPUS, ROOT, machine

_MARKS = re.compile(r"(<!-- bench -->\n).*(<!-- /bench -->)", re.DOTALL)


def main() -> None:
    """Measure and write."""
    if not CORPUS.is_dir():
        sys.exit("make bench needs FAL_CODEGEN_CORPUS, the folder of real documents")
    with TemporaryDirectory() as folder:
        measured = [
            *generation.rows(Path(folder)),
            *typescript.rows(Path(folder)),
            *checking.rows(Path(folder) / "project638"),
            *verdicts.rows(),
            *beside_schemathesis.rows(),
            *fetching.rows(),
            *drifting.rows(),
            *client.rows(),
            *large.rows(),
            *plugin.rows(Path(folder)),
            *command.rows(),
            *emulator.rows(),
            *soak.rows(),
        ]
    table = "\n".join(
        ["| what | measured | beside |", "| --- | --- | --- |"]
        + [f"| {' | '.join(row)} |" for row in measured]
    )
    report = f"{table}\n\nMeasured by `make bench` on {machine()}.\n"
    print(report)  # noqa: T201 - the output of this command
    readme = ROOT / "README.md"
    readme.write_text(_MARKS.sub(rf"\g<1>{report}\g<2>", readme.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
