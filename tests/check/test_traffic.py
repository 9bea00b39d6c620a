import json
from dataclasses import replace

import pytest
from fal_codegen.cases import Case
from fal_codegen.cassettes import Cassette, Exchange, Stamp
from fal_codegen.check import check_recorded, check_traffic, scenarios
from fal_codegen.contract import Json
from fal_codegen.emulator.identity import NAME
from fal_codegen.judge import Judge

from tests.check.conftest import DOCUMENT, PAINT

DIRECT, QUEUE = f"https://fal.run/{PAINT}", f"https://queue.fal.run/{PAINT}"
JOB = f"{QUEUE}/requests/1"
FINE: Json = {"prompt": "a red door"}
WRONG: Json = {"prompt": "a red door", "num_images": 5}
WRONGLY: Json = {
    "detail": [{"loc": ["body", name], "type": "x"} for name in ("num_images", "prompt")]
}
ANSWER: Json = {"url": "https://v3.fal.media/1.png"}
REFUSAL: Json = {"detail": [{"loc": ["body"], "msg": "no", "type": "missing"}]}


def post(body: Json, status: int = 200, answer: Json = ANSWER, url: str = DIRECT) -> Exchange:
    return Exchange("POST", url, spelled(body), status, spelled(answer))


def get(answer: Json, url: str = JOB, status: int = 200) -> Exchange:
    return Exchange("GET", url, b"", status, spelled(answer))


def spelled(value: Json) -> bytes:
    return json.dumps(value).encode()


def rules(*exchanges: Exchange, scenario: str = "sync", source: str = "emulator") -> list[str]:
    stamp = Stamp(PAINT, scenario, source, "2026-11-01", "")
    cassette = Cassette(stamp, exchanges)
    found = [*check_traffic(cassette, Judge(DOCUMENT))]
    assert all((each.endpoint, str(each.place)) == (PAINT, scenario) for each in found)
    return [each.rule.id for each in found]


EVENT_STREAM = {"content-type": "text/event-stream; charset=utf-8"}
FLAGGED: Json = {"detail": [{"loc": ["body"], "msg": "no", "type": "content_policy_violation"}]}
TICKET: Json = {"request_id": "1", "status": "IN_QUEUE"}
KEPT = {
    "a sync answer": (post(FINE),),
    "a queue run": (
        post(FINE, answer=TICKET, url=QUEUE),
        get({"status": "COMPLETED"}, f"{JOB}/status?logs=1"),
        get(ANSWER),
    ),
    "a refusal": (post(WRONG, 422, REFUSAL),),
    "a refusal that the queue took": (
        post(WRONG, answer=TICKET, url=QUEUE),
        get(REFUSAL, JOB, 422),
    ),
    "a body refused for what it shows": (post(FINE, 422, FLAGGED),),
    "a body that is wrong, and not let in": tuple(post(WRONG, each) for each in (400, 401, 429)),
    "a failure of the service": (post(FINE, 500, {"detail": "sorry"}),),
    "a refusal that the queue took, asked for with a slash": (
        post(WRONG, answer=TICKET, url=QUEUE),
        get(REFUSAL, f"{JOB}/", 422),
    ),
    "a stream of events": (
        Exchange("POST", f"{DIRECT}/stream", spelled(FINE), 200, b"data: {}\n\n", EVENT_STREAM),
    ),
    "a cancelled job": (Exchange("PUT", f"{JOB}/cancel", b"", 202, b"{}"),),
}


@pytest.mark.parametrize("exchanges", KEPT.values(), ids=KEPT)
def test_traffic_that_keeps_the_contract_is_in_no_disagreement(
    exchanges: tuple[Exchange, ...],
) -> None:
    assert rules(*exchanges) == []


