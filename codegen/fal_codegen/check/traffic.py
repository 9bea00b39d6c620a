"""Recorded traffic held to the contract: what was sent, what came back, and what is missing."""

from collections.abc import Collection, Iterable, Iterator
from urllib.parse import urlsplit

from fal_codegen.cases import Case
from fal_codegen.cassettes import Cassette, Exchange
from fal_codegen.check.findings import Finding
from fal_codegen.contract import EndpointId, Json, parse
from fal_codegen.judge import Judge, Violation

_REFUSED = 422
_FINE = range(200, 300)


def scenarios(cases: Iterable[Case]) -> dict[str, Case]:
    """Give the refusals worth recording: of every limit and enum the first body that breaks it."""
    found: dict[str, Case] = {}
    for case in cases:
        if case.at_limit and not case.valid:
            found.setdefault(f"refused/{case.place.replace('/', '.')}.{case.keyword}", case)
    return found


def check_coverage(
    endpoint: EndpointId, wanted: Iterable[str], recorded: Collection[str]
) -> Iterator[Finding]:
    """Give the scenarios of which there is no recording."""
    for scenario in ("sync", "queue", *wanted):
        if scenario not in recorded:
            yield Finding(endpoint, "cassette-missing", scenario, "warning")


def check_traffic(cassette: Cassette, judge: Judge, digest: str) -> Iterator[Finding]:
    """Give where a recording and the contract of its endpoint disagree."""
    stamp = cassette.stamp
    if stamp.contract != digest:
        yield Finding(
            stamp.endpoint, "cassette-stale", stamp.scenario, "warning", stamp.contract, digest
        )
    for exchange in cassette.exchanges:
        for rule, one, other in _disagreements(exchange, judge):
            yield Finding(stamp.endpoint, rule, stamp.scenario, "error", one, other)
    refused = any(exchange.status == _REFUSED for exchange in cassette.exchanges)
    if stamp.scenario.startswith("refused/") and not refused:
        yield Finding(stamp.endpoint, "traffic-not-refused", stamp.scenario)


def _disagreements(exchange: Exchange, judge: Judge) -> Iterator[tuple[str, Json, Json]]:
    if exchange.method == "POST":
        broken = judge.input(_json(exchange.request))
        queued = urlsplit(exchange.url).hostname == "queue.fal.run"
        if broken and exchange.status in _FINE and not queued:
            yield "traffic-accepted-invalid", _told(broken), exchange.status
        if not broken and exchange.status == _REFUSED:
            yield "traffic-refused-valid", _json(exchange.request), _json(exchange.response)
    if is_answer(exchange) and exchange.status in _FINE:
        try:
            wrong = judge.output(parse(exchange.response))
        except ValueError as error:
            yield "traffic-answer-unreadable", str(error), None
        else:
            if wrong:
                yield "traffic-answer-invalid", _told(wrong), None


def is_answer(exchange: Exchange) -> bool:
    """Tell whether an exchange gives an endpoint's output: the sync call, and a job's result.

    A stream of events does not, though its last event may.
    """
    if exchange.headers.get("content-type", "").startswith("text/event-stream"):
        return False
    url = urlsplit(exchange.url)
    _, _, job = url.path.partition("/requests/")
    if exchange.method == "POST":
        return url.hostname == "fal.run"
    return exchange.method == "GET" and bool(job) and "/" not in job


def _told(violations: Iterable[Violation]) -> Json:
    return [
        {"place": "/".join(map(str, each.path)), "keyword": each.keyword, "limit": each.limit}
        for each in violations
    ]


def _json(data: bytes) -> Json:
    try:
        return parse(data)
    except ValueError:
        return None
