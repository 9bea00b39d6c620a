"""The generated package, asked from outside: jobs go to its own process, outcomes come back."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codegen.cases import Case
from codegen.cassettes import Cassette, Stamp
from codegen.check.findings import Finding
from codegen.check.traffic import is_answer
from codegen.contract import EndpointId, Json, parse, same
from codegen.project import GeneratedBroken

Job = Mapping[str, Any]


def ask(package: Path, jobs: Sequence[Job], key: str = "unused") -> list[Any]:
    """Have the driver do jobs with the package below a folder; outcomes come in their order.

    Raises `GeneratedBroken` when the package cannot be imported or the driver dies.
    """
    if not jobs:
        return []
    done = subprocess.run(
        [sys.executable, "-B", "-P", "-m", "codegen.check.driver"],
        input=json.dumps(list(jobs)).encode("utf-8", "surrogatepass"),
        env=_surroundings(package, key),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise GeneratedBroken(f"{package}: the generated package does not run: {last}")
    outcomes: list[Any] = json.loads(done.stdout)
    return outcomes


def _surroundings(package: Path, key: str) -> dict[str, str]:
    """Give the driver's environment: our own modules and the package's, and no gateway but a job's.

    A FAL_GATEWAY left over from the emulator would make a live recording one of the emulator, and
    a proxy is for the world, not for an emulator on this machine.
    """
    kept = {name: value for name, value in os.environ.items() if name != "FAL_GATEWAY"}
    direct = ",".join(filter(None, (kept.get("NO_PROXY"), "127.0.0.1")))
    ours = {"PYTHONPATH": os.pathsep.join([str(package), *sys.path]), "NO_PROXY": direct}
    return kept | ours | {"FAL_KEY": key}


def take_job(module: str, cases: Sequence[Case]) -> Job:
    """Ask a module which bodies its request takes."""
    return {"do": "take", "module": module, "bodies": [case.body for case in cases]}


@dataclass(frozen=True, slots=True)
class Replay:
    """A recording the client can act out again: the job for it, and the answer it must read."""

    stamp: Stamp
    job: Job
    answer: Json


def replay_of(module: str, file: Path, cassette: Cassette) -> Replay | None:
    """Find out what to do with a recording; None for one that holds no complete answer."""
    first, *others = cassette.exchanges
    last = cassette.exchanges[-1]
    one_request = first.method == "POST" and all(each.method == "GET" for each in others)
    if not one_request or not is_answer(last) or last.status not in range(200, 300):
        return None
    try:
        body, answer = parse(first.request), parse(last.response)
    except ValueError:
        return None
    job: Job = {
        "do": "replay",
        "module": module,
        "cassette": str(file),
        "scenario": "queue" if others else "sync",
        "body": body,
    }
    return Replay(cassette.stamp, job, answer)


def check_replay(replay: Replay, outcome: Mapping[str, Any]) -> Iterator[Finding]:
    """Give where the client reads other than what was recorded, or cannot act it out."""
    stamp = replay.stamp
    if "error" in outcome:
        yield Finding(stamp.endpoint, "replay-failed", stamp.scenario, one=outcome["error"])
    elif not same(outcome["answer"], replay.answer):
        told = outcome["answer"]
        yield Finding(
            stamp.endpoint, "replay-differs", stamp.scenario, one=replay.answer, other=told
        )


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
