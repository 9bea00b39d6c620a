"""The generated client held to the contract: which bodies it takes, what it makes of recordings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fal_codegen.cases import Case
from fal_codegen.cassettes import Cassette, Stamp
from fal_codegen.check.findings import Finding
from fal_codegen.check.traffic import is_answer
from fal_codegen.contract import EndpointId, Json, json_equal, parse
from fal_codegen.sandbox import Job


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
    elif not json_equal(outcome["answer"], replay.answer):
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
