"""Vectors tried on a client: bodies to take or refuse, answers to read."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

from fal_codegen.conform.kit import Kit
from fal_codegen.conform.outcome import Outcome
from fal_codegen.conform.port import Port, Reply
from fal_codegen.contract import EndpointId, Json, json_equal, shortened

_LONGEST = 300

_Vector: TypeAlias = dict[str, Any]


class _Kind(NamedTuple):
    """A kind of vectors, and what is asked of a client with them.

    `feature` is what the client must be able to do, `part` what it is given of a vector, and
    `fault` says what is wrong with the `ok` of its reply, or None.
    """

    name: str
    feature: str
    part: str
    fault: Callable[[_Vector, Mapping[str, Any]], str | None]


def try_requests(kit: Kit, port: Port) -> list[Outcome]:
    """Ask which bodies the client takes, and how it would send them. Raises `PortBroken`."""
    return _try(_Kind("requests", "validate", "body", _of_request), kit.requests, port)


def try_answers(kit: Kit, port: Port) -> list[Outcome]:
    """Ask what the client makes of answers. Raises `PortBroken`."""
    return _try(_Kind("answers", "read", "answer", _of_answer), kit.answers, port)


def _try(kind: _Kind, known: Mapping[EndpointId, list[_Vector]], port: Port) -> list[Outcome]:
    return [
        outcome for id_, vectors in known.items() for outcome in _try_one(kind, id_, vectors, port)
    ]


def _try_one(kind: _Kind, id_: EndpointId, vectors: list[_Vector], port: Port) -> list[Outcome]:
    name, feature, part, _ = kind
    if feature not in port.features:
        return [Outcome(name, id_, each["id"], "skipped", f"no {feature}") for each in vectors]
    replies = port.ask({"do": feature, "endpoint": str(id_), part: each[part]} for each in vectors)
    return [
        _outcome(kind, id_, vector, reply) for vector, reply in zip(vectors, replies, strict=True)
    ]


def _outcome(kind: _Kind, id_: EndpointId, vector: _Vector, reply: Reply) -> Outcome:
    name = vector["id"]
    if gap := gap_of(kind.name, id_, name, reply):
        return gap
    said = kind.fault(vector, reply["ok"])
    if said is None:
        return Outcome(kind.name, id_, name, "passed")
    exchange = (f"{kind.part}: {_shown(vector[kind.part])}", f"the client: {_shown(reply)}")
    return Outcome(kind.name, id_, name, "failed", said, exchange)


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
