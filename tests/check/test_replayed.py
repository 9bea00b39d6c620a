"""What the generated client is asked to make of recordings."""

from pathlib import Path

import pytest
from fal_codegen.cassettes import Cassette, Exchange, Stamp
from fal_codegen.check import check_replay, replays_of
from fal_codegen.contract import Json
from fal_codegen.judge import Judge

from tests.check.conftest import DOCUMENT, PAINT
from tests.documents import document

DIRECT, QUEUE = f"https://fal.run/{PAINT}", f"https://queue.fal.run/{PAINT}"


def exchange(method: str, url: str, answer: str = "{}", status: int = 200) -> Exchange:
    return Exchange(
        method, url, b'{"size": 1}' if method == "POST" else b"", status, answer.encode()
    )


SYNC = (exchange("POST", DIRECT),)
LAX, STRICT = Judge(document({}, {}, id_=PAINT)), Judge(DOCUMENT)
RUN = (
    exchange("POST", QUEUE),
    exchange("GET", f"{QUEUE}/requests/1/status"),
    exchange("GET", f"{QUEUE}/requests/1"),
)


def taped(exchanges: tuple[Exchange, ...], source: str = "live") -> Cassette:
    return Cassette(Stamp(PAINT, "sync", source, "2026-11-01", ""), exchanges)


@pytest.mark.parametrize(("exchanges", "scenario"), [(SYNC, "sync"), (RUN, "queue")])
def test_a_whole_conversation_can_be_replayed(
    exchanges: tuple[Exchange, ...], scenario: str
) -> None:
    (replay,) = replays_of("painter", Path("tape.yaml"), taped(exchanges))
    assert replay.answer == {}
    assert (replay.job["scenario"], replay.job["body"]) == (scenario, {"size": 1})


NOT_WHOLE: dict[str, tuple[Exchange, ...]] = {
    "a refusal": (exchange("POST", DIRECT, status=422),),
    "a job that was not waited for": RUN[:2],
    "a result without its request": RUN[1:],
    "two requests": (*SYNC, *SYNC),
    "a job that was cancelled": (RUN[0], exchange("PUT", f"{QUEUE}/requests/1/cancel"), RUN[2]),
    "an answer that is no JSON": (exchange("POST", DIRECT, "<html>"),),
    "a request that is no JSON": (Exchange("POST", DIRECT, b"", 200, b"{}"),),
}


@pytest.mark.parametrize("exchanges", NOT_WHOLE.values(), ids=NOT_WHOLE)
def test_what_is_no_whole_conversation_is_not_replayed(exchanges: tuple[Exchange, ...]) -> None:
    assert replays_of("painter", Path("tape.yaml"), taped(exchanges)) == []


def test_of_what_other_clients_recorded_every_answer_is_read_and_no_call_is_repeated() -> None:
    exchanges = (*SYNC, *RUN, *NOT_WHOLE["a refusal"], *NOT_WHOLE["an answer that is no JSON"])
    replays = replays_of("painter", Path("tape.yaml"), taped(exchanges, "har"))
    job: Json = {"do": "read", "module": "painter", "answers": [{}]}
    assert [each.job for each in replays] == [job, job]


OUTCOMES: list[tuple[Json, list[str]]] = [
    ({"answer": {}}, []),
    ({"answer": {"seed": 1}}, ["replay-differs"]),
    ({"error": "ValidationError: no"}, ["replay-failed"]),
    ({"read": [None]}, []),
    ({"read": [{"changed": {"seed": 1}}]}, ["replay-differs"]),
    ({"read": [{"errors": [{"loc": ["images", 0], "msg": "no"}]}]}, ["replay-failed"]),
    ({"error": "ValidationError: no", "refuses": "request"}, ["replay-failed"]),
    ({"error": "DisagreementWarning: no", "refuses": "answer"}, ["replay-failed"]),
    (
        {"error": "no", "refuses": "request", "read": [{"changed": {"seed": 1}}]},
        ["replay-failed", "replay-differs"],
    ),
]


@pytest.mark.parametrize(("outcome", "rules"), OUTCOMES)
def test_what_the_client_read_is_held_to_what_was_recorded(
    outcome: dict[str, Json], rules: list[str]
) -> None:
    (replay,) = replays_of("painter", Path("tape.yaml"), taped(SYNC))
    assert [finding.rule.id for finding in check_replay(replay, outcome, LAX)] == rules


REFUSED: list[tuple[Json, int]] = [
    ({"error": "ValidationError: no", "refuses": "request"}, 0),
    ({"error": "DisagreementWarning: no", "refuses": "answer"}, 0),
    ({"read": [{"errors": [{"loc": ["url"], "msg": "no"}]}]}, 0),
    ({"error": "TypeError: no"}, 1),
    ({"error": "no", "refuses": "request", "read": [None]}, 0),
    ({"error": "no", "refuses": "request", "read": [{"changed": {"seed": 1}}]}, 1),
]


@pytest.mark.parametrize(("outcome", "found"), REFUSED)
def test_a_client_that_refuses_what_the_document_refuses_is_no_second_finding(
    outcome: dict[str, Json], found: int
) -> None:
    (replay,) = replays_of("painter", Path("tape.yaml"), taped(SYNC))
    assert len([*check_replay(replay, outcome, STRICT)]) == found
