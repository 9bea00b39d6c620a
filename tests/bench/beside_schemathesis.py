"""How many cases a second a service is asked over TCP, and what they find, beside Schemathesis."""

import json
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from fal_codegen.cases import Case, judged_cases
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document

from tests.bench.load import statuses
from tests.bench.measure import Row, tool
from tests.bench.serving import serving
from tests.interop.seeded_service import DOCUMENT, ID, SEEDED
from tests.interop.test_schemathesis import direct

CONNECTIONS = 8
_EXAMPLES = 500
_CHECKS = "negative_data_rejection,positive_data_acceptance,not_a_server_error"
_TIMES = 20
_OK = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What a service was asked: cases a second, and whether anything was found."""

    rate: float
    found: bool


def rows() -> list[Row]:
    """Measure a service without a bug, then see which of those with one are noticed."""
    ours, fuzzing, coverage = _ours(""), _theirs("", "fuzzing"), _theirs("", "coverage")
    assert not any(each.found for each in (ours, fuzzing, coverage))
    noticed = [bug for bug in SEEDED if _ours(bug).found]
    theirs = [bug for bug in SEEDED if _theirs(bug, "coverage,fuzzing").found]
    return [
        Row(
            f"cases a second over {CONNECTIONS} connections, made and judged along the way",
            f"{ours.rate:.0f}",
            f"{ours.rate / fuzzing.rate:.0f}x Schemathesis' fuzzing phase "
            f"({fuzzing.rate:.0f}); its coverage phase {coverage.rate:.0f}",
        ),
        Row(
            f"of {len(SEEDED)} services with one bug each, noticed",
            str(len(noticed)),
            f"Schemathesis {len(theirs)}, none of them that ours do not"
            if {*theirs} <= {*noticed}
            else f"Schemathesis {len(theirs)}",
        ),
    ]


def cases() -> tuple[Case, ...]:
    """Make the cases of the endpoint anew."""
    endpoint = read_document(DOCUMENT).endpoint
    assert endpoint
    return judged_cases(endpoint, Judge(DOCUMENT)).cases


def _ours(bug: str) -> Asked:
    """Send all cases, some times over where only their speed is asked for."""
    with _service(bug) as front:
        begun, sent, found = time.perf_counter(), 0, False
        for _ in range(1 if bug else _TIMES):
            made = cases()
            answered = statuses(f"{front}/{ID}", [case.body for case in made], CONNECTIONS)
            verdicts = [status == _OK for status in answered]
            found |= verdicts != [case.valid for case in made]
            sent += len(made)
        return Asked(sent / (time.perf_counter() - begun), found)


def _theirs(bug: str, phases: str) -> Asked:
    """Have Schemathesis ask, and the service count: from its first request to its last."""
    with _service(bug) as front, TemporaryDirectory() as folder:
        file = Path(folder, "openapi.json")
        keyless = {name: each for name, each in direct(ID, front).items() if name != "security"}
        file.write_text(json.dumps(keyless), "utf-8")
        done = subprocess.run(
            [
                *(tool("schemathesis"), "run", str(file), f"--url={front}", f"--phases={phases}"),
                *(f"--checks={_CHECKS}", f"--workers={CONNECTIONS}", f"--max-examples={_EXAMPLES}"),
                *("--continue-on-failure", "--seed=1", "--generation-database=none"),
            ],
            cwd=folder,
            capture_output=True,
            check=False,
        )
        counted = httpx.get(front).json()
        return Asked(counted["requests"] / counted["seconds"], done.returncode != 0)


@contextmanager
def _service(bug: str) -> Generator[str]:
    """Run a service in a process of its own."""
    named = [bug] if bug else []
    with serving(sys.executable, "-m", "tests.interop.seeded_service", *named) as server:
        yield server.front
