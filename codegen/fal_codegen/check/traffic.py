"""Recorded traffic held to the contract: what was sent, what came back, and what is missing."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256

from fal_codegen.cases import Case
from fal_codegen.cassettes import Cassette, Exchange, Stamp
from fal_codegen.check import rules
from fal_codegen.check.exchanges import Sent, is_answer, json_in, sent_in
from fal_codegen.check.findings import Finding
from fal_codegen.check.promises.recorded import changed_promises, promises_of
from fal_codegen.contract import CONTENT_REFUSALS, EndpointId, FilePlace, Json, ScenarioPlace, parse
from fal_codegen.judge import Judge, Violation

_REFUSED = 422
_LONGEST_NAME = 60


def scenarios(cases: Iterable[Case]) -> dict[str, Case]:
    """Give the refusals worth recording: of every limit and enum the first body that breaks it."""
    found: dict[str, Case] = {}
    for case in cases:
        if case.at_limit and not case.valid:
            found.setdefault(f"refused/{_in_file_name(case.place)}.{case.keyword}", case)
    return found


def _in_file_name(place: str) -> str:
    """Spell a place for the name of a file, whatever a field is called."""
    name = place.replace("/", ".")
    safe = re.sub(r"[^\w.\-]", "_", name)[:_LONGEST_NAME]
    return safe if safe == name else f"{safe}_{sha256(place.encode()).hexdigest()[:6]}"


def check_recorded(
    endpoint: EndpointId, wanted: Mapping[str, Case], recorded: Collection[str]
) -> Iterator[Finding]:
    """Give the scenarios of which there is no recording; each refusal has the case it is of."""
    for scenario in ("sync", "queue", *wanted):
        if scenario not in recorded:
            case = wanted.get(scenario)
            evidence: dict[str, Json] = (
                {"place": case.place, "keyword": case.keyword} if case else {}
            )
            place = ScenarioPlace(scenario)
            yield Finding(rules.CASSETTE_MISSING, endpoint, place, evidence=evidence)


def check_stale(
    endpoint: EndpointId,
    cassettes: Collection[Cassette],
    judge: Judge,
    digest: str,
    home: FilePlace,
) -> Iterator[Finding]:
    """Give the recordings in whose places the contract of their endpoint has changed since.

    Those whose stamp does not say which places they have to do with are told of together, at
    `home`, where the endpoint's recordings lie.
    """
    unknown: list[str] = []
    for cassette in cassettes:
        scenario, places = cassette.stamp.scenario, changed_since(cassette, judge, digest)
        if places is None:
            unknown.append(scenario)
        for place in places or ():
            yield Finding(
                rules.CASSETTE_STALE,
                endpoint,
                ScenarioPlace(scenario),
                [place],
                evidence={"source": cassette.stamp.source},
            )
    if unknown:
        detail = ", ".join(unknown)
        yield Finding(rules.CASSETTE_UNKNOWN, endpoint, home, len(unknown), detail=detail)


def changed_since(cassette: Cassette, judge: Judge, digest: str) -> Collection[str] | None:
    """Give the places of a recording in which the contract, of this digest, has changed since.

    None where its stamp does not say which places it has to do with.
    """
    stamp = cassette.stamp
    if stamp.contract == digest:
        return ()
    if stamp.promises is None:
        return None
    return changed_promises(stamp.promises, promises_of(cassette, judge)) if stamp.promises else ()


def check_traffic(cassette: Cassette, judge: Judge) -> Iterator[Finding]:
    """Give where a recording and the contract of its endpoint disagree."""
    stamp, place = cassette.stamp, ScenarioPlace(cassette.stamp.scenario)
    for sent in sent_in(cassette):
        yield from _request(sent, judge, stamp, place)
    for exchange in cassette.exchanges:
        yield from _answer(exchange, judge, stamp, place)
    refused = any(exchange.status == _REFUSED for exchange in cassette.exchanges)
    if stamp.scenario.startswith("refused/") and not refused:
        yield Finding(rules.TRAFFIC_NOT_REFUSED, stamp.endpoint, place)


def _request(sent: Sent, judge: Judge, stamp: Stamp, place: ScenarioPlace) -> Iterator[Finding]:
    """Hold what the service took or refused in the end to the contract."""
    broken, answer = judge.input(sent.body), sent.answer
    if broken and answer.succeeded:
        rule = rules.TRAFFIC_ACCEPTED_INVALID
        for limits, evidence in _by_limit(broken, stamp):
            yield Finding(rule, stamp.endpoint, place, limits, answer.status, evidence=evidence)
    refusal = json_in(answer.response) if answer.status == _REFUSED else None
    if not broken and answer.status == _REFUSED and not _of_the_content(refusal):
        rule, source = rules.TRAFFIC_REFUSED_VALID, {"source": stamp.source}
        yield Finding(rule, stamp.endpoint, place, sent.body, refusal, evidence=source)


def _of_the_content(refusal: Json) -> bool:
    """Tell whether a body was refused for what it means alone, which no contract speaks of."""
    match refusal:
        case {"detail": [_, *_] as told}:
            kinds = {str(each.get("type")) if isinstance(each, dict) else "" for each in told}
            return kinds <= CONTENT_REFUSALS
        case _:
            return False


def _answer(
    exchange: Exchange, judge: Judge, stamp: Stamp, place: ScenarioPlace
) -> Iterator[Finding]:
    """Hold what came back to the contract."""
    if not is_answer(exchange) or not exchange.succeeded:
        return
    try:
        broken = judge.output(parse(exchange.response))
    except ValueError as error:
        yield Finding(rules.TRAFFIC_ANSWER_UNREADABLE, stamp.endpoint, place, detail=str(error))
    else:
        for limits, evidence in _by_limit(broken, stamp):
            rule = rules.TRAFFIC_ANSWER_INVALID
            yield Finding(rule, stamp.endpoint, place, limits, evidence=evidence)


def _by_limit(
    violations: Iterable[Violation], stamp: Stamp
) -> Iterator[tuple[list[Json], dict[str, Json]]]:
    """Give what is broken, limit by limit: all items of a list break the same one."""
    found: dict[tuple[str, str], list[Violation]] = {}
    for each in violations:
        anywhere = "/".join("*" if isinstance(step, int) else step for step in each.path)
        found.setdefault((anywhere, each.keyword), []).append(each)
    for alike in found.values():
        yield (
            [
                {"place": "/".join(map(str, one.path)), "keyword": one.keyword, "limit": one.limit}
                for one in alike
            ],
            {"source": stamp.source, "value": alike[0].value},
        )
