"""Scripts of the protocol played to a client, by a service that knows the script."""

import json
from collections.abc import Mapping
from typing import Any

from fal_codegen.conform.demands import Demands
from fal_codegen.conform.files import File
from fal_codegen.conform.kit import Kit, asks_for_file
from fal_codegen.conform.outcome import Outcome
from fal_codegen.conform.played import KEY, Played, Seen
from fal_codegen.conform.port import Port
from fal_codegen.conform.signing import webhook
from fal_codegen.conform.stage import staged
from fal_codegen.conform.vectors import gap_of
from fal_codegen.contract import EndpointId, Json

_KIND = "scripts"
_TIMEOUT = 20


def play_scripts(kit: Kit, port: Port) -> list[Outcome]:
    """Play every script, one after the other."""
    return [_play(kit, port, name) for name, each in kit.scripts.items() if kit.applies(each)]


def _play(kit: Kit, port: Port, name: str) -> Outcome:
    found = cast_for(kit, port, kit.scripts[name]["call"], _KIND, name)
    if isinstance(found, Outcome):
        return found
    id_, body, answer = found
    return _judged(port, name, Played(kit.scripts[name], id_, answer), body)


def cast_for(
    kit: Kit, port: Port, call: Mapping[str, Any], kind: str, name: str
) -> tuple[EndpointId, dict[str, Json], Json] | Outcome:
    """Choose an endpoint for a script, with a body and an answer; or say why it is not played."""
    feature, with_file = call["feature"], asks_for_file(call)
    if feature not in port.features:
        return Outcome(kind, name, "", "skipped", f"no {feature}")
    id_ = kit.endpoint(with_file=with_file)
    sample = None if id_ is None else kit.sample(id_)
    if id_ is None or sample is None:
        needed = " and a field for the URL of a file" if with_file else ""
        said = f"the kit has no endpoint with a sample request and answer{needed}"
        return Outcome(kind, name, "", "untried", said)
    body, answer = sample
    if with_file:
        body = kit.with_url(id_, body, File.of(call["file"]).data_uri)
    return id_, body, answer


def _judged(port: Port, name: str, played: Played, body: Json) -> Outcome:
    call = played.script["call"]
    with staged(played, call.get("unreachable", 0.0)) as base:
        (reply,) = port.ask([question(call, played.endpoint, body, base)])
    exchange = (*map(_line, played.seen), f"the client: {json.dumps(reply)[:300]}")
    if gap := gap_of(_KIND, name, "", reply):
        return gap
    file = File.of(call["file"]) if "file" in call else None
    demands = Demands(played, body, file, base)
    faults = [*demands.of_requests(), *demands.of_end(reply)]
    if not faults:
        return Outcome(_KIND, name, "", "passed")
    return Outcome(_KIND, name, "", "failed", "; ".join(dict.fromkeys(faults)), exchange)


def question(call: Mapping[str, Any], id_: EndpointId, body: Json, base: str) -> dict[str, Json]:
    """Give what a client is asked to do: a script's call, to the service at a base URL."""
    feature: str = call["feature"]
    asked: dict[str, Json] = {"do": feature}
    if feature == "data_uri":
        return {**asked, "file": call["file"]}
    asked |= {"base": base, "key": KEY, "timeout": call.get("timeout", _TIMEOUT)}
    match feature:
        case "webhook":
            return asked | webhook(call["webhook"])
        case "upload":
            return {**asked, "file": call["file"]}
        case "upload_parts":
            return {**asked, "file": call["file"], "part": call["part"]}
        case _:
            return {**asked, "endpoint": str(id_), "body": body}


def _line(seen: Seen) -> str:
    key = "with the key" if "authorization" in seen.headers else "without a key"
    return f"{seen.method} {seen.host}{seen.path} {key}"
