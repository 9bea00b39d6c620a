"""Scripts of the protocol played to a client, by a service that knows the script."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from fal_codegen.conform.kit import Kit
from fal_codegen.conform.outcome import Outcome
from fal_codegen.conform.player import KEY, Played, Seen, Stage, staged
from fal_codegen.conform.port import Port, Reply
from fal_codegen.conform.vectors import gap_of
from fal_codegen.contract import EndpointId, Json, json_equal

_KIND = "scripts"
_SCHEME = f"Key {KEY}"


def play_scripts(kit: Kit, port: Port) -> list[Outcome]:
    """Play every script, one after the other. Raises `PortBroken`."""
    id_ = _endpoint(kit)
    if id_ is None:
        said = "the kit has no endpoint with a sample request and answer"
        return [Outcome(_KIND, name, "", "untried", said) for name in kit.scripts]
    with staged() as stage:
        return [_play(kit, port, stage, id_, name) for name in kit.scripts]


def _endpoint(kit: Kit) -> EndpointId | None:
    """Choose an endpoint to call: one with a subpath if there is one, for rules about it."""
    known = [id_ for id_ in kit.requests if kit.sample(id_)]
    return next((id_ for id_ in known if id_ != id_.app), next(iter(known), None))


def _play(kit: Kit, port: Port, stage: Stage, id_: EndpointId, name: str) -> Outcome:
    script, sample = kit.scripts[name], kit.sample(id_)
    assert sample is not None
    feature = script["call"]["feature"]
    if feature not in port.features:
        return Outcome(_KIND, name, "", "skipped", f"no {feature}")
    body, answer = sample
    played = Played(script, id_, answer)
    question: dict[str, Json] = {"do": feature, "endpoint": id_, "body": body, "key": KEY}
    question |= {"base": stage.put_on(played), "timeout": script["call"].get("timeout", 20)}
    (reply,) = port.ask([question])
    played.over.set()
    exchange = (*map(_line, played.seen), f"the client: {json.dumps(reply)[:300]}")
    if gap := gap_of(_KIND, name, "", reply):
        return gap
    faults = [*_of_requests(played, body), *_of_end(script["ends"], reply, answer)]
    if not faults:
        return Outcome(_KIND, name, "", "passed")
    return Outcome(_KIND, name, "", "failed", "; ".join(dict.fromkeys(faults)), exchange)


def _of_requests(played: Played, body: Json) -> Iterator[str]:
    """Say what the client sent that it should not have, and what it left out."""
    for seen in played.seen:
        if seen.exchange is None:
            yield f"asked what is not in the script: {seen.method} {seen.host}{seen.path}"
            if seen.authorization:
                yield f"sent the key to {seen.host}{seen.path}"
    for exchange in played.script["exchanges"]:
        mine = [seen for seen in played.seen if seen.exchange == exchange["name"]]
        yield from _of_exchange(exchange, mine, body)


def _of_exchange(exchange: Mapping[str, Any], mine: list[Seen], body: Json) -> Iterator[str]:
    name, most = exchange["name"], exchange.get("most")
    if len(mine) < exchange.get("least", 1):
        yield f"asked for {name} {len(mine)} times, and not {exchange.get('least', 1)}"
    if most is not None and len(mine) > most:
        yield f"asked for {name} {len(mine)} times, and may {most}"
    for seen in mine:
        if "key" in exchange and (seen.authorization == _SCHEME) is not exchange["key"]:
            yield f"{name} came {'without' if exchange['key'] else 'with'} the key"
        if exchange.get("body") == "request" and not json_equal(seen.body, body):
            yield f"{name} came with the body {json.dumps(seen.body)[:200]}"
    pause = exchange.get("pause")
    if pause is not None and len(mine) > 1 and mine[1].moment - mine[0].moment < pause:
        yield f"{name} came again before the {pause:g} s that it was told to wait"


def _of_end(ends: Mapping[str, Any], reply: Reply, answer: Json) -> Iterator[str]:
    """Say how the call should have ended."""
    ending = cast("dict[str, Any]", reply["ok"]) if isinstance(reply["ok"], dict) else {}
    if "answer" in ends:
        if not json_equal(ending.get("answer"), answer):
            yield f"ended with {json.dumps(ending)[:200]} in place of the answer"
    elif "cancelled" in ends:
        if ending.get("cancelled") is not ends["cancelled"]:
            wanted = f"cancelled: {ends['cancelled']}"
            yield f"ended with {json.dumps(ending)[:200]} in place of {wanted}"
    elif (ending.get("failed"), ending.get("status")) != (ends["failed"], ends.get("status")):
        wanted = f"{ends['failed']} {ends.get('status', '')}".strip()
        yield f"ended with {json.dumps(ending)[:200]} in place of the failure {wanted}"


def _line(seen: Seen) -> str:
    key = "with the key" if seen.authorization else "without a key"
    return f"{seen.method} {seen.host}{seen.path} {key}"
