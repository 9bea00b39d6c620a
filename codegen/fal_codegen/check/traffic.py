"""Recorded traffic held to the contract: what was sent, what came back, and what is missing."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from fal_codegen.cases import Case
from fal_codegen.cassettes import Cassette, Exchange, Stamp
from fal_codegen.check import rules, traffic_rules
from fal_codegen.check.exchanges import Sent, is_answer, json_in, sent_in
from fal_codegen.check.findings import Finding
from fal_codegen.check.promises.recorded import (
    changed_promises,
    promises_of,
    unknown_since,
    words_of,
)
from fal_codegen.contract import (
    CONTENT_REFUSALS,
    EndpointId,
    FilePlace,
    Json,
    ScenarioPlace,
    any_item_path,
    items_of,
    node_of,
    parse,
    spelled_path,
)
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
    unstamped: list[Cassette] = []
    for cassette in cassettes:
        scenario, since = cassette.stamp.scenario, changed_since(cassette, judge, digest)
        evidence: dict[str, Json] = {"source": cassette.stamp.source}
        if since is None:
            unstamped.append(cassette)
            continue
        for place in since.changed:
            rule = rules.CASSETTE_STALE
            yield Finding(rule, endpoint, ScenarioPlace(scenario), [place], evidence=evidence)
        for place, words in since.unknown.items():
            rule, names = rules.CASSETTE_UNDECIDED, ", ".join(words)
            where = ScenarioPlace(scenario)
            yield Finding(rule, endpoint, where, place, name=names, evidence=evidence)
    if unstamped:
        yield _unstamped(endpoint, unstamped, judge, home)


def _unstamped(
    endpoint: EndpointId, cassettes: Sequence[Cassette], judge: Judge, home: FilePlace
) -> Finding:
    """Tell of recordings without digests, with the places and keywords that may have changed."""
    names: list[Json] = [each.stamp.scenario for each in cassettes]
    words = {place: w for each in cassettes for place, w in words_of(each, judge).items()}
    places: dict[str, Json] = {place: [*words[place]] for place in sorted(words) if words[place]}
    evidence: dict[str, Json] = {"recordings": names, "places": places}
    return Finding(rules.CASSETTE_UNKNOWN, endpoint, home, len(names), evidence=evidence)


@dataclass(frozen=True, slots=True)
class ChangedSince:
    """What a contract says otherwise since a recording was made.

    `changed` are places at which it does, `unknown` words by their places which say something else
    and of which nobody can tell whether they refuse anything.
    """

    changed: tuple[str, ...] = ()
    unknown: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


def changed_since(cassette: Cassette, judge: Judge, digest: str) -> ChangedSince | None:
    """Give what has changed since in the contract, of this digest, at the places of a recording.

    None where its stamp does not say which places it has to do with.
    """
    stamp = cassette.stamp
    if stamp.contract == digest:
        return ChangedSince()
    if stamp.promises is None:
        return None
    then, now = stamp.promises, promises_of(cassette, judge)
    changed = changed_promises(then, now)
    unknown = {
        place: words for place, words in unknown_since(then, now).items() if place not in changed
    }
    return ChangedSince(changed, unknown)


def check_traffic(cassette: Cassette, judge: Judge) -> Iterator[Finding]:
    """Give where a recording and the contract of its endpoint disagree."""
    stamp, place = cassette.stamp, ScenarioPlace(cassette.stamp.scenario)
    requests = [each for sent in sent_in(cassette) for each in _request(sent, judge, stamp, place)]
    yield from requests
    if stamp.source != "emulator" and any(each.is_of_emulator for each in cassette.exchanges):
        yield Finding(traffic_rules.TRAFFIC_OF_EMULATOR, stamp.endpoint, place, stamp.source)
    for exchange in cassette.exchanges:
        yield from _answer(exchange, judge, stamp, place)
    refused = any(exchange.status == _REFUSED for exchange in cassette.exchanges)
    taken = any(each.rule is traffic_rules.TRAFFIC_ACCEPTED_INVALID for each in requests)
    if stamp.scenario.startswith("refused/") and not (refused or taken):
        yield Finding(traffic_rules.TRAFFIC_NOT_REFUSED, stamp.endpoint, place)


def _request(sent: Sent, judge: Judge, stamp: Stamp, place: ScenarioPlace) -> Iterator[Finding]:
    """Hold what the service took or refused in the end to the contract."""
    broken, answer = judge.input(sent.body), sent.answer
    if broken and answer.succeeded:
        rule = traffic_rules.TRAFFIC_ACCEPTED_INVALID
        for limits, evidence in _by_limit(broken, stamp):
            yield Finding(rule, stamp.endpoint, place, limits, answer.status, evidence=evidence)
    refusal = json_in(answer.response) if answer.status == _REFUSED else None
    if broken and (misnamed := _misnamed(refusal, broken)):
        rule, evidence = traffic_rules.TRAFFIC_MISNAMED, {"source": stamp.source}
        yield Finding(rule, stamp.endpoint, place, [*misnamed], refusal, evidence=evidence)
    if not broken and answer.status == _REFUSED and not _of_the_content(refusal):
        rule, source = traffic_rules.TRAFFIC_REFUSED_VALID, {"source": stamp.source}
        yield Finding(rule, stamp.endpoint, place, sent.body, refusal, evidence=source)


def _misnamed(refusal: Json, broken: Iterable[Violation]) -> list[str]:
    """Give the fields that a refusal names and in which nothing breaks the contract."""
    fields = {str(each.path[0]) if each.path else "" for each in broken}
    errors = map(node_of, items_of(node_of(refusal).get("detail")))
    named = {
        str(steps[1])
        for error in errors
        if error.get("type") not in CONTENT_REFUSALS
        if len(steps := items_of(error.get("loc"))) > 1 and steps[0] == "body"
    }
    return [] if "" in fields else sorted(named - fields)


def _of_the_content(refusal: Json) -> bool:
    """Tell whether a body was refused for what it means alone, which no contract speaks of."""
    match refusal:
        case {"detail": [_, *_] as errors}:
            kinds = {str(each.get("type")) if isinstance(each, dict) else "" for each in errors}
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
        yield Finding(
            traffic_rules.TRAFFIC_ANSWER_UNREADABLE, stamp.endpoint, place, detail=str(error)
        )
    else:
        for limits, evidence in _by_limit(broken, stamp):
            rule = traffic_rules.TRAFFIC_ANSWER_INVALID
            yield Finding(rule, stamp.endpoint, place, limits, evidence=evidence)


def _by_limit(
    violations: Iterable[Violation], stamp: Stamp
) -> Iterator[tuple[list[Json], dict[str, Json]]]:
    """Give what is broken, limit by limit: all items of a list break the same one."""
    found: dict[tuple[str, str], list[Violation]] = {}
    for each in violations:
        found.setdefault((any_item_path(each.path), each.keyword), []).append(each)
    for alike in found.values():
        yield (
            [
                {"place": spelled_path(one.path), "keyword": one.keyword, "limit": one.limit}
                for one in alike
            ],
            {"source": stamp.source, "value": alike[0].value},
        )
