"""The generated client held to the contract: which bodies it takes, what it makes of recordings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from fal_codegen.cases import Case, CaseSet
from fal_codegen.cassettes import Cassette, Exchange, Stamp
from fal_codegen.check import client_rules, rules
from fal_codegen.check.exchanges import is_answer, is_file, json_in
from fal_codegen.check.findings import Finding
from fal_codegen.contract import (
    EndpointId,
    FieldPlace,
    Json,
    ScenarioPlace,
    in_body,
    json_equal,
    parse,
    spelled_path,
)
from fal_codegen.judge import Judge
from fal_codegen.sandbox import Job, Sandbox


def take_job(module: str, cases: Sequence[Case]) -> Job:
    """Ask a module which bodies its request takes."""
    return {"do": "take", "module": module, "bodies": [case.body for case in cases]}


@dataclass(frozen=True, slots=True)
class Replay:
    """A recorded answer that the client must read: the job that has it read, and the answer."""

    stamp: Stamp
    job: Job
    answer: Json


def replays_of(module: str, file: Path, cassette: Cassette) -> list[Replay]:
    """Find out what the client can do with a recording; nothing, where no answer is complete.

    What our client said it says again, with the network shut. Other clients ask in other ways, so
    of what they recorded the answers are read.
    """
    if cassette.stamp.source == "har":
        answers = (json_in(each.response) for each in cassette.exchanges if _is_whole(each))
        return [
            Replay(cassette.stamp, {"do": "read", "module": module, "answers": [each]}, each)
            for each in answers
            if each is not None
        ]
    calls = [each for each in cassette.exchanges if not is_file(each)]
    if not calls:
        return []
    first, *others = calls
    one_request = first.method == "POST" and all(each.method == "GET" for each in others)
    if not one_request or not _is_whole(calls[-1]):
        return []
    try:
        body, answer = parse(first.request), parse(calls[-1].response)
    except ValueError:
        return []
    job: Job = {
        "do": "replay",
        "module": module,
        "cassette": str(file),
        "scenario": "queue" if others else "sync",
        "body": body,
        "answer": answer,
    }
    return [Replay(cassette.stamp, job, answer)]


def _is_whole(exchange: Exchange) -> bool:
    return is_answer(exchange) and exchange.succeeded


def check_replay(replay: Replay, outcome: Mapping[str, Any], judge: Judge) -> Iterator[Finding]:
    """Give where the client reads other than what was recorded, or cannot act it out.

    A client that refuses what the document refuses too is right; what was recorded is not.
    """
    endpoint, place = replay.stamp.endpoint, ScenarioPlace(replay.stamp.scenario)
    said = [outcome] if "error" in outcome or "answer" in outcome else []
    if "read" in outcome:
        said.append(_of_reading(outcome["read"][0], replay.answer))
    failed = [
        each["error"]
        for each in said
        if "error" in each and not _is_refused_by_both(replay, each.get("refuses"), judge)
    ]
    if failed:
        yield Finding(client_rules.REPLAY_FAILED, endpoint, place, detail="; ".join(failed))
    for each in said:
        if "answer" in each and not json_equal(each["answer"], replay.answer):
            yield Finding(
                client_rules.REPLAY_DIFFERS, endpoint, place, replay.answer, each["answer"]
            )


def _is_refused_by_both(replay: Replay, refuses: object, judge: Judge) -> bool:
    if refuses == "answer":
        return bool(judge.output(replay.answer))
    return refuses == "request" and bool(judge.input(cast("Json", replay.job["body"])))


def _of_reading(misread: Mapping[str, Any] | None, answer: Json) -> dict[str, Any]:
    """Say what came of an answer that was read, in the words of one that was acted out."""
    if misread and "errors" in misread:
        told = (f"{spelled_path(each['loc'])}: {each['msg']}" for each in misread["errors"])
        return {"error": "; ".join(told), "refuses": "answer"}
    return {"answer": misread["changed"] if misread else answer}


@dataclass(frozen=True, slots=True)
class GeneratedClient:
    """An endpoint's generated code, in a sandbox."""

    driver: Sandbox
    module: str

    def take(self, body: Json) -> Mapping[str, Any] | None:
        """Have the request take a body: None, or its `errors`, or what it was `changed` to.

        `constructed` has the same of a request that is built from keyword arguments and classes,
        where that comes to something else.
        """
        job = {"do": "take", "module": self.module, "bodies": [body], "construct": True}
        return self._ask(job, "taken")

    def read(self, answer: Json) -> Mapping[str, Any] | None:
        """Have an answer read, with the same outcomes."""
        return self._ask({"do": "read", "module": self.module, "answers": [answer]}, "read")

    def _ask(self, job: Job, word: str) -> Mapping[str, Any] | None:
        (outcome,) = self.driver.run([job])
        if "error" in outcome:
            return {"errors": [{"loc": (), "type": "exception", "msg": outcome["error"]}]}
        (result,) = outcome[word]
        return cast("Mapping[str, Any] | None", result)


def check_given_up(
    endpoint: EndpointId, found: CaseSet, *, is_unread: bool = False
) -> Iterator[Finding]:
    """Give the places that no case probes; the whole request, where there is no case at all.

    `is_unread` tells that there would be cases, but for what of the document could not be read.
    """
    none = rules.CASES_UNREAD if is_unread else rules.CASES_NONE
    rule = rules.CASES_LACK if found.cases else none
    for each in found.given_up:
        yield Finding(rule, endpoint, FieldPlace(in_body("input", each.place)), detail=each.why)
