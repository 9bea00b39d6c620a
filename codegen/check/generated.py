"""The generated package, asked from outside: jobs go to its own process, outcomes come back."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from codegen.cases import Case
from codegen.check.findings import Finding
from codegen.contract import EndpointId, Json
from codegen.project import GeneratedBroken

Job = Mapping[str, Any]


def ask(package: Path, jobs: Sequence[Job], key: str = "unused") -> list[Any]:
    """Have the driver do jobs with the package below a folder; outcomes come in their order.

    Raises `GeneratedBroken` when the package cannot be imported or the driver dies.
    """
    if not jobs:
        return []
    done = subprocess.run(
        [sys.executable, "-m", "codegen.check.driver"],
        input=json.dumps(list(jobs)).encode("utf-8", "surrogatepass"),
        env=os.environ | {"PYTHONPATH": str(package), "FAL_KEY": key},
        capture_output=True,
        check=False,
    )
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise GeneratedBroken(f"{package}: the generated package does not run: {last}")
    outcomes: list[Any] = json.loads(done.stdout)
    return outcomes


def take_job(module: str, cases: Sequence[Case]) -> Job:
    """Ask a module which bodies its request takes."""
    return {"do": "take", "module": module, "bodies": [case.body for case in cases]}


def check_cases(
    endpoint: EndpointId, cases: Sequence[Case], outcomes: Sequence[Any]
) -> Iterator[Finding]:
    """Give the cases in which the generated request decides otherwise than the contract."""
    for case, outcome in zip(cases, outcomes, strict=True):
        taken = outcome is None or "changed" in outcome
        if taken != case.taken:
            rule = "request-takes-too-much" if taken else "request-takes-too-little"
            yield Finding(endpoint, rule, case.place, "error", _shown(case), outcome, case.keyword)
        elif taken and outcome:
            yield Finding(
                endpoint, "request-changes-body", case.place, "error", case.body, outcome["changed"]
            )


def _shown(case: Case) -> Json:
    return case.body.get(case.place.split("/")[0])
