"""What we write as SARIF, in the judgement of Microsoft's own validator."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from fal_codegen.pipeline import Report
from fal_codegen.report import render

from tests.report.samples import FINE, ORDINARY, PROBED, WHOLE, evil_census, evil_report

MULTITOOL = Path(sys.prefix) / "node/node_modules/.bin/sarif-multitool"
INSTALLED = shutil.which("node") is not None and MULTITOOL.exists()

pytestmark = [
    pytest.mark.deep,
    pytest.mark.skipif(
        not INSTALLED and "CI" not in os.environ,
        reason="node or @microsoft/sarif-multitool is missing; with npm, `make test-all` brings it",
    ),
]


def complaints(folder: Path, log: object) -> list[str]:
    """Give the errors and warnings that the validator has about a log."""
    assert INSTALLED, "@microsoft/sarif-multitool is missing: see .venv/ready-dev in the Makefile"
    file = folder / "report.sarif"
    file.write_text(json.dumps(log), encoding="utf-8")
    done = subprocess.run(
        [MULTITOOL, "validate", file], capture_output=True, text=True, check=True, timeout=120
    )
    assert "1 files scanned" in done.stdout
    return [line for line in done.stdout.splitlines() if ": error " in line or ": warning " in line]


def within(value: Any, steps: Iterable[str | int]) -> Any:  # noqa: ANN401 - any JSON there is
    return reduce(lambda here, step: here[step], steps, value)


@pytest.mark.parametrize(
    "report",
    [ORDINARY, FINE, evil_report(), PROBED, evil_census()],
    ids=["some", "none", "hostile", "probed", "hostile service"],
)
def test_the_validator_has_nothing_to_say(report: Report, tmp_path: Path) -> None:
    assert complaints(tmp_path, json.loads(render("sarif", report, WHOLE))) == []


@pytest.mark.parametrize(
    ("around", "lost"), [((), "tool"), (("results", 0), "message"), (("tool", "driver"), "name")]
)
def test_the_validator_misses_a_property_that_is_required(
    around: tuple[str | int, ...], lost: str, tmp_path: Path
) -> None:
    log = json.loads(render("sarif", ORDINARY, WHOLE))
    del within(log["runs"][0], around)[lost]
    assert any("required property" in each for each in complaints(tmp_path, log))