@pytest.mark.parametrize("end", ["", "/", "/response", "/response/", "?x=1"])
def test_a_result_is_held_to_the_contract_by_whichever_address_it_was_fetched(end: str) -> None:
    ticket = post(WRONG, answer=TICKET, url=QUEUE)
    taken = rules(ticket, get({"url": 7}, f"{JOB}{end}"))
    assert taken == ["traffic-accepted-invalid", "traffic-answer-invalid"]


BROKEN = {
    "accepted, though invalid": (post(WRONG), "traffic-accepted-invalid"),
    "accepted, though no JSON": (
        Exchange("POST", DIRECT, b"\xff", 200, spelled(ANSWER)),
        "traffic-accepted-invalid",
    ),
    "refused, though valid": (post(FINE, 422, REFUSAL), "traffic-refused-valid"),
    "done by the queue, though invalid": (
        (post(WRONG, answer=TICKET, url=QUEUE), get(ANSWER)),
        "traffic-accepted-invalid",
    ),
    "refused by the queue, though valid": (
        (post(FINE, answer=TICKET, url=QUEUE), get(REFUSAL, JOB, 422)),
        "traffic-refused-valid",
    ),
    "refused for a field in which nothing is wrong": (
        post(WRONG, 422, WRONGLY),
        "traffic-misnamed",
    ),
    "an answer without its url": (post(FINE, answer={}), "traffic-answer-invalid"),
    "a result without its url": (get({}), "traffic-answer-invalid"),
    "an answer that is no JSON": (
        Exchange("POST", DIRECT, spelled(FINE), 200, b"<html>"),
        "traffic-answer-unreadable",
    ),
}


@pytest.mark.parametrize(("exchanges", "rule"), BROKEN.values(), ids=BROKEN)
def test_traffic_that_breaks_the_contract_is_the_one_finding(
    exchanges: Exchange | tuple[Exchange, ...], rule: str
) -> None:
    assert rules(*(exchanges if isinstance(exchanges, tuple) else (exchanges,))) == [rule]


def test_what_the_emulator_answered_does_not_pass_for_fals() -> None:
    named = replace(post(FINE), headers={"x-fal-served-from": NAME})
    assert rules(named) == rules(post(FINE), source="live") == []
    for source in ("live", "har"):
        assert rules(named, source=source) == ["traffic-of-emulator"]


def test_a_recording_of_a_refusal_must_hold_one() -> None:
    scenario = "refused/num_images.maximum"
    assert rules(post(FINE), scenario=scenario) == ["traffic-not-refused"]
    assert rules(post(WRONG, 422, REFUSAL), scenario=scenario) == []
    assert rules(post(WRONG), scenario=scenario) == ["traffic-accepted-invalid"]


def case(place: str, keyword: str, *, valid: bool = False) -> Case:
    return Case(place, keyword, None, {}, valid, valid)


def test_one_refusal_of_each_limit_is_worth_recording() -> None:
    cases = [
        case("num_images", "maximum", valid=True),
        case("num_images", "maximum"),
        case("num_images", "maximum"),
        case("num_images", "type"),
        case("surprise", "unknown"),
        case("a, b", "pair"),
        case("images/0/url", "required"),
    ]
    found = scenarios(cases)
    assert [*found] == ["refused/num_images.maximum", "refused/images.0.url.required"]
    assert found["refused/num_images.maximum"] is cases[1]


WANTED = {f"refused/{name}.enum": Case(name, "enum", [], {}, False, False) for name in "xy"}  # noqa: FBT003 - valid and taken


def test_a_scenario_without_a_recording_is_missing() -> None:
    findings = [*check_recorded(PAINT, WANTED, ["sync"])]
    assert [(each.rule.id, str(each.place), each.severity) for each in findings] == [
        ("cassette-missing", "queue", "warning"),
        ("cassette-missing", "refused/x.enum", "warning"),
        ("cassette-missing", "refused/y.enum", "warning"),
    ]
    assert findings[1].evidence == {"place": "x", "keyword": "enum"}
    assert [*check_recorded(PAINT, WANTED, ["queue", "sync", *WANTED])] == []
