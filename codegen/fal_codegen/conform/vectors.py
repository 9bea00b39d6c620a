"""Vectors tried on a client: bodies to take or refuse, answers to read."""

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from fal_codegen.conform.kit import Kit
from fal_codegen.conform.outcome import Outcome
from fal_codegen.conform.port import Port, Reply
from fal_codegen.contract import EndpointId, Json, json_equal, shortened

_LONGEST = 300

_Vector: TypeAlias = dict[str, Any]
_Fault: TypeAlias = Callable[[_Vector, Mapping[str, Any]], str | None]
"""Says what is wrong with a reply's `ok`, or None."""


def try_requests(kit: Kit, port: Port) -> list[Outcome]:
    """Ask which bodies the client takes, and how it would send them. Raises `PortBroken`."""
    return [
        outcome
        for id_, vectors in kit.requests.items()
        for outcome in _try(port, "requests", "validate", "body", id_, vectors, _of_request)
    ]


def try_answers(kit: Kit, port: Port) -> list[Outcome]:
    """Ask what the client makes of answers. Raises `PortBroken`."""
    return [
        outcome
        for id_, vectors in kit.answers.items()
        for outcome in _try(port, "answers", "read", "answer", id_, vectors, _of_answer)
    ]


def _try(  # noqa: PLR0913, PLR0917 - what is asked, of what, and how it is judged
    port: Port,
    kind: str,
    feature: str,
    part: str,
    id_: EndpointId,
    vectors: list[_Vector],
    fault: _Fault,
) -> list[Outcome]:
    if feature not in port.features:
        return [Outcome(kind, id_, each["id"], "skipped", f"no {feature}") for each in vectors]
    replies = port.ask({"do": feature, "endpoint": str(id_), part: each[part]} for each in vectors)
    return [
        _outcome(kind, id_, vector, reply, part, fault)
        for vector, reply in zip(vectors, replies, strict=True)
    ]


def _outcome(  # noqa: PLR0913, PLR0917 - as above
    kind: str, id_: EndpointId, vector: _Vector, reply: Reply, part: str, fault: _Fault
) -> Outcome:
    exchange = (f"{part}: {_shown(vector[part])}", f"the client: {_shown(reply)}")
    name = vector["id"]
    if gap := gap_of(kind, id_, name, reply):
        return gap
    said = fault(vector, reply["ok"])
    if said is None:
        return Outcome(kind, id_, name, "passed")
    return Outcome(kind, id_, name, "failed", said, exchange)


def gap_of(kind: str, group: str, name: str, reply: Reply) -> Outcome | None:
    """Give the outcome of what was skipped or could not be tried; None for a proper reply."""
    if "skipped" in reply:
        return Outcome(kind, group, name, "skipped", str(reply["skipped"]))
    if "error" in reply:
        return Outcome(kind, group, name, "untried", str(reply["error"]))
    return None


def _of_request(vector: _Vector, outcome: Mapping[str, Any]) -> str | None:
    limit = f"{vector['place'] or 'the body'}: {vector['keyword']} {_shown(vector['limit'])}"
    if outcome["taken"] is not vector["taken"]:
        return f"{limit}: {'refused' if vector['taken'] else 'taken'} and must not be"
    if outcome["taken"]:
        sent = outcome["sent"]
        same = json_equal(sent, vector["body"])
        return None if same else f"{limit}: would be sent as {_shown(sent)}"
    error, places = vector["error"], outcome["places"]
    if any(f"{place}/".startswith(f"{error}/") for place in places):
        return None
    return f"{limit}: refused, and said to be wrong at {_shown(places)}"


def _of_answer(vector: _Vector, outcome: Mapping[str, Any]) -> str | None:
    if "refused" in outcome:
        return f"an answer that was paid for is refused: {outcome['refused']}"
    if not json_equal(outcome["answer"], vector["answer"]):
        return f"read as {_shown(outcome['answer'])}"
    return None


def _shown(value: Json) -> str:
    return shortened(json.dumps(value), _LONGEST)
