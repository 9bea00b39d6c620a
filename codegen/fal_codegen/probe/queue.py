"""The queue's shape: a body is taken unread, and its job tells what became of it."""

import re
from collections.abc import Iterator
from dataclasses import replace

import httpx

from fal_codegen.contract import Json
from fal_codegen.probe.exchange import Reply, Send, Unreached
from fal_codegen.probe.service import Target, ask, no_answer, post, reply_of

_ID = re.compile(r"[\w-]{1,100}", re.ASCII)
_PAUSES = (0.0, 0.0, 0.0, 0.1, 0.2, 0.5, 1.0)
_LONGEST_PAUSE = 2.0
_NO_JOB = "it answered without the id of a job"
_EARLY = 400  # what a job that is not done has for a result (a third party's note)
_BEGUN = 2.0
"""Seconds of progress after which a job is working: a body that is refused is so at its start."""


def queue_sender(http: httpx.Client, target: Target) -> Send:
    """Give what submits a body, looks after its job, and cancels it as soon as it is taken.

    Addresses are made of the endpoint and the request's id, never taken from the service. However
    a look at the job ends, the job is not left running.
    """

    def send(body: dict[str, Json]) -> Reply:
        reply, ticket = post(http, target, f"{target.url}/{target.endpoint}", body)
        id_ = ticket.get("request_id") if isinstance(ticket, dict) else None
        if reply.became != "taken" or not isinstance(id_, str) or not _ID.fullmatch(id_):
            return (
                replace(reply, became="unclear", reason=_NO_JOB)
                if reply.became == "taken"
                else reply
            )
        job = f"{target.url}/{target.endpoint.app}/requests/{id_}"
        outcome: Reply | None = None
        lost = f"its job had no outcome in {target.deadline:g} seconds"
        try:
            outcome = _outcome(http, target, job)
        except httpx.HTTPError as error:
            lost = f"its job was lost ({no_answer(error)})"
        finally:
            if outcome is None:
                _cancel(http, target, job)
        return replace(outcome or Reply("unclear", reason=lost), request_id=id_)

    return send


def _outcome(http: httpx.Client, target: Target, job: str) -> Reply | None:
    """Wait for the outcome of a job; None where it has none in time.

    One that has been working for a while was taken, and is cancelled then, unless its result says
    that it was refused after all.
    """
    began, working = target.now(), None
    for pause in _pauses():
        target.sleep(pause)
        _, status = ask(http, target, "GET", f"{job}/status")
        stage = status.get("status") if isinstance(status, dict) else None
        if stage == "COMPLETED":
            return _result(http, target, job)
        now = target.now()
        if stage == "IN_PROGRESS":
            working = now if working is None else working
            if now - working >= _BEGUN:
                _cancel(http, target, job)
                result = _result(http, target, job)
                return result if result.became == "refused" else Reply("taken")
        if now - began > target.deadline:
            break
    return None


def _result(http: httpx.Client, target: Target, job: str) -> Reply:
    answer, said = ask(http, target, "GET", job)
    reply = reply_of(answer, said, target)
    early = reply.status == _EARLY and not isinstance(reply.detail, list)
    why = "its job was done and had no result"
    return replace(reply, became="unclear", free=False, reason=why) if early else reply


def _cancel(http: httpx.Client, target: Target, job: str) -> None:
    """Have a job cancelled; whatever is said to it, it counts as spent."""
    try:
        ask(http, target, "PUT", f"{job}/cancel")
    except (httpx.HTTPError, Unreached):
        return


def _pauses() -> Iterator[float]:
    yield from _PAUSES
    while True:
        yield _LONGEST_PAUSE
